import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { Clock } from '#shared/platform.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { BoardExport } from '#renderer/export/board-export.ts'
import type { ExportedImage, ExportOptions } from '#renderer/export/png.ts'
import { Opening } from '#renderer/import/opening.ts'
import { browserClock } from '#renderer/net/surroundings.ts'
import { EraserTool } from '#renderer/tools/eraser-tool.ts'
import { HandTool } from '#renderer/tools/hand-tool.ts'
import { PenTool } from '#renderer/tools/pen-tool.ts'
import { SelectTool } from '#renderer/tools/select-tool.ts'
import { figureTools } from '#renderer/tools/figure-tools.ts'
import { LineHandlesTool } from '#renderer/tools/line-tool-handles.ts'
import { TextTool } from '#renderer/tools/text-tool.ts'
import {
  HIT_RADIUS,
  type EraserStyle,
  type InkStyle,
  type Place,
  type Tool,
  type ToolContext,
  type ToolId,
} from '#renderer/tools/tool.ts'
import { Following } from './bindings-following.ts'
import { withFollowing } from './bindings-room.ts'
import { targetAt } from './bindings.ts'
import { BoardPicture } from './board-picture.ts'
import { Camera, type CameraState } from './camera.ts'
import { Editing } from './editing.ts'
import { FigureStyling } from './figure-styling.ts'
import { recordAt } from './hit-test.ts'
import { Input } from './input.ts'
import { Keyboard } from './keyboard.ts'
import type { Command } from './keys.ts'
import { isSameStyle, styleOfInk, styleOfRecords, type ShownStyle } from './shown-style.ts'
import { Selecting } from './selecting.ts'
import { PenInHand } from './pen-in-hand.ts'
import { Typing } from './typing.ts'
import type { Keep } from './view-settings.ts'
import { Viewing } from './viewing.ts'

