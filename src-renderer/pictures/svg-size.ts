import type { PictureSize } from './picture-levels.ts'

/** The size of an SVG that says none (CSS 2.2, 10.3.2). */
const USUAL_SIZE = { width: 300, height: 150 }
/** CSS pixels in the units that SVG has. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
}
const LENGTH = /^\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*$/i

/** The size of a drawing in CSS pixels, of what it says of it. */
export function sizeOfSvg(root: Element): PictureSize {
  const box = boxOf(root)
  const width = lengthOf(root.getAttribute('width'))
  const height = lengthOf(root.getAttribute('height'))
  const given = box ?? USUAL_SIZE
  if (width !== null && height !== null) return { width, height }
  if (width !== null) return { width, height: (width * given.height) / given.width }
  if (height !== null) return { width: (height * given.width) / given.height, height }
  return given
}

/** How many of its own units a drawing is wide and high. */
export function unitsOfSvg(root: Element): PictureSize {
  return boxOf(root) ?? sizeOfSvg(root)
}

function boxOf(root: Element): PictureSize | null {
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  return width > 0 && height > 0 ? { width, height } : null
}

/** CSS pixels of a length that is told; null for none. */
export function lengthOf(text: string | null): number | null {
  const [, number, unit = ''] = LENGTH.exec(text ?? '') ?? []
  const length = Number(number) * (UNITS[unit.toLowerCase()] ?? 1)
  return Number.isFinite(length) && length > 0 ? length : null
}
