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

/** Fewer records than this are painted before a second worker has begun. */
const MANY_RECORDS = 1000
/** Of larger pictures, strips beside them would take too much memory. */
const MAX_STRIPPED_PIXELS = 2 ** 26
const MAX_STRIPS = 4

/** A picture in as many strips as the machine paints at once; in one where more would not be worth it. */
export function stripsOf(frame: Frame, records: readonly BoardRecord[]): readonly Strip[] {
  const { width, height, view } = frame
  const isOne =
    records.length < MANY_RECORDS ||
    width * height > MAX_STRIPPED_PIXELS ||
    // Decoded pictures are handed over to one worker, not copied for several.
    records.some(({ type }) => type === 'image')
  if (isOne) return [{ frame, shows: () => true }]
  const count = Math.max(1, Math.min(MAX_STRIPS, navigator.hardwareConcurrency, height))
  return Array.from({ length: count }, (_, i) => {
    const top = Math.round((height * i) / count)
    const bottom = Math.round((height * (i + 1)) / count)
    const part = { ...frame, view: { ...view, y: view.y - top }, height: bottom - top }
    // A pixel more for soft edges.
    const area: Box = inflate(boxOfFrame(part), 1 / view.scale)
    return { frame: part, shows: (record) => intersects(extentOf(record), area) }
  })
}
