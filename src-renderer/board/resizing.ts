import { toBoard } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, FrameRecord, NoteRecord, RecordPatch, ShapeRecord } from '#shared/model/records.ts'
import { onBoard } from './transform.ts'

/** What can be made wider and higher by itself, with its lines and letters staying as they are. */
export type Resizable = ShapeRecord | NoteRecord | FrameRecord

/** Where it is held, on what is seen of it: by its left (−1), its right (1) or neither; by its top, its bottom or neither. */
export interface Grip {
  readonly x: -1 | 0 | 1
  readonly y: -1 | 0 | 1
}

/** In the record's own units. */
export interface Size {
  readonly w: number
  readonly h: number
}

/** What is selected, if it is one thing that can be made wider and higher. */
export function resizableOf([first, ...more]: readonly BoardRecord[]): Resizable | null {
  if (first === undefined || more.length > 0) return null
  return first.type === 'shape' || first.type === 'note' || first.type === 'frame' ? first : null
}

/**
 * How large something becomes that is pulled at a handle. What is smaller than the least already does not become smaller.
 *
 * @param by how far the handle is pulled, in board units
 * @param held with `shift` it keeps its proportion, with `alt` its middle stays
 * @param least width and height, in board units
 */
export function pulledSize(
  record: Resizable,
  grip: Grip,
  by: { readonly x: number; readonly y: number },
  held: { readonly shift: boolean; readonly alt: boolean },
  least: number,
): Size {
  const { w, h, rotation } = record
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
  const times = held.alt ? 2 : 1
  const [scaleX, scaleY] = [Math.abs(record.scaleX), Math.abs(record.scaleY)]
  const across = w + (grip.x * times * (by.x * cos + by.y * sin)) / scaleX
  const down = h + (grip.y * times * (by.y * cos - by.x * sin)) / scaleY
  const size = { w: atLeast(w, across, least / scaleX), h: atLeast(h, down, least / scaleY) }
  if (!held.shift) return size
  const pulled = [grip.x === 0 || w === 0 ? [] : [size.w / w], grip.y === 0 || h === 0 ? [] : [size.h / h]].flat()
  if (pulled.length === 0) return { w, h }
  const lowest = [w * scaleX, h * scaleY].map((side) => (side === 0 ? 0 : Math.min(1, least / side)))
  const factor = Math.max(...pulled, ...lowest)
  return { w: w * factor, h: h * factor }
}

/**
 * What has to change for something to have another size; null for nothing. The sides across from where it is held stay.
 *
 * @param isAboutMiddle whether its middle stays instead
 */
export function withSize(record: Resizable, grip: Grip, size: Size, isAboutMiddle: boolean): RecordPatch | null {
  const w = Math.min(LIMITS.coordinate, size.w)
  const h = Math.min(LIMITS.coordinate, size.h)
  const left = startOf(record.w - w, isAboutMiddle ? 0 : grip.x * Math.sign(record.scaleX))
  const top = startOf(record.h - h, isAboutMiddle ? 0 : grip.y * Math.sign(record.scaleY))
  const corner = toBoard(record, left, top)
  const [x, y] = [onBoard(corner.x), onBoard(corner.y)]
  const patch = {
    ...(x !== record.x && { x }),
    ...(y !== record.y && { y }),
    ...(w !== record.w && { w }),
    ...(h !== record.h && { h }),
  }
  return Object.keys(patch).length === 0 ? null : patch
}

/** Where the first of two sides goes when they come together by so much: the one that is not held stays. */
function startOf(by: number, grip: number): number {
  return grip === 0 ? by / 2 : grip > 0 ? 0 : by
}

function atLeast(before: number, after: number, least: number): number {
  return Math.max(Math.min(before, least), after)
}
