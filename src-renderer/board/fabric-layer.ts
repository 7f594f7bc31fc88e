import { Canvas, Point } from 'fabric'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord, RecordPatch } from '#shared/model/records.ts'
import type { Place } from '#renderer/tools/tool.ts'
import type { View } from './camera.ts'
import { paintRecord } from './painter.ts'
import { SelectionObject, type HandleColors } from './selection-object.ts'
import { boundsOfAll, patchFor, type Matrix } from './transform.ts'
import { TextEditing, type TextDraft } from './text-editing.ts'

export interface FabricLayerEvents {
  /** The selection is about to move, scale or turn: what is at rest must let go of it. */
  onLift(): void
  /** The gesture ended; what happened to whom. Nothing, if it was cancelled or came to nothing. */
  onRest(patches: readonly (readonly [BoardRecord, RecordPatch])[]): void
  /** Fabric wants to be drawn again. */
  onDirty(): void
}

/** From so many records on, a picture of them is moved rather than they themselves. */
const PICTURE_FROM = 120
const PICTURE_SIDE = 4096
/** Degrees that turning keeps to with Shift. */
const TURN_STEP = 15

interface Picture {
  readonly canvas: OffscreenCanvas
  /** From the picture's pixels to the board. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

/**
 * What is being handled: the selection with its handles, and text that is typed. Lies over the tiles and is
 * empty otherwise. Pointer events come in through `press`; from there Fabric follows the pointer by itself.
 */
export class FabricLayer {
  readonly element: HTMLElement
  readonly #canvas: Canvas
  readonly #events: FabricLayerEvents
  #theme: Theme
  #colors: HandleColors
  #view: View = { scale: 1, x: 0, y: 0 }
  #records: readonly BoardRecord[] = []
  #object: SelectionObject | null = null
  #picture: Picture | null = null
  #state: 'rest' | 'pressed' | 'moving' | 'landing' = 'rest'
  #typing: TextEditing | null = null
  #forwarding = false