export type { EraserStyle, InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** Reaches of the eraser to choose from, in CSS pixels. */
export const ERASER_RADII: readonly number[] = [4, 8, 16, 32]

const FIRST_ERASER: EraserStyle = { kind: 'whole', radius: 8 }
const FIRST_STYLE: InkStyle = { color: 'ink', width: 4, opacity: 1 }
/** How long a slider must rest before what is selected takes on its value: one step of undo, not fifty. */
const RESTYLE_AFTER = 200

export interface EditorOptions {
  /** Where the board goes; it fills the element, which must be positioned. */
  readonly element: HTMLElement
  readonly room: RoomView
  readonly theme: Theme
  /** What a screen reader calls the board, and a text while it is typed. */
  readonly labels?: { readonly board: string; readonly text: string }
  readonly clock?: Clock
  /** Where the window's way of showing boards is kept; nowhere without. */
  readonly keep?: Keep
}

/** A board in the page: shows a room, and lets a person draw in it. What panels use. */
export class Editor {
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #camera = new Camera()
  readonly #picture: BoardPicture
  readonly #editing: Editing
  readonly #following: Following
  readonly #input: Input
  readonly #keyboard: Keyboard
  readonly #tools: Readonly<Record<ToolId, Tool>>
  readonly #tool = new Value<ToolId>('pen')
  readonly #style = new Value<InkStyle>(FIRST_STYLE)
  readonly #eraser = new Value<EraserStyle>(FIRST_ERASER)
  readonly #shownStyle = new Value<ShownStyle>(styleOfInk(FIRST_STYLE))
  readonly #selection = new Value<readonly RecordId[]>([])
  readonly #penDown = new Value(false)
  readonly #stop: Dispose[] = []
  #restyling: { change: Partial<InkStyle>; stop: () => void } | null = null
  #hoverAt: Place | null = null
  #isPlaced = false
  #disposed = false

  readonly tool: ReadonlyValue<ToolId> = this.#tool
  /** The pen's nib, and how it draws. */
  readonly pen = new PenInHand({
    tool: this.#tool,
    style: this.#style,
    setTool: (tool) => this.setTool(tool),
    showStyle: () => this.#showStyle(),
  })
  /** How shapes and lines look, beside what they share with ink. */
  readonly figures: FigureStyling
  /** Words on the board, and how they look. */
  readonly typing: Typing
  /** The ways of looking at the board. */
  readonly viewing: Viewing
  readonly selecting: Selecting
  /** The style of what is selected, or else of new ink. */
  readonly shownStyle: ReadonlyValue<ShownStyle> = this.#shownStyle
  readonly eraser: ReadonlyValue<EraserStyle> = this.#eraser
  readonly camera: ReadonlyValue<CameraState> = this.#camera.state
  readonly selection: ReadonlyValue<readonly RecordId[]> = this.#selection
  /** While a pointer draws, selects or erases, nothing else in the window may move. */
  readonly penDown: ReadonlyValue<boolean> = this.#penDown
  /** Makes files of the board. */
  readonly exporting: BoardExport
  /** Puts files on the board. */
  readonly opening: Opening

  constructor({ element, room, theme, labels, keep, clock = browserClock }: EditorOptions) {
    this.#clock = clock
    this.#picture = new BoardPicture(element, room, this.#camera, theme, clock, {
      isBusy: () => this.#penDown.get(),
      onMoved: (patches) => this.#editing.patch(patches.map(([{ id }, patch]) => [id, patch])),
      onMoving: (moved) =>
        this.#picture.sketch(
          this.#following.along(
            this.#selected().filter(({ locked }) => !locked),
            moved,
          ),
        ),
      onWrap: (text, wrapping, gesture) => this.typing.wrap(text, wrapping, gesture),
      onResize: () => {
        this.#place()
        this.viewing.presenting.refit()
      },
      gridStep: () => this.viewing.gridStep(),
      onFrame: () => this.#tellPointer(),
    })
    this.#following = new Following(room.store, this.#picture.index)
    this.#room = withFollowing(room, this.#following)
    this.#editing = new Editing(this.#room)
    this.figures = new FigureStyling({
      tool: () => this.#tool.get(),
      selected: () => this.#selected(),
      zoom: () => this.camera.get().zoom,
      patch: (patches) => this.#editing.patch(patches),
    })
    this.viewing = new Viewing({
      store: room.store,
      camera: this.#camera,
      picture: this.#picture,
      clock,
      keep: keep ?? null,
      isBusy: () => this.#penDown.get(),
      selected: () => this.#selected(),
    })
    this.typing = new Typing({
      room: this.#room,
      picture: this.#picture,
      editing: this.#editing,
      label: labels?.text,
      zoom: () => this.camera.get().zoom,
      style: () => this.#style.get(),
      isTextTool: () => this.#tool.get() === 'text',
      selected: () => this.#selected(),
      onBegin: () => this.#select([]),
      onEnd: (id) => this.#written(id),
    })
    this.selecting = new Selecting({
      room: this.#room,
      picture: this.#picture,
      camera: this.#camera,
      editing: this.#editing,
      selected: () => this.#selected(),
      select: (ids) => this.#select(ids),
      tool: () => this.#tool.get(),
      setTool: (tool) => this.setTool(tool),
      style: () => this.#style.get(),
      isBusy: () => this.#input.busy,
    })
    if (labels !== undefined) this.#picture.root.setAttribute('aria-label', labels.board)
    this.exporting = new BoardExport(this.#picture.index, this.#camera, () => this.#selected())
    this.opening = new Opening(room, this.#camera, (ids) => {
      this.setTool('select')
      this.#select(ids)
    })
    const context = this.#toolContext()
    this.#tools = {
      select: new LineHandlesTool(context, new SelectTool(context)),
      lasso: new LineHandlesTool(context, new SelectTool(context, 'lasso')),
      hand: new HandTool(context),
      pen: new PenTool(context),
      eraser: new EraserTool(context),
      text: new TextTool(context),
      ...figureTools(context),
    }
    this.#input = new Input({
      root: this.#picture.root,
      camera: this.#camera,
      handles: this.#picture.handles,
      tool: () => this.#tools[this.#tool.get()],
      eraser: this.#tools.eraser,
      setPenDown: (down) => this.#penDown.set(down),
      hover: (at) => this.#hover(at),
      setCursor: (cursor) => this.#picture.setCursor(cursor),
      cursorAt: (event, at) => this.#cursorAt(event, at),
      zooming: () => this.#picture.zooming(),
    })
    this.#keyboard = new Keyboard(this.#picture.root, {
      run: (command) => this.#run(command),
      setSpace: (held) => this.#input.setSpace(held),
      type: () => !this.#input.busy && this.typing.typeInto(),
    })
    this.#stop.push(
      room.store.onChange((changes) => this.#follow(changes)),
      room.status.subscribe(() => this.#place()),
      this.#camera.state.subscribe(() => {
        this.#isPlaced = true
        if (this.#selection.get().length > 0) this.#showStyle()
      }),
    )
    this.#picture.setCursor(this.#tools.pen.cursor)
    this.#place()
  }

  setTool(tool: ToolId): void {
    this.#picture.handles.typing?.finish()
    this.#tools[this.#tool.get()].finish?.(true)
    if (tool === this.#tool.get()) return
    this.#input.cancel()
    if (tool !== 'select' && tool !== 'lasso' && tool !== 'hand') this.clearSelection()
    this.#tool.set(tool)
    this.pen.follow()
    this.#picture.setCursor(this.#tools[tool].cursor)
    this.#showStyle()
  }

  /** Changes how new ink looks, and what is selected with it. */
  setStyle(change: Partial<InkStyle>): void {
    const ink = this.figures.withoutPaper(change)
    this.#style.update((style) => ({ ...style, ...ink }))
    if (this.#selection.get().length > 0) {
      this.#restyling?.stop()
      const all = { ...this.#restyling?.change, ...change }
      this.#restyling = { change: all, stop: this.#clock.after(RESTYLE_AFTER, () => this.#restyle()) }
      // A swatch is one click; only sliders send a run of values.
      if (change.opacity === undefined) this.#restyle()
    }
    this.#showStyle()
  }

  /** Changes what the eraser takes. */
  setEraser(change: Partial<EraserStyle>): void {
    this.#eraser.update((style) => ({ ...style, ...change }))
    this.#picture.setCursor(this.#tools[this.#tool.get()].cursor)
  }

  /** Zooms about the middle of the view; 1 is 100 %. */
  zoomTo(zoom: number): void {
    this.#camera.zoomTo(zoom)
  }

  zoomToFit(): void {
    this.viewing.run('zoom-fit')
  }

  deleteSelection(): void {
    this.selecting.arrange.run('delete')
  }

  duplicateSelection(): void {
    this.selecting.arrange.run('duplicate')
  }

  selectAll(): void {
    this.setTool('select')
    this.#select(this.selecting.all())
  }

  clearSelection(): void {
    this.#select([])
  }

  setTheme(theme: Theme): void {
    this.#picture.setTheme(theme)
  }

  /** As `exporting.image`. */
  async exportImage(options: ExportOptions): Promise<ExportedImage> {
    return await this.exporting.image(options)
  }

  focus(): void {
    this.#picture.root.focus({ preventScroll: true })
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#restyling?.stop()
    this.#input.dispose()
    this.#keyboard.dispose()
    this.#following.dispose()
    this.selecting.dispose()
    this.viewing.dispose()
    for (const stop of this.#stop) stop()
    this.#room.movePointer(null)
    this.#picture.dispose()
  }

  #toolContext(): ToolContext {
    const { index, handles } = this.#picture
    const zoom = (): number => this.camera.get().zoom
    return {
      room: this.#room,
      zoom,
      style: () => this.#style.get(),
      pen: () => this.pen.settings.get(),
      eraser: () => this.#eraser.get(),
      after: (ms, task) => this.#clock.after(ms, task),
      figure: () => this.figures.style.get(),
      selection: () => this.#selection.get(),
      select: (ids) => this.#select(ids),
      recordAt: (at, radius) => recordAt(index, at, radius / zoom()),
      ...this.selecting.forTools(),
      frameAt: (input) => handles.frameAt(input.screen, input.at, input.device === 'touch'),
      showBox: (box) => this.#picture.setBox(box),
      fade: (ids) => this.#picture.setFaded(ids),
      preview: (stroke, points) => this.#picture.setPreview(stroke, points),
      panBy: (dx, dy) => this.#camera.panBy(dx, dy),
      editText: (id) => this.typing.edit(id),
      beginText: (at, wrap) => this.typing.begin(at, wrap),
      setCursor: (cursor) => this.#picture.setCursor(cursor),
      sketch: (records) => this.#picture.sketch(records),
      showTarget: (target) => this.#picture.setTarget(target),
      targetAt: (at, radius) => targetAt(index, at, radius / zoom()),
      drawn: (id) => this.#written(id),
    }
  }

  #run(command: Command): boolean {
    switch (command.kind) {
      case 'tool':
        if (!this.#input.busy) this.setTool(command.tool)
        return true
      case 'next-nib':
        if (!this.#input.busy) this.pen.next()
        return true
      case 'undo':
        if (!this.#input.busy) this.#room.undo()
        return true
      case 'redo':
        if (!this.#input.busy) this.#room.redo()
        return true
      case 'zoom-in':
      case 'zoom-out':
      case 'zoom-reset':
      case 'zoom-fit':
      case 'zoom-selection':
      case 'find':
        return this.viewing.run(command.kind)
      case 'select-all':
        this.selectAll()
        return true
      case 'escape':
        return this.#escape()
      case 'finish':
        return this.#tools[this.#tool.get()].finish?.(true) === true || this.typing.editSelected()
      case 'arrange':
        return !this.#input.busy && this.selecting.run(command.action)
      case 'delete':
      case 'duplicate':
      case 'nudge':
        return this.#runOnSelection(command)
    }
  }

  #runOnSelection(command: Command): boolean {
    if (this.#selection.get().length === 0 || this.#input.busy) return false
    if (command.kind === 'delete') this.deleteSelection()
    else if (command.kind === 'duplicate') this.duplicateSelection()
    else if (command.kind === 'nudge') {
      const { zoom } = this.camera.get()
      const { dx, dy } = command
      this.#editing.patch(this.#selected().map(({ id, x, y }) => [id, { x: x + dx / zoom, y: y + dy / zoom }]))
    }
    return true
  }

  #escape(): boolean {
    if (this.#input.cancel() || this.#tools[this.#tool.get()].finish?.(false) === true) return true
    if (this.#selection.get().length === 0) return false
    this.clearSelection()
    return true
  }

  /** What was just written can be moved and coloured at once. */
  #written(id: RecordId | null): void {
    if (this.#disposed) return
    this.setTool('select')
    if (id !== null) this.#select([id])
  }

  #select(ids: readonly RecordId[]): void {
    const before = this.#selection.get()
    if (ids.length === before.length && ids.every((id, i) => id === before[i])) return
    this.#restyle()
    this.#selection.set(ids)
    this.#picture.setSelected(this.#selected())
    this.selecting.arrange.refresh()
    this.#showStyle()
  }

  #showStyle(): void {
    const records = this.#selected()
    const style =
      records.length === 0
        ? styleOfInk(this.figures.inkOf(this.#style.get()))
        : // What a slider says counts before what is selected has taken it on.
          { ...styleOfRecords(records, this.camera.get().zoom), ...this.#restyling?.change }
    if (!isSameStyle(style, this.#shownStyle.get())) this.#shownStyle.set(style)
    this.figures.show()
    this.typing.refresh()
  }

  #selected(): BoardRecord[] {
    const records: BoardRecord[] = []
    for (const id of this.#selection.get()) {
      const record = this.#room.store.get(id)
      if (record !== undefined) records.push(record)
    }
    return records
  }

  #restyle(): void {
    const restyling = this.#restyling
    if (restyling === null) return
    restyling.stop()
    this.#restyling = null
    this.#editing.restyle(this.#selected(), restyling.change, this.camera.get().zoom)
  }

  #follow(changes: readonly RecordChange[]): void {
    this.#picture.follow(changes)
    this.selecting.follow(changes)
    this.typing.follow(changes)
    const ids = this.#selection.get()
    if (ids.length === 0) return
    const selected = new Set(ids)
    if (!changes.some(({ id }) => selected.has(id))) return
    const left = ids.filter((id) => this.#room.store.get(id) !== undefined)
    if (left.length !== ids.length) this.#selection.set(left)
    this.#picture.setSelected(this.#selected())
    this.selecting.arrange.refresh()
    this.#showStyle()
  }

  /** Looks at the origin first, and at everything once the board is there and does not fit. */
  #place(): void {
    if (this.#isPlaced) return
    const { width, height } = this.#camera
    if (width <= 1 || height <= 1) return
    this.#camera.place({ x: 0, y: 0 }, { x: width / 2, y: height / 2 }, 1)
    const extent = this.#picture.index.extent()
    if (extent !== null) this.#camera.fit(extent)
    // Until the board is loaded and as long as nobody has moved, it may be placed again.
    this.#isPlaced = this.#room.status.get().kind !== 'loading'
  }

  #cursorAt(event: PointerEvent, at: Place): string {
    const tool = this.#tools[this.#tool.get()]
    if (tool.id !== 'select' && tool.id !== 'lasso') return tool.cursor
    const place = this.#camera.toBoard(at)
    const handle = tool.cursorAt?.(place) ?? this.#picture.handles.cursorAt(event, at, place)
    if (handle !== null) return handle
    const { zoom } = this.camera.get()
    return recordAt(this.#picture.index, this.#camera.toBoard(at), HIT_RADIUS / zoom) === null ? tool.cursor : 'move'
  }

  #hover(at: Place | null): void {
    this.#hoverAt = at
    if (at !== null && !this.#input.busy) this.#tools[this.#tool.get()].hover?.(this.#camera.toBoard(at))
    if (at === null) this.#room.movePointer(null)
    else this.#picture.request()
  }

  /** Once a frame at most. */
  #tellPointer(): void {
    if (this.#hoverAt === null) return
    this.#room.movePointer(this.#camera.toBoard(this.#hoverAt))
    this.#hoverAt = null
  }
}
