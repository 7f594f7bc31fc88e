import { inflate, intersects, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/spatial-index.ts'
import { boxOfFrame, type Frame } from './frame.ts'

/** Some rows of a picture, which are painted by themselves. */
export interface Strip {
  /** What is on it. */
  readonly frame: Frame
  /** Whether anything of a record is in its rows. */
  shows(record: BoardRecord): boolean
}

/** A picture in strips, from top to bottom. */
export interface Strips {
  readonly strips: readonly Strip[]
  /** How many of them are painted side by side. */
  readonly atOnce: number
}

/** Fewer records than this are painted before a second worker has begun. */
const MANY_RECORDS = 1000
const MOST_AT_ONCE = 4
/** Pixels of one strip among several, each of which takes memory of its own, and of a picture that is one. */
const MAX_STRIP_PIXELS = 2 ** 24
const MAX_WHOLE_PIXELS = 2 ** 26

/** A picture in as many strips as the machine paints at once, or as its size asks for; in one where that is enough. */
export function stripsOf(frame: Frame, records: readonly BoardRecord[]): Strips {
  const { width, height, view } = frame
  const pixels = width * height
  // Decoded pictures are handed over to one worker, not copied for several.
  const hasPictures = records.some(({ type }) => type === 'image')
  const isLight = hasPictures || records.length < MANY_RECORDS
  const processors = Math.max(1, Math.min(MOST_AT_ONCE, navigator.hardwareConcurrency, height))
  const isWhole = pixels <= MAX_WHOLE_PIXELS && (isLight || processors === 1)
  if (isWhole) return { strips: [{ frame, shows: () => true }], atOnce: 1 }
  const atOnce = hasPictures ? 1 : processors
  const count = Math.min(height, atOnce * Math.ceil(pixels / MAX_STRIP_PIXELS / atOnce))
  const strips = Array.from({ length: count }, (_, i) => {
    const top = Math.round((height * i) / count)
    const bottom = Math.round((height * (i + 1)) / count)
    const part = { ...frame, view: { ...view, y: view.y - top }, height: bottom - top }
    // A pixel more for soft edges.
    const area: Box = inflate(boxOfFrame(part), 1 / view.scale)
    return { frame: part, shows: (record: BoardRecord) => intersects(extentOf(record), area) }
  })
  return { strips, atOnce }
}
