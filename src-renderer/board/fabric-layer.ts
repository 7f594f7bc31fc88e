import { cache, Canvas, Point, type Transform, type XY } from 'fabric'
import type { Outline } from '#shared/model/pages.ts'
import type { Theme } from '#shared/model/palette.ts'
import { patched, type BoardRecord, type RecordPatch, type TextRecord } from '#shared/model/records.ts'
import type { Place } from '#renderer/tools/tool.ts'
import type { View } from './camera.ts'
import { onScreen } from './frame-on-screen.ts'
import { LayeredPainting } from './layered-painting.ts'
import { paintRecord } from './painter.ts'
import { heldBy } from './resize-handles.ts'
import { dragCursor, SelectionMove, type HeldKeys } from './selection-move.ts'
import type { HandleColors } from './handle-colors.ts'
import { SelectionObject } from './selection-object.ts'
import { drawPicture, pictureOf, type SelectionPicture } from './selection-picture.ts'
import { drawGuides } from './snapping-guides.ts'
import type { Snapping } from './snapping.ts'
import type { Change, Matrix } from './transform.ts'
import { wrappingOf, type Wrapping } from './text-wrap-handles.ts'
import { TextEditing, type Typist } from './text-editing.ts'
import type { WordedRecord } from './upright-words.ts'

export interface FabricLayerEvents {
  /** What pages and layers there are. */
  outline(): Outline
  /** The selection is about to move, scale or turn, or only a copy of it: what is at rest must let go of it, or show it again. */
  onLift(): void
  /** It has come so far by now, or a copy of it has. */
  onMoving(change: Change, isCopying: boolean): void
  /** The gesture ended; what happened to whom. Nothing, if it was cancelled or came to nothing. */
  onRest(patches: readonly (readonly [BoardRecord, RecordPatch])[]): void
  /** The gesture ended with the selection where it was, and a copy of it elsewhere. */
  onCopied(change: Change): void
  /** What there is to keep in line with while records are moved. */
  snapping(records: readonly BoardRecord[]): Snapping | null
  /** A text is made narrower or wider. What belongs to one gesture comes with the same symbol. */
  onWrap(text: TextRecord, wrapping: Wrapping, gesture: symbol): void
  /** The cursor while the selection, or a copy of it, is dragged. */
  onCursor(cursor: string): void
  /** Fabric wants to be drawn again. */
  onDirty(): void
  /** Lays what is over a layer, by its rank, onto what was painted into a context: only there. */
  layOver(ctx: CanvasRenderingContext2D, rank: number): void
}

