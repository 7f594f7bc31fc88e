import { patched, type LineRecord, type RecordPatch } from '#shared/model/records.ts'
import {
  fasten,
  fastened,
  fasteningOf,
  pathThrough,
  placesOf,
  withEndsAt,
  type LineEnd,
} from '#renderer/board/bindings.ts'
import { isRouted, type Holds } from '#renderer/board/bindings-elbows.ts'
import { endsTowards, holdsOf, standingLine } from '#renderer/board/bindings-standing.ts'
import { handleAt, handlesOf, type LineHandle } from './line-handles.ts'
import { atStep } from './line-tool.ts'
import {
  HIT_RADIUS,
  hitRadius,
  strayed,
  type Place,
  type Taker,
  type Tool,
  type ToolContext,
  type ToolId,
  type ToolInput,
} from './tool.ts'

/** CSS pixels that a finger's or mouse's reach goes beyond what counts as a hit: handles are small. */
const REACH = 4

interface Dragging {
  readonly line: LineRecord
  readonly handle: LineHandle
  readonly screen: Place
  patch: RecordPatch | null
}

/** The select tool, and before it the handles of a single selected line: drags its ends and the places of its path. */
export class LineHandlesTool implements Tool {
  readonly forPen = false
  readonly #context: ToolContext
  readonly #select: Tool
  #dragging: Dragging | null = null

  constructor(context: ToolContext, select: Tool) {
    this.#context = context
    this.#select = select
  }

  get id(): ToolId {
    return this.#select.id
  }

  get cursor(): string {
    return this.#select.cursor
  }

  cursorAt(at: Place): string | null {
    return this.#handleAt(at, HIT_RADIUS) === null ? null : 'move'
  }

  down(input: ToolInput): Taker {
    const handle = this.#handleAt(input.at, hitRadius(input))
    const line = this.#line()
    if (handle === null || line === null) return this.#select.down(input)
    this.#dragging = { line, handle, screen: input.screen, patch: null }
    return 'tool'
  }

  move(input: ToolInput): void {
    const dragging = this.#dragging
    if (dragging === null) return this.#select.move(input)
    if (dragging.patch === null && !strayed(dragging.screen, input.screen)) return
    const patch = this.#patch(dragging, input)
    if (patch === null) return
    dragging.patch = patch
    this.#context.sketch([patched(dragging.line, patch)])
  }

  up(input: ToolInput): void {
    const dragging = this.#dragging
    if (dragging === null) return this.#select.up(input)
    this.#dragging = null
    const { patch, line } = dragging
    if (patch !== null) this.#context.room.edit((transaction) => transaction.patch(line.id, patch))
    this.#clear()
  }

  cancel(): void {
    if (this.#dragging === null) return this.#select.cancel()
    this.#dragging = null
    this.#clear()
  }

  doubleClick(input: ToolInput): void {
    this.#select.doubleClick?.(input)
  }

  hover(at: Place): void {
    this.#select.hover?.(at)
  }

  finish(keep: boolean): boolean {
    return this.#select.finish?.(keep) ?? false
  }

  #clear(): void {
    this.#context.sketch([])
    this.#context.showTarget(null)
  }

  #line(): LineRecord | null {
    const [id, more] = this.#context.selection()
    const record = id === undefined || more !== undefined ? undefined : this.#context.room.store.get(id)
    return record?.type === 'line' ? record : null
  }

  #handleAt(at: Place, radius: number): LineHandle | null {
    const line = this.#line()
    if (line === null) return null
    const zoom = this.#context.zoom()
    return handleAt(handlesOf([line], zoom), at, (radius + REACH) / zoom)
  }

  /** What dragging a handle makes of the line; null if that would be too much for it. */
  #patch({ line, handle }: Dragging, input: ToolInput): RecordPatch | null {
    const before = placesOf(line)
    const places = [...before]
    const { index } = handle
    const at = (to: Place): void => {
      if (handle.kind === 'between') places.splice(index + 1, 0, to)
      else places[index] = to
    }
    const neighbour =
      before[
        handle.kind === 'between' || index === 0 ? index + (index === 0 && handle.kind === 'place' ? 1 : 0) : index - 1
      ]
    const to = input.shift && neighbour !== undefined ? atStep(neighbour, input.at) : input.at
    const end = endOf(line, handle, before.length)
    if (end === null) {
      at(to)
      return this.#pathThrough(line, places)
    }
    const fastening = this.#fastening(line, end, to, input)
    const held = patched(line, fastening)
    // A bow keeps its shape, and corners are found anew; other places stay where they were put.
    const isBow = line.bend === 'curved' && before.length === 3
    if (isRouted(line)) places.splice(0, places.length, ...(end === 'start' ? [to, before.at(-1)!] : [before[0]!, to]))
    else if (isBow)
      places.splice(0, 3, ...withEndsAt(before, end === 'start' ? to : before[0]!, end === 'end' ? to : before[2]!))
    else at(to)
    const isDerived = isBow || places.length === 2 || isRouted(held)
    const patch = isDerived ? this.#stretched(held, places) : this.#pathThrough(held, places)
    return patch === null ? null : { ...fastening, ...patch }
  }

  /** The path as the line has it that is drawn with these places. */
  #stretched(line: LineRecord, places: readonly Place[]): RecordPatch | null {
    const path = pathThrough(line, places)
    return path === null ? null : { path: standingLine({ ...line, path }, this.#holds(line)).path }
  }

  /** The path through these places, at the ends of which the line reaches what it aims at. */
  #pathThrough(line: LineRecord, places: readonly Place[]): RecordPatch | null {
    const { start, end } = endsTowards(places, this.#holds(line))
    const path = pathThrough(line, line.closed ? places : [start, ...places.slice(1, -1), end])
    return path === null ? null : { path }
  }

  #holds(line: LineRecord): Holds {
    return holdsOf(line, (id) => this.#context.room.store.get(id))
  }

  #fastening(line: LineRecord, end: LineEnd, to: Place, input: ToolInput): RecordPatch {
    const radius = hitRadius(input)
    const target = input.ctrl ? null : this.#context.targetAt(to, radius)
    const other = fasteningOf(line, end === 'start' ? 'end' : 'start')
    const isFree = target === null || target.id === other?.on
    this.#context.showTarget(isFree ? null : target)
    return fastened(end, isFree ? null : fasten(target, to, radius / this.#context.zoom()))
  }
}

/** Which end of an open line a handle is at. */
function endOf({ closed }: LineRecord, { kind, index }: LineHandle, count: number): LineEnd | null {
  if (closed || kind === 'between') return null
  return index === 0 ? 'start' : index === count - 1 ? 'end' : null
}
