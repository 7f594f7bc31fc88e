import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/source-serif-4/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@fontsource-variable/caveat/index.css'
import '#renderer/panels/tokens.css'
import { Editor } from '#renderer/board/editor.ts'
import { FONTS } from '#shared/model/properties.ts'
import { familyOf } from '#renderer/board/text-layout.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { elementsOf, recordsOf } from '../../../support/excalidraw.ts'
import { stroke, wave } from '../../../support/records.ts'
import { MemoryRoom } from '../../../support/room-view.ts'

/** What the tests that drive this page reach for. */
export interface Harness {
  open(options: { theme: Theme; records?: readonly BoardRecord[] }): Promise<void>
  room: MemoryRoom
  editor: Editor
  recordsOf: typeof recordsOf
  elementsOf: typeof elementsOf
  stroke: typeof stroke
  wave: typeof wave
  /** How two PNGs of the same size, given as base64, differ. */
  compare(a: string, b: string): Promise<Comparison>
  /** A PNG of the view as the editor exports it, as base64. */
  exported(scale: 1 | 2, theme: Theme): Promise<string>
}

export interface Comparison {
  /** Largest difference of any channel of any pixel, 0 to 255. */
  readonly worst: number
  /** Pixels of the first picture that differ from its top left one: 0 is an empty picture. */
  readonly drawn: number
  /** Pixels of which a channel differs by more than 8. */
  readonly changed: number
}

declare global {
  interface Window {
    harness: Harness
  }
}

const element = document.querySelector<HTMLElement>('#board')
if (element === null) throw new Error('The page has no board.')

function start(theme: Theme, records: readonly BoardRecord[]): { room: MemoryRoom; editor: Editor } {
  document.documentElement.dataset['theme'] = theme
  document.documentElement.style.colorScheme = theme
  const room = new MemoryRoom(records)
  return { room, editor: new Editor({ element: element!, room, theme }) }
}

async function pixelsOf(png: string): Promise<ImageData> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  if (ctx === null) throw new Error('No canvas.')
  ctx.drawImage(bitmap, 0, 0)
  return ctx.getImageData(0, 0, bitmap.width, bitmap.height)
}

async function compare(first: string, second: string): Promise<Comparison> {
  const [a, b] = [await pixelsOf(first), await pixelsOf(second)]
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`Sizes differ: ${a.width} × ${a.height} and ${b.width} × ${b.height}.`)
  }
  let worst = 0
  let drawn = 0
  let changed = 0
  for (let i = 0; i < a.data.length; i += 4) {
    let isDrawn = false
    let isChanged = false
    for (let c = 0; c < 4; c++) {
      worst = Math.max(worst, Math.abs(a.data[i + c]! - b.data[i + c]!))
      if (Math.abs(a.data[i + c]! - b.data[i + c]!) > 8) isChanged = true
      if (Math.abs(a.data[i + c]! - a.data[c]!) > 8) isDrawn = true
    }
    if (isChanged) changed += 1
    if (isDrawn) drawn += 1
  }
  return { worst, drawn, changed }
}

async function exported(scale: 1 | 2, theme: Theme): Promise<string> {
  const image = await current.editor.exportImage({ what: 'view', scale, background: true, theme })
  const bytes = new Uint8Array(await image.blob.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

let current = start('light', [])

window.harness = {
  async open({ theme, records = [] }) {
    current.editor.dispose()
    await Promise.all(FONTS.map((font) => document.fonts.load(`16px ${familyOf(font)}`, 'aé')))
    current = start(theme, records)
  },
  get room() {
    return current.room
  },
  get editor() {
    return current.editor
  },
  recordsOf,
  elementsOf,
  stroke,
  wave,
  compare,
  exported,
}
