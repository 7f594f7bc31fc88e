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
import { closedTool } from '#renderer/tools/closed-tool.ts'
import { EraserTool } from '#renderer/tools/eraser-tool.ts'
import { HandTool } from '#renderer/tools/hand-tool.ts'
import { PenTool } from '#renderer/tools/pen-tool.ts'
import { Stamps } from '#renderer/stamps/stamps.ts'
import { SelectTool } from '#renderer/tools/select-tool.ts'
import { figureTools } from '#renderer/tools/figure-tools.ts'
import { LineHandlesTool } from '#renderer/tools/line-tool-handles.ts'
import { StampTool } from '#renderer/tools/stamp-tool.ts'
import { TextTool } from '#renderer/tools/text-tool.ts'
import { type EraserStyle, type InkStyle, type Tool, type ToolContext, type ToolId } from '#renderer/tools/tool.ts'
import { Following } from './bindings-following.ts'
import { withFollowing, withStandingLines } from './bindings-room.ts'
import { targetAt } from './bindings.ts'
import { BoardPicture } from './board-picture.ts'
import { broughtBack } from './brought-back.ts'
import { Camera, type CameraState } from './camera.ts'
import { Editing } from './editing.ts'
import type { EditorOptions } from './editor-options.ts'
import { FigureStyling } from './figure-styling.ts'
import { recordAt, shapeAround } from './hit-test.ts'
import { Hovering } from './hovering.ts'
import { Images } from './images.ts'
import { Input } from './input.ts'
import { Keyboard } from './keyboard.ts'
import { runCommand } from './commands.ts'
import { InkStyling } from './ink-styling.ts'
import { Layering } from './layering.ts'
import { Nudging } from './nudging.ts'
import { Paging } from './paging.ts'
import type { ShownStyle } from './shown-style.ts'
import { SelectedRecords } from './selected-records.ts'
import { Selecting } from './selecting.ts'
import { PenInHand } from './pen-in-hand.ts'
import { Sheets } from './sheets.ts'
import { StandingLines } from './standing-lines.ts'
import { ToolKeeping } from './tool-keeping.ts'
import { ToolMemory } from './tool-memory.ts'
import { Typing } from './typing.ts'
import { Viewing } from './viewing.ts'

