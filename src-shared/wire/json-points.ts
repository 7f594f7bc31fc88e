import * as v from 'valibot'
import { packPoints, unpackPoints, type InkPoint, type PointWriter } from '../model/points.ts'
import { finite, list } from './json-schema.ts'

/** `[x, y]`, or `[x, y, pressure]` in strokes with pressure: board units relative to the stroke's origin. */
export type JsonPoint = readonly number[]

const A_POINT = 'has to be [x, y] or [x, y, pressure]'
export const jsonPoints = list(v.pipe(v.array(finite, A_POINT), v.minLength(2, A_POINT), v.maxLength(3, A_POINT)))

/** Three digits tell 128 steps of pressure apart. */
const PRESSURE_DIGITS = 1000
const MIDDLE_PRESSURE = 0.5

/** What is wrong with one of the points for such a stroke: where and what, or null. */
export function faultOfPoints(
  points: readonly JsonPoint[],
  pressure: boolean,
): { readonly at: number; readonly wrong: string } | null {
  const at = points.findIndex(({ length }) => length !== (pressure ? 3 : 2))
  if (at < 0) return null
  const wrong = pressure ? 'has to be [x, y, pressure]' : 'has to be [x, y], for the stroke has no pressure'
  return { at, wrong }
}

export function pointsToJson(points: readonly InkPoint[], pressure: boolean): JsonPoint[] {
  return points.map((point) => {
    const { x, y } = point
    return pressure ? [x, y, Math.round(point.pressure * PRESSURE_DIGITS) / PRESSURE_DIGITS] : [x, y]
  })
}

export function unpackToJson(stroke: Parameters<typeof unpackPoints>[0]): JsonPoint[] {
  return pointsToJson(unpackPoints(stroke), stroke.pressure)
}

/** @param points of which `faultOfPoints` finds nothing */
export function packFromJson(points: readonly JsonPoint[], unit: number, pressure: boolean): Uint8Array {
  return packPoints(points.map(inkPoint), unit, pressure)
}

/** Adds points to a stroke in progress and returns the packed piece. */
export function appendFromJson(writer: PointWriter, points: readonly JsonPoint[]): Uint8Array {
  for (const point of points) writer.add(inkPoint(point))
  return writer.take()
}

function inkPoint([x = 0, y = 0, pressure = MIDDLE_PRESSURE]: JsonPoint): InkPoint {
  return { x, y, pressure }
}
