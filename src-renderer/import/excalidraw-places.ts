import type { PathPoint } from '#shared/model/paths.ts'
import type { ForeignElement } from './excalidraw-element.ts'

export function sizeOf(element: ForeignElement): { readonly w: number; readonly h: number } {
  return { w: Math.abs(element.number('width', 0)), h: Math.abs(element.number('height', 0)) }
}

/** Their elements turn about the middle of their box, ours about their origin. */
export function originOf(element: ForeignElement): PathPoint {
  const [x, y] = [element.number('x', 0), element.number('y', 0)]
  const [width, height] = [element.number('width', 0), element.number('height', 0)]
  const places = element.points()
  const isPath = places.length > 0
  // A box that was drawn backwards has a negative size.
  const corner = isPath ? { x, y } : { x: x + Math.min(0, width), y: y + Math.min(0, height) }
  const xs = places.map((place) => place.x)
  const ys = places.map((place) => place.y)
  const middleX = isPath ? x + middleOf(xs) : x + width / 2
  const middleY = isPath ? y + middleOf(ys) : y + height / 2
  const angle = element.number('angle', 0)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [dx, dy] = [corner.x - middleX, corner.y - middleY]
  return { x: middleX + dx * cos - dy * sin, y: middleY + dx * sin + dy * cos }
}

function middleOf(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return (low + high) / 2
}
