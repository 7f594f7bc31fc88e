import type { BlobHash } from '#shared/model/blobs.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { PAPER, type Theme } from '#shared/model/palette.ts'
import type { Clock } from '#shared/platform.ts'
import { FONTS } from '#shared/model/properties.ts'
import type { BoardRecord, RecordId, RecordPatch, TextRecord } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import type { Dispose } from '#shared/emitter.ts'
import type { RemoteSketch, RoomView } from '#shared/sync/room-view.ts'
import type { HeldPlace } from '#renderer/tools/held-place.ts'
import { handlesOf } from '#renderer/tools/line-handles.ts'
import type { ToolContext } from '#renderer/tools/tool.ts'
import { viewOf, type Camera, type Position, type View } from './camera.ts'
import type { Grid } from './grid.ts'
import type { GroundLook } from './ground.ts'
import { FabricLayer } from './fabric-layer.ts'
import { LiveLayer } from './live-layer.ts'
import type { OutlineChange } from './page-store.ts'
import { Pointers } from './pointers.ts'
import { SpatialIndex } from './spatial-index.ts'
import type { Sheets } from './sheets.ts'
import { SNAP_REACH, Snapping, snappingFor } from './snapping.ts'
import { Stage } from './stage.ts'
import type { Typist } from './text-editing.ts'
import type { Wrapping } from './text-wrap-handles.ts'
import { familyOf, layouts } from './text-layout.ts'
import type { WordedRecord } from './upright-words.ts'
import { TileStack } from './tile-stack.ts'
import { boundsOfAll, type Change } from './transform.ts'

export interface PictureHost {
  /** What pages and layers there are. */
  readonly sheets: Sheets
  /** Whether a pointer is down, when painting must leave time for ink. */
  isBusy(): boolean
  /** The selection, or a copy of it, is being moved, scaled or turned. */
  onMoving(change: Change, isCopying: boolean): void
  /** A text is made narrower or wider. */
  onWrap(text: TextRecord, wrapping: Wrapping, gesture: symbol): void
  /** The selection was moved, scaled or turned; not at all, where that was given up. */
  onMoved(patches: readonly (readonly [BoardRecord, RecordPatch])[]): void
  /** A copy of the selection was moved away from it. */
  onCopied(change: Change): void
  onResize(): void
  /** The grid that is shown. */
  grid(): Grid
  /** Before each frame. */
  onFrame(): void
}

/**
 * Milliseconds of painting per frame: while ink is drawn, while the view moves, while nothing happens, and while people
 * wait for the picture of a place they have just jumped to.
 */
const BUDGET = { busy: 5, moving: 7, idle: 14, awaited: 40 }
/** What was taken up or set down should not flicker, even if a frame gets long. */
const HANDOVER_BUDGET = 40
/** Milliseconds without a change after which the view counts as at rest. */
const REST_AFTER = 120
/** Strength of what the eraser has touched. */
const FADED = 0.25

/** All layers of the board and the frame in which they are drawn. Nothing is drawn while nothing changes. */
export class BoardPicture {
  readonly index: SpatialIndex
  readonly handles: FabricLayer
  readonly #room: RoomView
  readonly #camera: Camera
  readonly #clock: Clock
  readonly #host: PictureHost
  readonly #stage: Stage
  readonly #tiles: TileStack
  readonly #live: LiveLayer
  readonly #pointers: Pointers
  readonly #screen: CanvasRenderingContext2D
  readonly #stop: Dispose[]
  readonly #abort = new AbortController()
  #theme: Theme
  #faded: ReadonlySet<RecordId> = new Set()
  #typed: RecordId | null = null
  #held: HeldPlace | null = null
  #selected: readonly BoardRecord[] = []
  #request = 0
  #movedAt = -Infinity
  #zoomedAt = -Infinity
  #wake: (() => void) | null = null
  #shown = { view: { scale: 0, x: 0, y: 0 } as View, version: -1 }
  #isHandover = false
  /** Whether the view jumped to where it is, and is not all there yet. */
  #isAwaited = true
  #handlesDirty = true
  #colorsDirty = true
  #sizeDirty = true
  #disposed = false

