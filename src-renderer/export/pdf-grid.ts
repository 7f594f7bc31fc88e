import { PDFName, type PDFDocument, type PDFPage } from 'pdf-lib'
import type { Theme } from '#shared/model/palette.ts'
import type { ExportGround } from './export-ground.ts'
import { gridTileOf } from './grid-tile.ts'
import { colorOf } from './pdf-content.ts'

/** From the board to a page, whose y goes upwards. */
export interface PageView {
  /** Points per unit of the board. */
  readonly scale: number
  readonly x: number
  readonly y: number
  /** Pixels per unit of the board. */
  readonly perUnit: number
}

/**
 * The grid as a tiling pattern of a page (ISO 32000-1, 8.7.3), however large that is. Answers with the pattern's name among
 * the page's resources; null where there is no grid.
 */
export function pdfGrid(
  { context }: PDFDocument,
  page: PDFPage,
  ground: ExportGround,
  theme: Theme,
  { scale, x, y, perUnit }: PageView,
): string | null {
  const tile = gridTileOf(ground, theme, perUnit)
  if (tile === null) return null
  const states = new Map<number, string>()
  const commands = [`${colorOf(tile.css)} rg ${colorOf(tile.css)} RG ${plain(tile.width)} w`]
  for (const { kind, opacity, from, to } of tile.marks) {
    const state = states.get(opacity) ?? `G${states.size}`
    states.set(opacity, state)
    const half = tile.width / 2
    const drawn =
      kind === 'line'
        ? `${places(from)} m ${places(to)} l S`
        : `${places([from[0] - half, from[1] - half])} ${plain(tile.width)} ${plain(tile.width)} re f`
    commands.push(`/${state} gs ${drawn}`)
  }
  const stateOf = (opacity: number) => context.obj({ Type: 'ExtGState', ca: opacity, CA: opacity })
  const pattern = context.stream(commands.join('\n'), {
    Type: 'Pattern',
    PatternType: 1,
    PaintType: 1,
    TilingType: 1,
    BBox: [0, 0, tile.w, tile.h],
    XStep: tile.w,
    YStep: tile.h,
    Matrix: [scale, 0, 0, -scale, x, y],
    Resources: { ExtGState: Object.fromEntries(Array.from(states, ([opacity, name]) => [name, stateOf(opacity)])) },
  })
  const { Resources } = page.node.normalizedEntries()
  Resources.set(PDFName.of('Pattern'), context.obj({ Grid: context.register(pattern) }))
  return 'Grid'
}

function places([x, y]: readonly [number, number]): string {
  return `${plain(x)} ${plain(y)}`
}

/** Numbers in PDF have no exponents. */
function plain(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '')
}
