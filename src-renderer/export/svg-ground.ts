import type { Theme } from '#shared/model/palette.ts'
import type { ExportGround } from './export-ground.ts'
import type { Frame } from './frame.ts'
import { gridTileOf, type GridMark } from './grid-tile.ts'

/** Paper and grid as elements of an SVG; the grid is a pattern, however large the picture is. */
export function svgGround(ground: ExportGround, { view, width, height }: Frame, theme: Theme): string[] {
  const all = `width="${width}" height="${height}"`
  const paper = `<rect ${all} fill="${ground.paper}"/>`
  const tile = gridTileOf(ground, theme, view.scale)
  if (tile === null) return [paper]
  const marks = tile.marks.map((mark) => markOf(mark, tile.width))
  return [
    paper,
    `<defs><pattern id="grid" patternUnits="userSpaceOnUse" width="${short(tile.w)}" height="${short(tile.h)}" ` +
      `patternTransform="matrix(${[view.scale, 0, 0, view.scale, view.x, view.y].map(short).join(' ')})">` +
      `<g fill="${tile.css}" stroke="${tile.css}" stroke-width="${short(tile.width)}">${marks.join('')}</g></pattern></defs>`,
    `<rect ${all} fill="url(#grid)"/>`,
  ]
}

function markOf({ kind, opacity, from, to }: GridMark, width: number): string {
  const [x, y] = from
  if (kind === 'line') {
    return `<path stroke-opacity="${short(opacity)}" d="M${short(x)} ${short(y)}L${short(to[0])} ${short(to[1])}"/>`
  }
  const corner = `x="${short(x - width / 2)}" y="${short(y - width / 2)}"`
  return `<rect stroke="none" fill-opacity="${short(opacity)}" ${corner} width="${short(width)}" height="${short(width)}"/>`
}

function short(value: number): string {
  return String(Number(value.toPrecision(9)))
}
