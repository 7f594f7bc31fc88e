import { FRAME_NAME_ROOM, toBoard, type Placement } from '#shared/model/bounds.ts'
import type { FrameRecord, NoteRecord, ShapeRecord, TextRecord } from '#shared/model/records.ts'
import type { Position } from './camera.ts'
import type { Matrix } from './transform.ts'

/** Records that have words. */
export type WordedRecord = TextRecord | ShapeRecord | NoteRecord | FrameRecord

/*
 * A record whose scale is below zero is seen in a mirror, but not its words: they stand where the mirror shows them and
 * are read as ever. So words have axes of their own, in which they are laid out: those of the record, or where that is
 * mirrored, those it would have if it were not.
 */

/** Takes places from the axes of a record's words to the record's own, and back; null where these are the same. */
export function mirrorOfWords(record: WordedRecord): Matrix | null {
  const { type, w, h, scaleX, scaleY } = record
  if (scaleX > 0 && scaleY > 0) return null
  // A frame's name stays on its side of the frame.
  const acrossY = type === 'frame' ? -FRAME_NAME_ROOM : h
  return [Math.sign(scaleX), 0, 0, Math.sign(scaleY), scaleX < 0 ? w : 0, scaleY < 0 ? acrossY : 0]
}

/** Where the axes of a record's words lie on the board. */
export function axesOfWords(record: WordedRecord): Placement {
  const mirror = mirrorOfWords(record)
  if (mirror === null) return record
  const { rotation, scaleX, scaleY } = record
  return { ...toBoard(record, mirror[4], mirror[5]), rotation, scaleX: Math.abs(scaleX), scaleY: Math.abs(scaleY) }
}

/** A place of the record's own axes, in those of its words; or the other way. */
export function mirroredForWords(record: WordedRecord, at: Position): Position {
  const mirror = mirrorOfWords(record)
  return mirror === null ? at : { x: mirror[0] * at.x + mirror[4], y: mirror[3] * at.y + mirror[5] }
}
