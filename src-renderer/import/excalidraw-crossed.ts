import { toBoard } from '#shared/model/bounds.ts'
import { readPath, writePath } from '#shared/model/paths.ts'
import type { LineRecord, ShapeRecord } from '#shared/model/records.ts'

/** The same figure seen in a mirror that stands upright in its middle axis, so that it is hatched the other way. */
export function hatchedAcross<Figure extends ShapeRecord | LineRecord>(figure: Figure): Figure {
  const id = `${figure.id}-across`
  if (figure.type === 'shape') return { ...figure, id, ...toBoard(figure, figure.w, 0), scaleX: -figure.scaleX }
  // A place on the axis is 0, never -0.
  const places = (readPath(figure.path) ?? []).map(({ x, y }) => ({ x: 0 - x, y }))
  return { ...figure, id, path: writePath(places), scaleX: -figure.scaleX }
}
