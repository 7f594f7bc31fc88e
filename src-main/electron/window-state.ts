import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

/** A rectangle on the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Null where the system should choose the place. */
  readonly bounds: Rectangle | null
  readonly maximized: boolean
}

export const DEFAULT_SIZE = { width: 1280, height: 800 } as const
export const SMALLEST_SIZE = { width: 390, height: 480 } as const

/** At least this much of a window must be on a screen for it to be found and dragged. */
const VISIBLE = { width: 120, height: 60 } as const

const FIRST_TIME: WindowState = { bounds: null, maximized: false }

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const schema = v.object({
  bounds: v.nullable(
    v.object({
      x: pixels,
      y: pixels,
      width: v.pipe(pixels, v.minValue(SMALLEST_SIZE.width)),
      height: v.pipe(pixels, v.minValue(SMALLEST_SIZE.height)),
    }),
  ),
  maximized: v.boolean(),
})

/**
 * How the window was left, as far as it still fits the screens there are. A file that is missing or damaged is the
 * same as a first time: nothing depends on it.
 */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return FIRST_TIME
  }
  const parsed = v.safeParse(schema, content)
  if (!parsed.success) return FIRST_TIME
  const { bounds, maximized } = parsed.output
  return { bounds: bounds !== null && screens.some((screen) => isVisibleOn(bounds, screen)) ? bounds : null, maximized }
}

/** Synchronous, because the app may be about to end. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

function isVisibleOn(bounds: Rectangle, screen: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y)
  const titleBarSeen = bounds.y >= screen.y && bounds.y < screen.y + screen.height
  return width >= VISIBLE.width && height >= VISIBLE.height && titleBarSeen
}
