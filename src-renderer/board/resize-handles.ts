import { Control, controlsUtils, type FabricObject, type Transform } from 'fabric'
import type { HandleColors } from './handle-colors.ts'
import { drawCorner, drawSide } from './handle-shapes.ts'
import type { Grip } from './resizing.ts'

/** CSS pixels of a side below which there is no room for a handle between those of its corners. */
const LEAST_SIDE = 40

const SIDES: Readonly<Record<string, Grip>> = {
  mt: { x: 0, y: -1 },
  mr: { x: 1, y: 0 },
  mb: { x: 0, y: 1 },
  ml: { x: -1, y: 0 },
}
const CORNERS: Readonly<Record<string, Grip>> = {
  tl: { x: -1, y: -1 },
  tr: { x: 1, y: -1 },
  bl: { x: -1, y: 1 },
  br: { x: 1, y: 1 },
}

/** Fabric only says where the pointer is; what becomes of the selection by that is for others to say. */
const pull = controlsUtils.wrapWithFireEvent('resizing', () => true)

/** Handles at the sides and the corners of something that is made wider and higher by itself. Corners are found first. */
export function resizeHandles(colors: HandleColors): Record<string, Control> {
  const handles: Record<string, Control> = {}
  for (const [key, grip] of Object.entries(SIDES)) {
    const side = new Control({
      ...placeOf(grip),
      actionName: 'resizing',
      actionHandler: pull,
      cursorStyleHandler: (_event, control, object) => cursorOf(gripOf(control), object.angle),
      render: (ctx, left, top, _style, object) => drawSide(ctx, { left, top, angle: object.angle }, grip, colors),
    })
    side.getVisibility = (object) => lengthOf(object, grip) >= LEAST_SIDE
    handles[key] = side
  }
  return { ...handles, ...cornerHandles(colors, 'resizing', pull) }
}

/** Handles at the corners of things that are scaled with all that they are made of. */
export function scaleHandles(colors: HandleColors): Record<string, Control> {
  return cornerHandles(colors, 'scale', controlsUtils.scalingEqually)
}

/** What of the selection a hand holds by a handle. */
export function heldBy({ target, corner }: Transform): Grip | null {
  const control = target.controls[corner]
  return control === undefined ? null : gripOf(control)
}

function cornerHandles(
  colors: HandleColors,
  actionName: string,
  actionHandler: Control['actionHandler'],
): Record<string, Control> {
  const corner = (grip: Grip): Control =>
    new Control({
      ...placeOf(grip),
      actionName,
      actionHandler,
      cursorStyleHandler: (_event, control, object) => cursorOf(gripOf(control), object.angle),
      render: (ctx, left, top, _style, object) => drawCorner(ctx, { left, top, angle: object.angle }, colors),
    })
  return Object.fromEntries(Object.entries(CORNERS).map(([key, grip]) => [key, corner(grip)]))
}

function placeOf({ x, y }: Grip): { x: number; y: number } {
  return { x: x / 2, y: y / 2 }
}

function gripOf({ x, y }: Control): Grip {
  return { x: Math.sign(x) as Grip['x'], y: Math.sign(y) as Grip['y'] }
}

type Framed = Pick<FabricObject, 'width' | 'height' | 'scaleX' | 'scaleY' | 'padding' | 'canvas'>

/** How long the side with a handle is, in CSS pixels. */
function lengthOf(object: Framed, grip: Grip): number {
  const length = grip.x === 0 ? object.width * object.scaleX : object.height * object.scaleY
  return length * (object.canvas?.getZoom() ?? 1) + 2 * object.padding
}

/** Clockwise from the right. */
const DIRECTIONS = ['e', 'se', 's', 'sw', 'w', 'nw', 'n', 'ne']

/**
 * The cursor that points the way a handle goes. Fabric's own points from the middle to the handle, which for a corner of
 * something wide is to the side.
 */
function cursorOf({ x, y }: Grip, degrees: number): string {
  const eighths = Math.round((Math.atan2(y, x) * 180) / Math.PI / 45 + degrees / 45)
  return `${DIRECTIONS[((eighths % 8) + 8) % 8]}-resize`
}
