import type { TextRecord } from '#shared/model/records.ts'

/** The typeface of everything written on a board; the others stand in for scripts that Inter does not have. */
export const TEXT_FONT = '"Inter Variable", system-ui, sans-serif'
/**
 * Text is always laid out at this font size and scaled from there, so that its shape is the same whether it
 * is tiny or huge.
 */
export const LAYOUT_SIZE = 64
/** From one line to the next, in font sizes. */
export const LINE_HEIGHT = 1.25
/** From the top of a line to its baseline, in font sizes; as Fabric has it, so that text stands still when typing ends. */
const BASELINE = 1.13 * (1 - 0.222)

type TextContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

function prepare(ctx: TextContext): void {
  ctx.font = `${LAYOUT_SIZE}px ${TEXT_FONT}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  ctx.direction = 'ltr'
}

/** Measures laid-out text in board units. */
export function measureText(ctx: TextContext, text: string, size: number): { w: number; h: number } {
  prepare(ctx)
  let widest = 0
  let lines = 0
  for (const line of text.split('\n')) {
    widest = Math.max(widest, ctx.measureText(line).width)
    lines += 1
  }
  return { w: (widest * size) / LAYOUT_SIZE, h: lines * LINE_HEIGHT * size }
}

/** Fills the text into a context whose units are `size / LAYOUT_SIZE` of the record's own. */
export function fillText(ctx: TextContext, record: TextRecord): void {
  prepare(ctx)
  let y = BASELINE * LAYOUT_SIZE
  for (const line of record.text.split('\n')) {
    ctx.fillText(line, 0, y)
    y += LINE_HEIGHT * LAYOUT_SIZE
  }
}
