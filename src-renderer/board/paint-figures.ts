import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import { cssOfTone, figuresOf, type Figure, type FiguredRecord, type Path } from './figures.ts'
import { fillWordsOf, inkOfWords, type TextContext } from './text-layout.ts'

/** Outlines as the canvas has them, by the records they are of, which never change. */
interface Prepared {
  readonly figure: Figure
  readonly path: Path2D
  readonly clip: Path2D | null
}

const prepared = new WeakMap<FiguredRecord, readonly Prepared[]>()

/** Paints a figure and its words into a context whose units are the record's own. */
export function paintFigures(ctx: TextContext, record: FiguredRecord, theme: Theme): void {
  let all = prepared.get(record)
  if (all === undefined) {
    all = figuresOf(record).map((figure) => ({
      figure,
      path: path2dOf(figure.path),
      clip: figure.kind === 'stroke' && figure.clip !== null ? path2dOf(figure.clip) : null,
    }))
    prepared.set(record, all)
  }
  for (const { figure, path, clip } of all) {
    const css = cssOfTone(figure.tone, theme)
    if (figure.kind === 'fill') {
      ctx.fillStyle = css
      ctx.fill(path)
    } else strokeFigure(ctx, figure, path, clip, css)
  }
  paintWords(ctx, record, theme)
}

function strokeFigure(
  ctx: TextContext,
  { width, dashes }: Extract<Figure, { kind: 'stroke' }>,
  path: Path2D,
  clip: Path2D | null,
  css: string,
): void {
  ctx.save()
  if (clip !== null) ctx.clip(clip)
  ctx.strokeStyle = css
  ctx.lineWidth = width
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.setLineDash([...dashes])
  ctx.stroke(path)
  ctx.restore()
}

function paintWords(ctx: TextContext, record: FiguredRecord, theme: Theme): void {
  if (record.type === 'line' || record.text === '') return
  ctx.fillStyle = cssOfInk(inkOfWords(record), theme)
  fillWordsOf(ctx, record)
}

function path2dOf(path: Path): Path2D {
  const traced = new Path2D()
  for (const command of path) {
    switch (command[0]) {
      case 'M':
        traced.moveTo(command[1], command[2])
        break
      case 'L':
        traced.lineTo(command[1], command[2])
        break
      case 'C':
        traced.bezierCurveTo(command[1], command[2], command[3], command[4], command[5], command[6])
        break
      case 'Z':
        traced.closePath()
    }
  }
  return traced
}
