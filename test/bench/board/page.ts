import '#renderer/panels/tokens.css'
import { Editor } from '#renderer/board/editor.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { decodeHostMessage, encodeHostMessage } from '#shared/wire/host-messages.ts'
import { layer } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'
import { strokes } from '../support/strokes.ts'
import { framesDuring, Frames } from './frames.ts'
import { drawTogether } from './many-pens.ts'
import { openFabric } from './plain-fabric.ts'
import { picture, sharpening, untilStill } from './picture.ts'

/** What the benchmark of the board asks of this page. */
export interface BoardBench {
  /** Makes strokes in memory, spread over a square of this side; every second one on an upper layer, if wanted. */
  make(count: number, side: number, layered?: boolean): void
  /** Puts them on a board; milliseconds until all of it is painted. */
  open(): Promise<{ first: number; complete: number }>
  /** The same on a plain Fabric canvas that shows all of it. */
  openFabric(): Promise<{ complete: number }>
  close(): Promise<void>
  fit(): Promise<void>
  hundred(): Promise<void>
  /** What is drawn goes below the upper layer. */
  drawBelow(): void
  setTool(tool: 'hand' | 'pen' | 'select'): void
  selectAll(): void
  /** Measures the frames from now on. */
  watch(): void
  watched(): { frames: number[]; moves: number[]; tasks: number[] }
  drawTogether(people: number, milliseconds: number): Promise<number[]>
  /** Zooms and sees how the picture becomes what it is at last. */
  sharpen(to: 'fit' | 'hundred'): Promise<{ some: number; all: number; blank: number }>
  exportPng(): Promise<{ ms: number; width: number; height: number; longest: number }>
  panFabric(frames: number): Promise<number[]>
}

declare global {
  interface Window {
    bench: BoardBench
  }
}

function found(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (element === null) throw new Error(`The page has no ${selector}.`)
  return element
}

const element = found('#board')
/** About as many as a snapshot has in a frame. */
const FRAME_RECORDS = 200
let made: BoardRecord[] = []
let square = 0
let editor: Editor | null = null
let fabric: Awaited<ReturnType<typeof openFabric>> | null = null
let frames: Frames | null = null

function opened(): Editor {
  if (editor === null) throw new Error('No board is open.')
  return editor
}

let room: MemoryRoom | null = null

/** The records as they are in memory of who was sent them in a snapshot. */
function* received(records: Iterable<BoardRecord>): Generator<BoardRecord> {
  let some: BoardRecord[] = []
  const frame = (): readonly BoardRecord[] => {
    const message = decodeHostMessage(encodeHostMessage({ kind: 'snapshot', last: false, records: some }))
    some = []
    return message.kind === 'snapshot' ? message.records : []
  }
  for (const record of records) {
    some.push(record)
    if (some.length === FRAME_RECORDS) yield* frame()
  }
  yield* frame()
}

function* onTwoLayers(records: Iterable<BoardRecord>): Generator<BoardRecord> {
  yield layer({ id: 'upper' })
  let count = 0
  for (const record of records) yield (count += 1) % 2 === 0 ? { ...record, layer: 'upper' } : record
}

window.bench = {
  make(count, side, layered = false) {
    square = side
    made = Array.from(received(layered ? onTwoLayers(strokes(count, side)) : strokes(count, side)))
  },
  async open() {
    room = new MemoryRoom(made)
    const start = performance.now()
    editor = new Editor({ element, room, theme: 'light' })
    const { first, still } = await untilStill(() => picture(element))
    return { first: first - start, complete: still - start }
  },
  async openFabric() {
    const start = performance.now()
    fabric = await openFabric(
      element,
      made.filter((record) => record.type === 'stroke'),
      square,
    )
    return { complete: performance.now() - start }
  },
  async close() {
    editor?.dispose()
    await fabric?.dispose()
    editor = null
    fabric = null
    element.replaceChildren()
  },
  async fit() {
    opened().zoomToFit()
    await untilStill(() => picture(element))
  },
  async hundred() {
    opened().zoomTo(1)
    await untilStill(() => picture(element))
  },
  drawBelow() {
    opened().layers.choose('')
  },
  setTool(tool) {
    opened().setTool(tool)
  },
  selectAll() {
    opened().selectAll()
  },
  watch() {
    frames = new Frames(element)
  },
  watched() {
    const seen = frames?.stop() ?? { frames: [], moves: [], tasks: [] }
    frames = null
    return seen
  },
  async drawTogether(people, milliseconds) {
    if (room === null) throw new Error('No room is open.')
    return await drawTogether(room, people, milliseconds, square)
  },
  async sharpen(to) {
    const zoom = (): void => (to === 'fit' ? opened().zoomToFit() : opened().zoomTo(1))
    return await sharpening(element, zoom)
  },
  async exportPng() {
    const watch = new Frames(element)
    const start = performance.now()
    const image = await opened().exportImage({ what: 'board', scale: 1, background: true, theme: 'light' })
    const ms = performance.now() - start
    const { tasks } = watch.stop()
    return { ms, width: image.width, height: image.height, longest: Math.max(0, ...tasks) }
  },
  async panFabric(count) {
    return await framesDuring(count, (i) => fabric?.pan(i))
  },
}