  constructor(host: HTMLElement, room: RoomView, camera: Camera, theme: Theme, clock: Clock, pictureHost: PictureHost) {
    this.#room = room
    this.#camera = camera
    this.#clock = clock
    this.#host = pictureHost
    this.#theme = theme
    this.#stage = new Stage(host, () => this.#resized())
    const screen = this.#stage.board.getContext('2d', { alpha: false })
    if (screen === null) throw new Error('This browser gives no 2D canvas.')
    this.#screen = screen
    this.index = new SpatialIndex(pictureHost.sheets)
    this.index.load(room.store.values())
    this.#tiles = new TileStack(this.index, theme, () => clock.now())
    this.#stage.setPaper(this.#tiles.paper)
    this.handles = new FabricLayer(this.#stage.handling, theme, this.#colors(), {
      outline: () => this.index.outline,
      onLift: () => this.#handOver(),
      onMoving: (change, isCopying) => pictureHost.onMoving(change, isCopying),
      onWrap: (text, wrapping, gesture) => pictureHost.onWrap(text, wrapping, gesture),
      snapping: (records) => snappingFor(this.index, camera.box(), records, pictureHost.grid()),
      onRest: (patches) => {
        pictureHost.onMoved(patches)
        this.sketch([])
        this.#handOver()
      },
      onCopied: (change) => {
        pictureHost.onCopied(change)
        this.sketch([])
        this.#handOver()
      },
      onCursor: (cursor) => this.setCursor(cursor),
      onDirty: () => {
        this.#handlesDirty = true
        this.request()
      },
      layOver: (ctx, rank) => this.#tiles.layOver(ctx, rank),
    })
    this.#live = new LiveLayer(this.#stage.live, room.live, this.index, theme)
    this.#pointers = new Pointers(this.#stage.root, room)
    this.#stop = [
      room.live.onChange((id) => {
        this.#live.changed(id)
        this.request()
      }),
      room.sketches.subscribe((sketches) => this.#showOthers(sketches)),
      camera.state.subscribe(() => {
        this.#movedAt = clock.now()
        this.request()
      }),
      pictureHost.sheets.layer.subscribe(() => this.request()),
      pictureHost.sheets.store.onOutline((change) => this.#followOutline(change)),
    ]
    this.#watchFonts()
    this.#camera.resize(this.#stage.width, this.#stage.height)
    this.request()
  }

  get theme(): Theme {
    return this.#theme
  }

  get root(): HTMLElement {
    return this.#stage.root
  }

  /** What tools show. */
  forTools(): Pick<
    ToolContext,
    'showBox' | 'fade' | 'preview' | 'setCursor' | 'sketch' | 'ghost' | 'tell' | 'showHeld' | 'showTarget'
  > {
    return {
      showBox: (box) => this.#setBox(box),
      fade: (ids) => this.#setFaded(ids),
      preview: (stroke, points) => this.#setPreview(stroke, points),
      setCursor: (cursor) => this.setCursor(cursor),
      sketch: (records) => this.sketch(records),
      ghost: (records) => this.sketch(records, []),
      tell: (records) => this.sketch([], records),
      showHeld: (held) => this.#setHeld(held),
      showTarget: (target) => this.#setTarget(target),
    }
  }

  setCursor(cursor: string): void {
    this.#stage.setCursor(cursor)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#tiles.setTheme(theme)
    this.#stage.setPaper(this.#tiles.paper)
    this.#colorsDirty = true
    this.#isHandover = true
    this.request()
  }

  /** What everything lies on. */
  setGround(look: GroundLook): void {
    this.#tiles.setGround(look)
    this.#stage.setPaper(this.#tiles.paper)
    this.#isHandover = true
    this.request()
  }

  /** Follows the store. */
  follow(changes: readonly RecordChange[]): void {
    this.#tiles.apply(this.index.apply(changes))
    this.request()
  }

  setSelected(records: readonly BoardRecord[]): void {
    this.#selected = records
    this.handles.setRecords(records)
    this.#applyStrengths()
  }

  /**
   * Shows records as they would become, in place of what they are. They are gone with the next call.
   * @param told what others are shown; nothing, where nothing can be drawn
   */
  sketch(records: readonly BoardRecord[], told = records): void {
    const { sheets } = this.#host
    const shown = sheets.placed(records)
    this.sketchPlaced(shown ?? records, (told === records ? shown : sheets.placed(told)) ?? [])
  }

  /**
   * The same for what is on the pages and layers that it names, as copies are.
   * @param instead what others are shown where `told` is too much
   */
  sketchPlaced(
    records: readonly BoardRecord[],
    told: readonly BoardRecord[],
    instead: readonly BoardRecord[] = [],
  ): void {
    const before = this.#live.figures.sketches
    this.#live.figures.sketches = records
    this.#replaced(before, records)
    this.#room.sketch(told, instead)
  }

