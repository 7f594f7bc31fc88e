import { Control, controlsUtils, FabricObject, util, type TMat2D } from 'fabric'
import { toBoard, type Box } from '#shared/model/bounds.ts'
import { patched, type BoardRecord, type RecordPatch } from '#shared/model/records.ts'
import { extentOf } from './alignment.ts'
import { localPaintedBounds } from './painted-bounds.ts'
import type { HandleColors } from './handle-colors.ts'
import { CORNER_SIDE, drawDot } from './handle-shapes.ts'
import { resizeHandles, scaleHandles } from './resize-handles.ts'
import { resizableOf, type Resizable } from './resizing.ts'
import { wrapHandles } from './text-wrap-handles.ts'
import { patchFor, type Matrix } from './transform.ts'

/** CSS pixels from a handle's middle within which a mouse takes hold of it. */
const HANDLE_REACH = 14
const TOUCH_REACH = 44
const TURN_HANDLE_DISTANCE = 24
/** CSS pixels between the ink and the frame around it. */
const FRAME_PADDING = 6

/**
 * What is selected, as one object on the Fabric canvas: Fabric moves, scales and turns it, and shows frame
 * and handles. How far it has come from where it was made is what happens to each record. One object for
 * all keeps ten thousand selected records as light as one, and lets no skew arise.
 */
export class SelectionObject extends FabricObject {
  static override type = 'BoardSelection'
  /** Paints the records as they are by now. */
  readonly #paint: (object: SelectionObject) => void
  readonly #start: TMat2D
  /** What has been made of its width and height; nothing until a hand has hold of them. */
  #resized: { readonly patch: RecordPatch | null } | null = null

  /** What is selected, if it is made wider and higher by itself. */
  readonly resizable: Resizable | null

  constructor(records: readonly BoardRecord[], colors: HandleColors, paint: (object: SelectionObject) => void) {
    super({
      ...frameOf(records),
      originX: 'center',
      originY: 'center',
      strokeWidth: 0,
      objectCaching: false,
      lockScalingFlip: true,
      minScaleLimit: 0.001,
      centeredRotation: true,
      // Around a frame it would go through the name.
      padding: resizableOf(records)?.type === 'frame' ? 0 : FRAME_PADDING,
      borderColor: colors.accent,
      borderScaleFactor: 1.5,
      borderOpacityWhenMoving: 0,
      cornerSize: HANDLE_REACH,
      touchCornerSize: TOUCH_REACH,
      hoverCursor: 'move',
      moveCursor: 'move',
    })
    this.#paint = paint
    this.resizable = resizableOf(records)
    this.controls = {
      ...(this.resizable === null ? scaleHandles(colors) : resizeHandles(colors)),
      turn: turnHandle(colors),
      ...wrapHandles(records, colors),
    }
    this.#start = this.calcTransformMatrix()
  }

  /** From where the records are to where they are seen. The identity until something moves the object. */
  moved(): Matrix {
    const now = this.calcTransformMatrix()
    if (now.every((value, i) => value === this.#start[i])) return [1, 0, 0, 1, 0, 0]
    return util.multiplyTransformMatrices(now, util.invertTransform(this.#start))
  }

  get isResized(): boolean {
    return this.#resized !== null
  }

  /** What is selected is another size from now on, or as it was. */
  resize(record: Resizable, patch: RecordPatch | null): void {
    this.#resized = { patch }
    this.set(frameOf([patched(record, patch ?? {})]))
    this.setCoords()
  }

  /** What has become of a record by now; null if nothing. */
  change(record: BoardRecord): RecordPatch | null {
    return this.#resized === null ? patchFor(record, this.moved()) : this.#resized.patch
  }

  override _render(ctx: CanvasRenderingContext2D): void {
    ctx.save()
    this.#paint(this)
    ctx.restore()
  }
}

interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Degrees. */
  readonly angle: number
}

/** The frame around one record follows its rotation; the one around several is upright. */
function frameOf(records: readonly BoardRecord[]): Frame {
  const [first, ...rest] = records
  if (first !== undefined && rest.length === 0) {
    const { minX, minY, maxX, maxY } = localFrameOf(first)
    const middle = toBoard(first, (minX + maxX) / 2, (minY + maxY) / 2)
    return {
      left: middle.x,
      top: middle.y,
      width: (maxX - minX) * Math.abs(first.scaleX),
      height: (maxY - minY) * Math.abs(first.scaleY),
      angle: (first.rotation * 180) / Math.PI,
    }
  }
  const box = extentOf(records) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 }
  return {
    left: (box.minX + box.maxX) / 2,
    top: (box.minY + box.maxY) / 2,
    width: box.maxX - box.minX,
    height: box.maxY - box.minY,
    angle: 0,
  }
}

/** A frame is framed without its name, which takes up more room the farther away one is. */
function localFrameOf(record: BoardRecord): Box {
  return record.type === 'frame' ? { minX: 0, minY: 0, maxX: record.w, maxY: record.h } : localPaintedBounds(record)
}

/** A round handle above the selection, to turn it by. */
function turnHandle(colors: HandleColors): Control {
  return new Control({
    x: 0,
    y: -0.5,
    offsetY: -TURN_HANDLE_DISTANCE,
    actionName: 'rotate',
    actionHandler: controlsUtils.rotationWithSnapping,
    cursorStyle: 'grab',
    render: (ctx, left, top) => drawDot(ctx, left, top, CORNER_SIDE / 2 + 0.5, colors),
  })
}