  constructor(host: HTMLElement, theme: Theme, colors: HandleColors, events: FabricLayerEvents) {
    this.#theme = theme
    this.#colors = colors
    this.#events = events
    const element = host.ownerDocument.createElement('canvas')
    host.append(element)
    this.#canvas = new Canvas(element, {
      enablePointerEvents: true,
      selection: false,
      renderOnAddRemove: false,
      preserveObjectStacking: true,
      // Corners always scale uniformly; Shift does not change that.
      uniformScaling: true,
      uniScaleKey: null,
      centeredKey: 'altKey',
      skipOffscreen: false,
      stopContextMenu: false,
    })
    this.element = this.#canvas.wrapperEl
    for (const event of ['object:moving', 'object:scaling', 'object:rotating'] as const) {
      this.#canvas.on(event, () => this.#lift())
    }
    this.#canvas.on('mouse:up', () => this.#rest())
    this.#show()
  }

  get typing(): TextEditing | null {
    return this.#typing
  }

  /** Whether the records are painted here and not by the tiles. */
  get lifted(): boolean {
    return this.#state === 'moving'
  }

  /** Whether a pointer holds the selection. */
  get held(): boolean {
    return this.#state === 'pressed' || this.#state === 'moving'
  }

  /** Whether the event is one that this layer hands to Fabric. */
  get forwarding(): boolean {
    return this.#forwarding
  }

  resize(width: number, height: number): void {
    this.#canvas.setDimensions({ width, height })
  }

  look(view: View, density: number): void {
    this.#view = view
    const zoom = view.scale / density
    this.#canvas.setViewportTransform([zoom, 0, 0, zoom, view.x / density, view.y / density])
  }

  setTheme(theme: Theme, colors: HandleColors): void {
    this.#theme = theme
    this.#colors = colors
    if (!this.held) this.#rebuild()
  }

  /** Takes on the selected records as they are now. While they are moved, the movement goes on with them. */
  setRecords(records: readonly BoardRecord[]): void {
    this.#records = records
    if (records.length === 0) this.#letGo()
    else if (!this.held) this.#rebuild()
    this.#events.onDirty()
  }

  /** Draws the layer; cheap when nothing is selected or typed. */
  render(): void {
    if (this.#object !== null || this.#typing !== null) this.#canvas.renderAll()
  }

  /** What of the selection's frame is at a place, given in CSS pixels of the view and in board units. */
  frameAt(screen: Place, at: Place, touch: boolean): 'handle' | 'inside' | null {
    const object = this.#object
    if (object === null) return null
    if (object.findControl(new Point(screen.x, screen.y), touch)) return 'handle'
    return object.containsPoint(new Point(at.x, at.y)) ? 'inside' : null
  }

  /** The cursor that says what pressing here would do, or null for what is not the selection's. */
  cursorAt(event: PointerEvent, screen: Place, at: Place): string | null {
    const object = this.#object
    if (object === null) return null
    const found = object.findControl(new Point(screen.x, screen.y), event.pointerType === 'touch')
    if (found) return found.control.cursorStyleHandler(event, found.control, object, found.coord)
    return object.containsPoint(new Point(at.x, at.y)) ? 'move' : null
  }

  /** Gives a pointer that just went down to Fabric: to the selection, or to the text that is typed. */
  press(event: PointerEvent): void {
    if (this.#typing === null) {
      if (this.#object === null) return
      this.#state = 'pressed'
    }
    this.#forward(new PointerEvent('pointerdown', event))
  }

  /** Gives a click to the text that is typed: double and triple clicks select there. */
  click(event: MouseEvent): void {
    if (this.#typing !== null) this.#forward(new MouseEvent('click', event))
  }

  /** To be told before Fabric sees a move. */
  constrain(event: PointerEvent): void {
    if (this.#object !== null) this.#object.snapAngle = event.shiftKey ? TURN_STEP : 0
  }

  /** Puts everything back where it was before the pointer took hold of it. */
  cancel(): void {
    if (!this.held) return
    const wasMoving = this.#state === 'moving'
    this.#state = wasMoving ? 'landing' : 'rest'
    this.#canvas.endCurrentTransform()
    this.#rebuild()
    if (wasMoving) this.#events.onRest([])
  }

  /** The tiles show what was moved; the layer stops painting it. Answers whether it painted until now. */
  landed(): boolean {
    if (this.#state !== 'landing') return false
    this.#state = 'rest'
    this.#picture = null
    return true
  }

  get landing(): readonly BoardRecord[] {
    return this.#state === 'landing' ? this.#records : []
  }

  /** Opens a text for typing. `onDone` hears the words when it ends. */
  type(draft: TextDraft, container: HTMLElement, onDone: (text: string) => void): void {
    this.#typing?.finish()
    this.#letGo()
    this.#typing = new TextEditing(this.#canvas, container, draft, this.#theme, this.#colors.accent, (words) => {
      this.#typing = null
      this.#show()
      onDone(words)
    })
    this.#show()
    this.#events.onDirty()
  }

  async dispose(): Promise<void> {
    this.#typing?.finish()
    await this.#canvas.dispose()
  }

  #forward(event: Event): void {
    this.#forwarding = true
    try {
      this.#canvas.upperCanvasEl.dispatchEvent(event)
    } finally {
      this.#forwarding = false
    }
  }

  #lift(): void {
    if (this.#state !== 'pressed') return
    this.#state = 'moving'
    if (this.#records.length >= PICTURE_FROM) this.#picture = this.#takePicture()
    this.#events.onLift()
  }

  #rest(): void {
    if (!this.held) return
    const wasMoving = this.#state === 'moving'
    this.#state = wasMoving ? 'landing' : 'rest'
    if (!wasMoving || this.#object === null) return
    const moved = this.#object.moved()
    const patches: (readonly [BoardRecord, RecordPatch])[] = []
    for (const record of this.#records) {
      const patch = patchFor(record, moved)
      if (patch !== null) patches.push([record, patch])
    }
    this.#events.onRest(patches)
    this.#rebuild()
  }

  #rebuild(): void {
    if (this.#object !== null) this.#canvas.remove(this.#object)
    this.#object = null
    this.#picture = null
    if (this.#records.length > 0 && this.#typing === null) {
      this.#object = new SelectionObject(this.#records, this.#colors, (moved) => this.#paint(moved))
      this.#canvas.add(this.#object)
      this.#canvas.setActiveObject(this.#object)
      this.#object.setCoords()
    }
    this.#show()
    this.#events.onDirty()
  }

  #letGo(): void {
    if (this.held) {
      this.#state = 'rest'
      this.#canvas.endCurrentTransform()
    }
    this.#state = 'rest'
    if (this.#object !== null) this.#canvas.remove(this.#object)
    this.#object = null
    this.#picture = null
    this.#show()
  }

  /** An empty layer is taken out of the page's picture, which is cheaper than blending nothing. */
  #show(): void {
    const empty = this.#object === null && this.#typing === null
    if (empty) this.#canvas.clearContext(this.#canvas.getContext())
    this.element.style.visibility = empty ? 'hidden' : 'visible'
  }

  #paint(moved: Matrix): void {
    if (this.#state !== 'moving' && this.#state !== 'landing') return
    const ctx = this.#canvas.getContext()
    const { scale, x, y } = this.#view
    const [a, b, c, d, e, f] = moved
    const map: Matrix = [scale * a, scale * b, scale * c, scale * d, scale * e + x, scale * f + y]
    if (this.#picture !== null) return drawPicture(ctx, this.#picture, map)
    for (const record of this.#records) paintRecord(ctx, record, this.#theme, map)
  }

  #takePicture(): Picture | null {
    const box = boundsOfAll(this.#records)
    if (box === null) return null
    const side = Math.max(box.maxX - box.minX, box.maxY - box.minY, 1e-6)
    const scale = Math.min(this.#view.scale, PICTURE_SIDE / side)
    const x = Math.floor(box.minX * scale) - 1
    const y = Math.floor(box.minY * scale) - 1
    const canvas = new OffscreenCanvas(Math.ceil(box.maxX * scale) + 1 - x, Math.ceil(box.maxY * scale) + 1 - y)
    const ctx = canvas.getContext('2d')
    if (ctx === null) return null
    for (const record of this.#records) paintRecord(ctx, record, this.#theme, [scale, 0, 0, scale, -x, -y])
    return { canvas, scale, x, y }
  }
}

function drawPicture(ctx: CanvasRenderingContext2D, picture: Picture, [a, b, c, d, e, f]: Matrix): void {
  const k = 1 / picture.scale
  ctx.globalAlpha = 1
  ctx.setTransform(a * k, b * k, c * k, d * k, e, f)
  ctx.drawImage(picture.canvas, picture.x, picture.y)
}
