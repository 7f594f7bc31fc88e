import type { BoardRecord, FrameRecord } from '#shared/model/records.ts'

/** Frames as they were last seen, by the records, which never change. */
const seen = new WeakMap<FrameRecord, { readonly pixel: number; readonly frame: FrameRecord }>()

/**
 * A record as it is painted at a zoom. The line of a frame and the letters of its name are so many CSS pixels at any zoom,
 * where they would otherwise be a wide band from near and vanish from afar; everything else is as it is.
 *
 * @param pixel board units that a CSS pixel is wide
 */
export function onScreen<R extends BoardRecord>(record: R, pixel: number): R
export function onScreen(record: BoardRecord, pixel: number): BoardRecord {
  if (record.type !== 'frame') return record
  const before = seen.get(record)
  if (before?.pixel === pixel) return before.frame
  const frame = withPixel(record, pixel)
  seen.set(record, { pixel, frame })
  return frame
}

/** The same frame on the board, in units of its own that are as large as a pixel. */
function withPixel(record: FrameRecord, pixel: number): FrameRecord {
  const [scaleX, scaleY] = [Math.sign(record.scaleX) * pixel, Math.sign(record.scaleY) * pixel]
  if (scaleX === record.scaleX && scaleY === record.scaleY) return record
  return { ...record, w: (record.w * record.scaleX) / scaleX, h: (record.h * record.scaleY) / scaleY, scaleX, scaleY }
}
