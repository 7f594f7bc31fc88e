import { isInk, type Ink } from '#shared/model/palette.ts'

/** What stands for black in Excalidraw's drawings: it follows the theme there too. */
const BLACKS: ReadonlySet<string> = new Set(['#000000', '#1e1e1e', '#1b1b1f', '#222222', '#212529', '#343a40'])
/** The names that its files have been seen to use. */
const NAMES: ReadonlyMap<string, Ink> = new Map<string, Ink>([
  ['black', '#000000'],
  ['white', '#ffffff'],
  ['red', '#ff0000'],
  ['green', '#008000'],
  ['blue', '#0000ff'],
  ['yellow', '#ffff00'],
  ['orange', '#ffa500'],
  ['gray', '#808080'],
  ['grey', '#808080'],
])

/**
 * A CSS colour as ink: `#rgb`, `#rrggbb`, `#rrggbbaa` and some names; black as what is black on light paper and light on
 * dark. Null for transparent, and for what is no colour.
 */
export function inkOfCss(css: string): Ink | null {
  const color = fixedInkOfCss(css)
  return color !== null && BLACKS.has(color) ? 'ink' : color
}

/** The same as a colour that is alike on light and dark paper: what lies on something black must still be seen. */
export function fixedInkOfCss(css: string): Ink | null {
  const lower = css.trim().toLowerCase()
  const named = NAMES.get(lower)
  if (named !== undefined) return named
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?$/.exec(lower)
  const full =
    short === null
      ? lower.slice(0, 7)
      : `#${short
          .slice(1)
          .map((digit) => digit + digit)
          .join('')}`
  if (/^#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)$/.test(lower) || !/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(lower))
    return null
  return isInk(full) ? full : null
}
