import { PAPER, type Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { LineHandle } from '#renderer/tools/line-handles.ts'
import type { View } from './camera.ts'
import { cornersOf } from './hit-test.ts'

/** Half the side of a handle, in CSS pixels. */
const HANDLE_RADIUS = 4.5
const BETWEEN_RADIUS = 3.5
const LINE = 1.5

/** Shapes and lines while they are drawn or follow what is dragged, the handles of a line, and what its end would be fastened to. */
export class LiveFigures {
  sketches: readonly BoardRecord[] = []
  /** The same of other people. */
  others: readonly BoardRecord[] = []
  handles: readonly LineHandle[] = []
  target: BoardRecord | null = null

  get isBlank(): boolean {
    return this.sketches.length + this.others.length === 0 && this.handles.length === 0 && this.target === null
  }

  /** What is shown as it would become, bottom first. */
  *records(): Generator<BoardRecord> {
    yield* this.others
    yield* this.sketches
  }

  /** Draws the handles, and around what an end would be fastened to. */
  draw(ctx: CanvasRenderingContext2D, theme: Theme, accent: string, view: View, density: number): void {
    ctx.resetTransform()
    ctx.globalAlpha = 1
    ctx.strokeStyle = accent
    ctx.lineWidth = LINE * density
    if (this.target !== null) outline(ctx, this.target, view)
    // While places are dragged, the handles would show where they were.
    if (this.sketches.length > 0) return
    for (const { kind, at, isHeld } of this.handles) {
      ctx.beginPath()
      const radius = (kind === 'place' ? HANDLE_RADIUS : BETWEEN_RADIUS) * density
      ctx.arc(at.x * view.scale + view.x, at.y * view.scale + view.y, radius, 0, 2 * Math.PI)
      ctx.fillStyle = kind === 'place' && !isHeld ? PAPER[theme] : accent
      ctx.globalAlpha = kind === 'place' ? 1 : 0.5
      ctx.fill()
      if (kind === 'place') ctx.stroke()
    }
    ctx.globalAlpha = 1
  }
}

function outline(ctx: CanvasRenderingContext2D, target: BoardRecord, view: View): void {
  ctx.beginPath()
  for (const { x, y } of cornersOf(target)) ctx.lineTo(x * view.scale + view.x, y * view.scale + view.y)
  ctx.closePath()
  ctx.stroke()
}