export type { EraserStyle, InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** Reaches of the eraser to choose from, in CSS pixels. */
export const ERASER_RADII: readonly number[] = [4, 8, 16, 32]

const FIRST_ERASER: EraserStyle = { kind: 'whole', radius: 8 }

/** A board in the page: shows a room, and lets a person draw in it. What panels use. */
export class Editor {
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #camera = new Camera()
  readonly #picture: BoardPicture
  readonly #editing: Editing
  readonly #following: Following
  readonly #hovering: Hovering
  readonly #input: Input
  readonly #keyboard: Keyboard
  readonly #memory: ToolMemory
  readonly #tools: Readonly<Record<ToolId, Tool>>
  readonly #tool = new Value<ToolId>('pen')
  readonly #styling: InkStyling
  readonly #eraser = new Value<EraserStyle>(FIRST_ERASER)
  readonly #selection = new Value<readonly RecordId[]>([])
  readonly #selected: SelectedRecords
  readonly #penDown = new Value(false)
  readonly #stop: Dispose[] = []
  #disposed = false

  /** The pages of the board, and the layers of the one in view. */
  readonly pages: Paging
  readonly layers: Layering
  /** What of the room is in view, and where what is drawn goes. */
  readonly sheets: Sheets
  readonly tool: ReadonlyValue<ToolId> = this.#tool
  /** Whether it stays in hand when something was drawn with it. */
  readonly keeping = new ToolKeeping()
  /** The pen's nib, and how it draws. */
  readonly pen: PenInHand
  /** How shapes and lines look, beside what they share with ink. */
  readonly figures: FigureStyling
  /** Words on the board, and how they look. */
  readonly typing: Typing
  /** The ways of looking at the board. */
  readonly viewing: Viewing
  readonly selecting: Selecting
  /** The style of what is selected, or else of new ink. */
  readonly shownStyle: ReadonlyValue<ShownStyle>
  readonly eraser: ReadonlyValue<EraserStyle> = this.#eraser
  readonly camera: ReadonlyValue<CameraState> = this.#camera.state
  readonly selection: ReadonlyValue<readonly RecordId[]> = this.#selection
  /** While a pointer draws, selects or erases, nothing else in the window may move. */
  readonly penDown: ReadonlyValue<boolean> = this.#penDown
  /** Makes files of the board. */
  readonly exporting: BoardExport
  /** Small drawings to be put on boards again and again. */
  readonly stamps: Stamps
  /** Puts files on the board. */
  readonly opening: Opening
  /** Puts pictures on the board. */
  readonly images: Images

  constructor({ element, room: stored, theme, labels, keep, hearPaste = null, clock = browserClock }: EditorOptions) {
    const lines = new StandingLines(stored.store)
    const sheets = new Sheets(withStandingLines(stored, lines))
    const { room } = sheets
    this.sheets = sheets
    this.layers = new Layering(sheets)
    this.#clock = clock
    this.#selected = new SelectedRecords(room.store, this.#selection)
    const selected = (): readonly BoardRecord[] => this.#selected.get()
    const zoom = (): number => this.camera.get().zoom
    // What is typed into is styled as if it were selected.
    const styled = (): readonly BoardRecord[] => this.typing.record() ?? this.#selected.get()
    this.#styling = new InkStyling(clock, {
      selected: styled,
      zoom,
      forInk: (change) => this.figures.withoutPaper(change),
      shownOf: (style) => this.figures.inkOf(style),
      restyle: (...what) => this.typing.setInk(what[1]) || this.#editing.restyle(...what),
    })
    this.shownStyle = this.#styling.shown
    this.pen = new PenInHand({
      tool: this.#tool,
      style: this.#styling.style,
      setTool: (tool) => this.setTool(tool),
      showStyle: () => this.#showStyle(),
    })
    this.#picture = new BoardPicture(element, room, this.#camera, theme, clock, {
      sheets,
      isBusy: () => this.#penDown.get(),
      onMoving: (change, isCopying) => this.selecting.inHand.show(change, isCopying),
      onMoved: (patches) => this.selecting.inHand.move(patches),
      onCopied: (change) => this.selecting.inHand.copy(change),
      onWrap: (text, wrapping, gesture) => this.typing.wrap(text, wrapping, gesture),
      onResize: () => {
        this.pages.place()
        this.viewing.presenting.refit()
      },
      grid: () => this.viewing.grid.get(),
      onFrame: () => this.#hovering.tell(),
    })
    this.pages = new Paging({
      sheets,
      camera: this.#camera,
      extent: () => this.#picture.index.extent(),
      interrupt: () => this.#interrupt(),
    })
    this.#following = new Following(lines, this.#picture.index)
    this.#room = withFollowing(room, this.#following)
    this.#editing = new Editing(this.#room)
    this.figures = new FigureStyling({
      tool: () => this.#tool.get(),
      selected: styled,
      zoom,
      patch: (patches) => this.#editing.patch(patches),
    })
    this.viewing = new Viewing({
      sheets,
      pages: this.pages,
      camera: this.#camera,
      picture: this.#picture,
      clock,
      keep: keep ?? null,
      isBusy: () => this.#penDown.get(),
      selected,
    })
    this.typing = new Typing({
      room: this.#room,
      picture: this.#picture,
      editing: this.#editing,
      sheets,
      clock,
      label: labels?.text,
      zoom,
      style: () => this.#styling.style.get(),
      isTextTool: () => this.#tool.get() === 'text',
      selected,
      onBegin: () => this.#select([]),
      onEnd: (id) => this.#written(id),
    })
    this.selecting = new Selecting({
      room: this.#room,
      picture: this.#picture,
      camera: this.#camera,
      editing: this.#editing,
      following: this.#following,
      selected,
      select: (ids) => this.#select(ids),
      tool: () => this.#tool.get(),
      setTool: (tool) => this.setTool(tool),
      style: () => this.#styling.style.get(),
      isBusy: () => this.#input.busy,
      hearPaste,
      placePictures: (files, at) => void this.images.place(files, { at }),
    })
    if (labels !== undefined) this.#picture.root.setAttribute('aria-label', labels.board)
    this.images = new Images({
      clock,
      room: this.#room,
      camera: this.#camera,
      picture: this.#picture,
      selected,
      spareFile: (hash) => this.stamps.own.pictures.get(hash),
      placed: (ids) => this.brought(ids),
    })
    this.#memory = new ToolMemory(keep ?? null, {
      style: this.#styling.style,
      eraser: this.#eraser,
      keeping: this.keeping,
      pen: this.pen,
      figures: this.figures,
      typing: this.typing,
    })
    this.exporting = new BoardExport(
      this.#picture.index,
      this.#camera,
      selected,
      () => this.viewing.look.get(),
      this.images.files,
      sheets.store,
    )
    this.opening = new Opening(
      room,
      this.#camera,
      this.images,
      () => sheets.place().page,
      (ids) => this.brought(ids),
    )
    this.stamps = new Stamps(keep ?? null, () => this.#room.newRecordId())
    const context = this.#toolContext()
    this.#tools = {
      select: new LineHandlesTool(context, new SelectTool(context)),
      lasso: new LineHandlesTool(context, new SelectTool(context, 'lasso')),
      hand: new HandTool(context),
      pen: new PenTool(context),
      eraser: new EraserTool(context),
      text: new TextTool(context),
      stamp: new StampTool(context, this.stamps),
      ...figureTools(context),
    }
    this.#hovering = new Hovering({
      room: this.#room,
      camera: this.#camera,
      picture: this.#picture,
      tool: () => this.#toolInHand(),
      isBusy: () => this.#input.busy,
    })
    this.#input = new Input({
      root: this.#picture.root,
      camera: this.#camera,
      handles: this.#picture.handles,
      tool: () => this.#toolInHand(),
      eraser: this.#tools.eraser,
      setPenDown: (down) => this.#penDown.set(down),
      hover: (at) => this.#hovering.hover(at),
      setCursor: (cursor) => this.#picture.setCursor(cursor),
      cursorAt: (event, at) => this.#hovering.cursorAt(event, at),
      zooming: () => this.#picture.zooming(),
    })
    const nudging = new Nudging({ editing: this.#editing, selected, zoom })
    this.#keyboard = new Keyboard(this.#picture.root, {
      run: (command) =>
        runCommand(command, {
          editor: this,
          isBusy: this.#input.busy,
          escape: () => this.#escape(),
          finish: () => this.#finish(true),
          nudge: (dx, dy) => nudging.by(dx, dy),
          tool: this.#toolInHand(),
        }),
      setSpace: (held) => this.#input.setSpace(held),
      endNudge: () => nudging.end(),
      type: () => !this.#input.busy && this.typing.typeInto(),
    })
    this.#stop.push(
      () => lines.dispose(),
      this.#selected.dispose,
      room.store.onChange((changes) => this.#follow(changes)),
      // What is no longer to be touched is let go.
      this.layers.layers.subscribe(() => this.#select(this.#selection.get())),
      sheets.barrier.subscribe(() => this.#picture.setCursor(this.#toolInHand().cursor)),
      this.typing.isOpen.subscribe(() => this.#showStyle()),
      this.#camera.state.subscribe(() => {
        if (this.#selection.get().length > 0) this.#showStyle()
      }),
    )
    this.#picture.setCursor(this.#tools.pen.cursor)
    this.pages.place()
  }

  setTool(tool: ToolId): void {
    this.#picture.handles.typing?.finish()
    this.#tools[this.#tool.get()].finish?.(true)
    if (tool === this.#tool.get()) return
    this.#input.cancel()
    if (tool !== 'select' && tool !== 'lasso' && tool !== 'hand') this.clearSelection()
    this.#tool.set(tool)
    this.pen.follow()
    this.#picture.setCursor(this.#toolInHand().cursor)
    this.#showStyle()
  }

  /** Changes how new ink looks, and what is selected with it. */
  setStyle(change: Partial<InkStyle>): void {
    this.#styling.set(change)
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

  /** Keeps what is selected as a stamp. @throws AppError with the reason why it cannot be one */
  async keepAsStamp(): Promise<void> {
    await this.stamps.keep(this.selecting.taken(), this.camera.get().zoom, this.images.files)
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

  /** Has the board take the keys, unless words on it do. */
  focus(): void {
    const { typing } = this.#picture.handles
    if (typing === null) this.#picture.root.focus({ preventScroll: true })
    else typing.focus()
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.typing.dispose()
    const parts = [this.#styling, this.#input, this.#keyboard, this.selecting, this.images, this.#memory, this.viewing]
    for (const part of [...parts, this.pages, this.layers, this.sheets]) part.dispose()
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
      middle: () => this.#camera.toBoard({ x: this.#camera.width / 2, y: this.#camera.height / 2 }),
      style: () => this.#styling.style.get(),
      pen: () => this.pen.settings.get(),
      eraser: () => this.#eraser.get(),
      after: (ms, task) => this.#clock.after(ms, task),
      figure: () => this.figures.style.get(),
      selection: () => this.#selection.get(),
      select: (ids) => this.#select(ids),
      recordAt: (at, radius) => recordAt(index, at, radius / zoom()),
      shapeAround: (at) => shapeAround(index, at),
      ...this.selecting.forTools(),
      ...this.#picture.forTools(),
      frameAt: (input) => handles.frameAt(input.screen, input.at, input.device === 'touch'),
      panBy: (dx, dy) => this.#camera.panBy(dx, dy),
      editText: (id) => this.typing.edit(id),
      beginText: (at, wrap) => this.typing.begin(at, wrap),
      targetAt: (at, radius) => targetAt(index, at, radius / zoom()),
      drawn: (id) => this.#written(id),
    }
  }

  /** Takes back the last place of what the tool in hand is in the middle of, or else the last step. */
  undo(): void {
    const tool = this.#toolInHand()
    if (tool.undo?.() === true) return
    const back = broughtBack(this.#room.store, () => this.pages.undo())
    // What was deleted by mistake is in hand again; but not while one draws or erases.
    if (back.length > 0 && (tool.id === 'select' || tool.id === 'lasso')) this.#select(back)
  }

  /** As the Enter key: where the tool in hand knows what to do. */
  enter(): void {
    this.#toolInHand().enter?.()
  }

  #finish(keep: boolean): boolean {
    return this.#tools[this.#tool.get()].finish?.(keep) === true
  }

  #escape(): boolean {
    if (this.#input.cancel() || this.#finish(false)) return true
    if (this.#selection.get().length === 0) return false
    if (this.selecting.leaveGroup()) return true
    this.clearSelection()
    return true
  }

  /** What was just drawn or written can be moved and coloured at once, unless one goes on with more of it. */
  #written(id: RecordId | null): void {
    if (!this.keeping.keeps(this.#tool.get())) this.brought(id === null ? [] : [id])
  }

  /** What was brought along can be moved at once. */
  brought(ids: readonly RecordId[]): void {
    if (this.#disposed) return
    this.setTool('select')
    this.#select(ids)
  }

  #toolInHand(): Tool {
    const tool = this.#tools[this.#tool.get()]
    return this.layers.barrier.get() === null ? tool : closedTool(tool, () => this.sheets.refuseToDraw())
  }

  /** Ends what a hand or a keyboard is in the middle of. */
  #interrupt(): void {
    this.#picture.handles.typing?.finish()
    this.#finish(true)
    this.#input.cancel()
  }

  #select(wanted: readonly RecordId[]): void {
    const ids = this.sheets.touchable(wanted)
    const before = this.#selection.get()
    if (ids.length === before.length && ids.every((id, i) => id === before[i])) return
    this.#styling.settle()
    this.#selection.set(ids)
    this.#picture.setSelected(this.#selected.get())
    this.selecting.arrange.refresh()
    this.#showStyle()
  }

  #showStyle(): void {
    this.#styling.show()
    this.figures.show()
    this.typing.refresh()
    this.images.refresh()
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
    this.#picture.setSelected(this.#selected.get())
    this.selecting.arrange.refresh()
    this.#showStyle()
  }
}
