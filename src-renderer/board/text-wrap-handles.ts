import { Control, controlsUtils, type FabricObject } from 'fabric'
import { toBoard, toLocal } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, TextRecord } from '#shared/model/records.ts'
import type { HandleColors } from './handle-colors.ts'
import { drawSide } from './handle-shapes.ts'

/** Where a text's lines are broken, and where it is then. */
export interface Wrapping {
  readonly x: number
  readonly y: number
  readonly wrap: number
}

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
      render: (ctx, left, top, _style, object) => drawSide(ctx, { left, top, angle: object.angle }, { x }, colors),
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
