import { Control, controlsUtils, type FabricObject } from 'fabric'
import { toBoard, toLocal } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, TextRecord } from '#shared/model/records.ts'
import type { HandleColors } from './handle-colors.ts'

/** Where a text's lines are broken, and where it is then. */
export interface Wrapping {
  readonly x: number
  readonly y: number
  readonly wrap: number
}

/** CSS pixels. */
const HANDLE_WIDTH = 5
const HANDLE_HEIGHT = 16

/** Handles in the middle of both sides of a single text, which make its lines shorter and longer; none for others. */
export function wrapHandles(records: readonly BoardRecord[], colors: HandleColors): Record<string, Control> {
  const [only, ...rest] = records
  if (only?.type !== 'text' || rest.length > 0) return {}
  const side = (x: number): Control =>
    new Control({
      x,
      y: 0,
      actionName: 'resizing',
      actionHandler: controlsUtils.changeWidth,
      cursorStyleHandler: controlsUtils.scaleCursorStyleHandler,
      render: (ctx, left, top, _style, object) => drawSide(ctx, left, top, object.angle, colors),
    })
  return { ml: side(-0.5), mr: side(0.5) }
}

/** What a text becomes when the frame around it is as wide as it is now. */
export function wrappingOf(text: TextRecord, frame: FabricObject): Wrapping {
  const middle = frame.getCenterPoint()
  const wrap = Math.min(LIMITS.coordinate, Math.max(text.size, frame.width / Math.abs(text.scaleX)))
  const left = toLocal(text, middle.x, middle.y).x - wrap / 2
  return { ...toBoard(text, left, 0), wrap }
}

function drawSide(
  ctx: CanvasRenderingContext2D,
  left: number,
  top: number,
  angle: number,
  { accent, paper }: HandleColors,
): void {
  ctx.save()
  ctx.translate(left, top)
  ctx.rotate((angle * Math.PI) / 180)
  ctx.beginPath()
  ctx.roundRect(-HANDLE_WIDTH / 2, -HANDLE_HEIGHT / 2, HANDLE_WIDTH, HANDLE_HEIGHT, HANDLE_WIDTH / 2)
  ctx.fillStyle = paper
  ctx.strokeStyle = accent
  ctx.lineWidth = 1.5
  ctx.fill()
  ctx.stroke()
  ctx.restore()
}