/** CSS pixels of the dashes around what is locked. */
const LOCKED_DASH = [4, 4]
/** Degrees that turning keeps to with Shift. */
const TURN_STEP = 15

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
  #density = 1
  /** What is selected, and what of it is not locked and can be moved. */
  #selected: readonly BoardRecord[] = []
  #records: readonly BoardRecord[] = []
  #object: SelectionObject | null = null
  #picture: SelectionPicture | null = null
  readonly #painting = new LayeredPainting()
  #move: SelectionMove | null = null
  #keys: HeldKeys = { shift: false, ctrl: false, alt: false }
  #state: 'rest' | 'pressed' | 'moving' | 'landing' = 'rest'
  /** Whether it is the selection itself that is dragged, and not one of its handles. */
  #isDragged = false
  #typing: TextEditing | null = null
  /** The text that is being made narrower or wider, as it was before. */
  #wrapping: { readonly before: TextRecord; readonly gesture: symbol } | null = null
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
    this.#canvas.on('object:moving', () => this.#drag())
    this.#canvas.on('object:scaling', ({ transform }) => this.#scale(transform))
    this.#canvas.on('object:rotating', () => this.#moving())
    this.#canvas.on('after:render', ({ ctx }) => {
      drawGuides(ctx, this.#move?.guides ?? [], this.#colors.accent, this.#view, this.#density)
    })
    this.#canvas.on('object:resizing', ({ transform, pointer }) => {
      this.#wrap()
      this.#resize(transform, pointer)
    })
    this.#canvas.on('mouse:up', () => this.#rest())
    this.#canvas.on('before:render', ({ ctx }) => this.#paintUnderWords(ctx))
    this.#show()
  }

  get typing(): TextEditing | null {
    return this.#typing
  }

  /** Whether the records are painted here and not by the tiles. */
  get lifted(): boolean {
    return this.#state === 'moving' && !this.#isCopying
  }

  /** The rank of the topmost layer of what can be moved; null where nothing can. */
  get rank(): number | null {
    const outline = this.#events.outline()
    if (this.#records.length === 0) return null
    if (outline.isPlain) return 0
    return this.#records.reduce((top, record) => Math.max(top, outline.layerOf(record).rank), 0)
  }

  /** Whether what is moved is seen here. */
  get isPainting(): boolean {
    return this.#state === 'moving' || this.#state === 'landing'
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
    // The frame in which this happens draws what there is; Fabric would clear all of an empty canvas once more.
    this.#canvas.cancelRequestedRender()
  }

  look(view: View, density: number): void {
    this.#view = view
    this.#density = density
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
    this.#selected = records
    this.#records = records.filter(({ locked }) => !locked)
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
    if (object === null || this.#records.length === 0) return null
    if (object.findControl(new Point(screen.x, screen.y), touch)) return 'handle'
    return object.containsPoint(new Point(at.x, at.y)) ? 'inside' : null
  }

  /** The cursor that says what pressing here would do, or null for what is not the selection's. */
  cursorAt(event: PointerEvent, screen: Place, at: Place): string | null {
    const object = this.#object
    if (object === null || this.#records.length === 0) return null
    const found = object.findControl(new Point(screen.x, screen.y), event.pointerType === 'touch')
    if (found) return found.control.cursorStyleHandler(event, found.control, object, found.coord)
    return object.containsPoint(new Point(at.x, at.y)) ? dragCursor(event.altKey) : null
  }

  /** Gives a pointer that just went down to Fabric: to the selection, or to the text that is typed. */
  press(event: PointerEvent): void {
    if (this.#typing?.isOnWords(event) === false) return this.#typing.aim(event)
    if (this.#typing === null) {
      if (this.#object === null || this.#records.length === 0) return
      this.#state = 'pressed'
      this.#isDragged = false
    }
    this.#forward(new PointerEvent('pointerdown', event))
  }

  /** Gives a click to the text that is typed: double and triple clicks select there. */
  click(event: MouseEvent): void {
    if (this.#typing !== null) this.#forward(new MouseEvent('click', event))
  }

  /** To be told before Fabric sees a move or the end of it, and when a key goes down or up meanwhile. */
  constrain(event: PointerEvent | KeyboardEvent): void {
    const wasCopying = this.#isCopying
    this.#keys = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey }
    if (this.#object === null) return
    this.#object.snapAngle = event.shiftKey ? TURN_STEP : 0
    // Or else Fabric takes the step before, a hair short of the next one too.
    this.#object.snapThreshold = TURN_STEP / 2
    if (this.#isCopying !== wasCopying) this.#turnIntoOther()
  }

  /** Puts everything back where it was before the pointer took hold of it. */
  cancel(): void {
    if (!this.held) return
    const wasMoving = this.#state === 'moving'
    this.#state = wasMoving ? 'landing' : 'rest'
    this.#canvas.endCurrentTransform()
    const wrapping = this.#wrapping
    this.#wrapping = null
    if (wrapping !== null) this.#events.onWrap(wrapping.before, wrapping.before, wrapping.gesture)
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

  /** Opens the words of a record for typing. */
  type(record: WordedRecord, container: HTMLElement, typist: Typist): void {
    this.#typing?.finish()
    this.#letGo()
    this.#typing = new TextEditing(this.#canvas, record, {
      container,
      theme: this.#theme,
      accent: this.#colors.accent,
      seen: (worded) => this.#seen(worded),
      onTyping: (typed) => typist.onTyping(typed),
      onDone: (typed) => {
        this.#typing = null
        this.#show()
        typist.onDone(typed)
      },
    })
    this.#show()
    this.#events.onDirty()
  }

  /** Typefaces have come: letters are measured anew. */
  fontsCame(): void {
    cache.clearFontCache()
    this.#typing?.restyle({})
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

  /** Fabric has moved the selection to where the pointer is: it goes on to where it is in line. */
  #drag(): void {
    const object = this.#object
    if (object !== null) {
      this.#isDragged = true
      this.#move ??= new SelectionMove(this.#records, this.#events.snapping(this.#isCopying ? [] : this.#records))
      const [, , , , x, y] = object.moved()
      const to = this.#move.by(x, y, this.#view.scale / this.#density, this.#keys)
      object.set({ left: object.left + to.dx - x, top: object.top + to.dy - y })
      object.setCoords()
    }
    this.#moving()
  }

  /** Fabric has scaled the selection as far as the pointer is: it goes on to where it is in line. */
  #scale({ originX, originY }: Transform): void {
    const object = this.#object
    // A picture that is stretched freely is in line with nothing.
    if (object !== null && !(this.#keys.shift && this.#canvas.uniScaleKey !== null)) {
      this.#move ??= new SelectionMove(this.#records, this.#events.snapping(this.#records))
      const pole = object.getPositionByOrigin(originX, originY)
      const factor = this.#move.scaledBy(object.moved(), pole, this.#view.scale / this.#density, this.#keys)
      object.set({ scaleX: object.scaleX * factor, scaleY: object.scaleY * factor })
      object.setPositionByOrigin(pole, originX, originY)
      object.setCoords()
    }
    this.#moving()
  }

  /** A handle has been pulled as far as the pointer is: what it is of goes on to where it is in line. */
  #resize(transform: Transform, { x, y }: XY): void {
    const object = this.#object
    const record = object?.resizable ?? null
    const grip = heldBy(transform)
    if (object === null || record === null || grip === null) return
    this.#move ??= new SelectionMove(this.#records, this.#events.snapping(this.#records))
    const by = { x: x - transform.ex, y: y - transform.ey }
    object.resize(record, this.#move.pulledBy(record, grip, by, this.#view.scale / this.#density, this.#keys))
    this.#moving()
  }

  #moving(): void {
    this.#lift()
    const object = this.#object
    if (this.#state !== 'moving' || object === null) return
    if (this.#isDragged) this.#events.onCursor(dragCursor(this.#isCopying))
    this.#events.onMoving((record) => object.change(record), this.#isCopying)
  }

  /** With Alt, a copy is dragged away from what is selected. */
  get #isCopying(): boolean {
    return this.#isDragged && this.#keys.alt && this.held
  }

  /** A copy is dragged instead of the selection, or the selection again. */
  #turnIntoOther(): void {
    // What stays where it is, is something to be in line with.
    this.#move = null
    if (this.#state === 'moving') this.#events.onLift()
    this.#moving()
  }

  #lift(): void {
    if (this.#state !== 'pressed') return
    this.#state = 'moving'
    this.#picture = pictureOf(this.#records, this.#view.scale, (ctx, map) =>
      this.#painting.paint(ctx, this.#records, this.#events.outline(), (on, record) =>
        paintRecord(on, this.#seen(record), this.#theme, map),
      ),
    )
    this.#events.onLift()
  }

  #rest(): void {
    if (!this.held) return
    const wasMoving = this.#state === 'moving'
    const isCopying = this.#isCopying
    this.#state = wasMoving ? 'landing' : 'rest'
    this.#move = null
    if (this.#wrapping !== null) {
      this.#wrapping = null
      this.#rebuild()
    }
    const object = this.#object
    if (!wasMoving || object === null) return
    const patches: (readonly [BoardRecord, RecordPatch])[] = []
    for (const record of this.#records) {
      const patch = object.change(record)
      if (patch !== null) patches.push([record, patch])
    }
    // A copy that lies on what it is of would be seen by nobody.
    if (isCopying && patches.length > 0) this.#events.onCopied((record) => object.change(record))
    else this.#events.onRest(patches)
    this.#rebuild()
  }

  #rebuild(): void {
    if (this.#object !== null) this.#canvas.remove(this.#object)
    this.#object = null
    this.#picture = null
    this.#move = null
    // A picture keeps its proportions unless Shift is held.
    this.#canvas.uniScaleKey = isImage(this.#records) ? 'shiftKey' : null
    if (this.#selected.length > 0 && this.#typing === null) {
      this.#object = new SelectionObject(this.#selected, this.#colors, (object) => this.#paint(object))
      if (this.#records.length === 0) this.#object.set({ hasControls: false, borderDashArray: LOCKED_DASH })
      if (isOpenLine(this.#records)) this.#object.set({ hasBorders: false, hasControls: false })
      this.#canvas.add(this.#object)
      this.#canvas.setActiveObject(this.#object)
      this.#object.setCoords()
    }
    this.#show()
    this.#events.onDirty()
  }

  #letGo(): void {
    const wasMoving = this.#state === 'moving'
    if (this.held) {
      this.#state = 'rest'
      this.#canvas.endCurrentTransform()
    }
    this.#state = 'rest'
    if (this.#object !== null) this.#canvas.remove(this.#object)
    this.#object = null
    this.#picture = null
    this.#move = null
    this.#show()
    // Somebody took away what the hand has hold of: nothing comes of it.
    if (wasMoving) this.#events.onRest([])
  }

  /** An empty layer is taken out of the page's picture, which is cheaper than blending nothing. */
  #show(): void {
    const empty = this.#object === null && this.#typing === null
    if (empty) this.#canvas.clearContext(this.#canvas.getContext())
    this.element.style.visibility = empty ? 'hidden' : 'visible'
  }

  #wrap(): void {
    const [text] = this.#records
    if (this.#state !== 'pressed' || this.#object === null || text?.type !== 'text') return
    this.#wrapping ??= { before: text, gesture: Symbol('wrap') }
    this.#events.onWrap(text, wrappingOf(text, this.#object), this.#wrapping.gesture)
  }

  /** What is typed into, without its words. */
  #paintUnderWords(ctx: CanvasRenderingContext2D): void {
    const bare = this.#typing?.bare ?? null
    if (bare === null) return
    const { scale, x, y } = this.#view
    ctx.save()
    paintRecord(ctx, this.#seen(bare), this.#theme, [scale, 0, 0, scale, x, y])
    ctx.restore()
  }

  #paint(object: SelectionObject): void {
    if (!this.isPainting) return
    const ctx = this.#canvas.getContext()
    this.#paintMoved(ctx, object)
    if (this.rank !== null) this.#events.layOver(ctx, this.rank)
  }

  #paintMoved(ctx: CanvasRenderingContext2D, object: SelectionObject): void {
    const { scale, x, y } = this.#view
    const [a, b, c, d, e, f] = object.moved()
    const map: Matrix = [scale * a, scale * b, scale * c, scale * d, scale * e + x, scale * f + y]
    if (this.#picture !== null) return drawPicture(ctx, this.#picture, map)
    const still: Matrix = [scale, 0, 0, scale, x, y]
    this.#painting.paint(ctx, this.#records, this.#events.outline(), (on, record) => {
      if (record.type !== 'frame' && !object.isResized) paintRecord(on, record, this.#theme, map)
      // Not all of it grows.
      else paintRecord(on, this.#seen(patched(record, object.change(record) ?? {})), this.#theme, still)
    })
  }

  /** As a record is seen at the present zoom. */
  #seen<R extends BoardRecord>(record: R): R {
    return onScreen(record, this.#density / this.#view.scale)
  }
}

/** A single line is taken hold of by its places, and needs no frame. */
function isOpenLine([first, more]: readonly BoardRecord[]): boolean {
  return first?.type === 'line' && !first.closed && more === undefined
}

function isImage([first, more]: readonly BoardRecord[]): boolean {
  return first?.type === 'image' && more === undefined
}