  #showOthers(sketches: readonly RemoteSketch[]): void {
    const before = this.#live.figures.others
    // What one types oneself is seen as one types it, whoever else does.
    const records = sketches.flatMap((sketch) => sketch.records.filter(({ id }) => id !== this.#typed))
    this.#live.figures.others = records
    this.#replaced(before, records)
  }

  #replaced(before: readonly BoardRecord[], after: readonly BoardRecord[]): void {
    const kept = new Set(after.map(({ id }) => id))
    for (const { id } of before) if (!kept.has(id)) this.#live.land(id)
    this.request()
    // As long as the same are shown, the tiles leave out the same.
    if (before.length !== kept.size || before.some(({ id }) => !kept.has(id))) this.#applyStrengths()
  }

  /** Shows what an end of a line would be fastened to. */
  #setTarget(target: BoardRecord | null): void {
    this.#live.figures.target = target
    this.request()
  }

  /** How far to move a box on to have it on the grid that is shown, as a hand that moves it would. */
  toGrid(box: Box): { readonly dx: number; readonly dy: number } {
    return new Snapping([], this.#host.grid()).snap(box, SNAP_REACH / this.#camera.state.get().zoom)
  }

  /** Shows the place of a line that was taken hold of last. */
  #setHeld(held: HeldPlace | null): void {
    this.#held = held
    this.request()
  }

  #setFaded(ids: ReadonlySet<RecordId>): void {
    this.#faded = ids
    this.#applyStrengths()
  }

  #setBox(box: Box | null): void {
    this.#live.setBox(box)
    this.request()
  }

  setLasso(corners: readonly Position[] | null): void {
    this.#live.setLasso(corners)
    this.request()
  }

  /** Shows points, in board units, after the end of a stroke in progress. */
  #setPreview(stroke: RecordId | null, points: readonly InkPoint[]): void {
    this.#live.setPreview(stroke, points)
    this.request()
  }

  /** The view changes its zoom and will do so again in a moment: no sharp tiles for now. */
  zooming(): void {
    this.#zoomedAt = this.#clock.now()
  }

  type(record: WordedRecord, typist: Typist): void {
    this.handles.type(record, this.#stage.root, {
      onTyping: (typed) => typist.onTyping(typed),
      onDone: (typed) => {
        this.#typed = null
        typist.onDone(typed)
        this.#showOthers(this.#room.sketches.get())
        this.#handOver()
      },
    })
    this.#typed = record.id
    this.#showOthers(this.#room.sketches.get())
    this.#handOver()
  }

  /** The picture of a file came, or has come further. */
  pictureChanged(hash: BlobHash): void {
    for (const item of this.index.items()) {
      if (item.record.type === 'image' && item.record.blob === hash) this.#tiles.repaint(item)
    }
    this.#handlesDirty = true
    this.request()
  }

  /** Asks for a frame. */
  request(): void {
    if (this.#request === 0 && !this.#disposed) this.#request = requestAnimationFrame(() => this.#frame())
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    cancelAnimationFrame(this.#request)
    this.#wake?.()
    this.#abort.abort()
    for (const stop of this.#stop) stop()
    this.#pointers.dispose()
    this.#stage.dispose()
    void this.handles.dispose()
  }

  #frame(): void {
    this.#request = 0
    this.#host.onFrame()
    if (this.#colorsDirty) this.#refreshColors()
    if (this.#sizeDirty) this.#fitCanvases()
    const now = this.#clock.now()
    const density = this.#stage.density
    const view = viewOf(this.#camera.state.get(), density)
    const isMoved = !sameView(view, this.#shown.view)
    const isZooming = now - this.#zoomedAt < REST_AFTER
    const isResting = now - this.#movedAt >= REST_AFTER && !this.#host.isBusy()
    this.#tiles.look(view, this.#stage.board.width, this.#stage.board.height, isZooming, density)
    if (isMoved) this.#isAwaited = !isZooming && view.scale !== this.#shown.view.scale
    const budget = this.#host.isBusy()
      ? BUDGET.busy
      : this.#isAwaited
        ? BUDGET.awaited
        : isResting
          ? BUDGET.idle
          : BUDGET.moving
    const isMore = this.#tiles.work(now + (this.#isHandover ? HANDOVER_BUDGET : budget), isResting)
    this.#isHandover = false
    // What is around the view is painted when there is time for it.
    if (!isMore || (this.#isAwaited && this.#tiles.shows(this.#camera.box()))) this.#isAwaited = false
    this.#land()
    if (isMoved || this.#tiles.version !== this.#shown.version) this.#tiles.draw(this.#screen)
    this.#shown = { view, version: this.#tiles.version }
    if (isMoved) {
      this.handles.look(view, density)
      this.#pointers.look(view, density)
    }
    if (isMoved || this.#handlesDirty) this.handles.render()
    this.#handlesDirty = false
    const { zoom } = this.#camera.state.get()
    this.#live.figures.handles = this.handles.held ? [] : handlesOf(this.#selected, zoom, this.#held)
    const isLanding = this.#live.settle((box) => this.#tiles.shows(box), this.#camera.box())
    const isMoreOver = this.#workOver(isResting && !isMore)
    this.#live.draw(view, density, (ctx, rank) => this.#tiles.layOver(ctx, rank))
    const isGrowing = !isMore && isResting && this.index.grow()
    if (isMore || isMoreOver || isLanding || isGrowing || this.handles.landing.length > 0) this.request()
    else if (isZooming || !isResting) this.#wakeAtRest()
  }

  /**
   * Paints what is laid over what moves on lower layers: while something does, and ahead of that for the layer that one
   * draws on, and that of the selection. Answers whether something is left to do.
   */
  #workOver(isQuiet: boolean): boolean {
    const { layer, barrier, store } = this.#host.sheets
    const { rank, isPainting } = this.handles
    const top = store.outline.layersOf(store.page).length - 1
    if (top === 0) return false
    const moving = [...this.#live.ranks(), isPainting ? rank : null]
    const ahead = isQuiet ? [rank, barrier.get() === null ? layer.get().rank : null] : []
    const ranks = [...moving, ...ahead].filter((one) => one !== null).filter((one) => one < top)
    const isMore = this.#tiles.workOver(ranks)
    if (isMore && isPainting) this.#handlesDirty = true
    return isMore
  }

  #followOutline({ isTurned, isRepainted }: OutlineChange): void {
    this.index.reorder()
    if (isTurned) {
      this.#tiles.turn()
      this.#isAwaited = true
    } else if (isRepainted) this.#tiles.repaintAll()
    this.#handlesDirty = true
    this.request()
  }

  /** What was moved is painted by the tiles again: the layer over them lets go in the same frame. */
  #land(): void {
    const { landing } = this.handles
    if (landing.length === 0) return
    const box = boundsOfAll(landing)
    if ((box === null || this.#tiles.shows(box)) && this.handles.landed()) this.#handlesDirty = true
  }

  /** Records change between the tiles and the layer over them. */
  #handOver(): void {
    this.#applyStrengths()
    this.#isHandover = true
    this.#handlesDirty = true
    this.request()
  }

  #applyStrengths(): void {
    const strengths = new Map<RecordId, number>()
    for (const id of this.#faded) strengths.set(id, FADED)
    if (this.handles.lifted) for (const { id, locked } of this.#selected) if (!locked) strengths.set(id, 0)
    if (this.#typed !== null) strengths.set(this.#typed, 0)
    for (const { id } of this.#live.figures.sketches) strengths.set(id, 0)
    for (const { id } of this.#live.figures.others) strengths.set(id, 0)
    this.#tiles.setStrengths(strengths)
    this.request()
  }

  #wakeAtRest(): void {
    this.#wake ??= this.#clock.after(REST_AFTER, () => {
      this.#wake = null
      this.request()
    })
  }

  #resized(): void {
    this.#sizeDirty = true
    this.#camera.resize(this.#stage.width, this.#stage.height)
    this.#host.onResize()
    // At once and not in the next frame: the browser would stretch the old picture for a moment.
    if (this.#request !== 0) cancelAnimationFrame(this.#request)
    this.#frame()
  }

  #fitCanvases(): void {
    this.#sizeDirty = false
    this.#stage.fit(this.#stage.board)
    this.#stage.fit(this.#stage.live)
    this.handles.resize(this.#stage.width, this.#stage.height)
    this.#shown = { view: { scale: 0, x: 0, y: 0 }, version: -1 }
  }

  #colors(): { accent: string; paper: string } {
    return { accent: this.#stage.accent(), paper: PAPER[this.#theme] }
  }

  #refreshColors(): void {
    this.#colorsDirty = false
    const colors = this.#colors()
    this.handles.setTheme(this.#theme, colors)
    this.#live.setTheme(this.#theme, colors.accent)
  }

  /** Text that was painted before its typeface was there is painted again. */
  #watchFonts(): void {
    const { fonts } = this.#stage.root.ownerDocument
    const repaint = (): void => {
      if (this.#disposed) return
      layouts.forget()
      this.handles.fontsCame()
      this.#tiles.repaintText()
      this.request()
    }
    fonts.addEventListener('loadingdone', repaint, { signal: this.#abort.signal })
    for (const font of FONTS) fonts.load(`16px ${familyOf(font)}`).then(repaint, () => undefined)
  }
}

function sameView(a: View, b: View): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y
}
