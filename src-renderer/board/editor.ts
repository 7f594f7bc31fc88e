import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { Clock } from '#shared/platform.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { BoardExport } from '#renderer/export/board-export.ts'
import type { ExportedImage, ExportOptions } from '#renderer/export/png.ts'
import { EraserTool } from '#renderer/tools/eraser-tool.ts'
import { HandTool } from '#renderer/tools/hand-tool.ts'
import { PenTool } from '#renderer/tools/pen-tool.ts'
import { SelectTool } from '#renderer/tools/select-tool.ts'
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
import { BoardPicture } from './board-picture.ts'
import { Camera, zoomStop, type CameraState } from './camera.ts'
import { Editing } from './editing.ts'
import { recordAt, recordsAlong, recordsInBox } from './hit-test.ts'
import { Input } from './input.ts'
import { Keyboard } from './keyboard.ts'
import type { Command } from './keys.ts'
import { isSameStyle, styleOfInk, styleOfRecords, type ShownStyle } from './shown-style.ts'
import type { TextDraft } from './text-editing.ts'

export type { EraserStyle, InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** Pen widths to choose from, in board units at 100 % zoom. */
export const WIDTHS: readonly number[] = [2, 4, 8, 16, 32]

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
}

/** A board in the page: shows a room, and lets a person draw in it. What panels use. */
export class Editor {
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #labels: EditorOptions['labels']
  readonly #camera = new Camera()
  readonly #picture: BoardPicture
  readonly #editing: Editing
  readonly #export: BoardExport
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
  /** The style of what is selected, or else of new ink. */
  readonly shownStyle: ReadonlyValue<ShownStyle> = this.#shownStyle
  readonly eraser: ReadonlyValue<EraserStyle> = this.#eraser
  readonly camera: ReadonlyValue<CameraState> = this.#camera.state
  readonly selection: ReadonlyValue<readonly RecordId[]> = this.#selection
  /** While a pointer draws, selects or erases, nothing else in the window may move. */
  readonly penDown: ReadonlyValue<boolean> = this.#penDown

  constructor({ element, room, theme, labels, clock = browserClock() }: EditorOptions) {
    this.#room = room
    this.#clock = clock
    this.#labels = labels
    this.#editing = new Editing(room)
    this.#picture = new BoardPicture(element, room, this.#camera, theme, clock, {
      isBusy: () => this.#penDown.get(),
      onMoved: (patches) => this.#editing.patch(patches.map(([{ id }, patch]) => [id, patch])),
      onResize: () => this.#place(),
      onFrame: () => this.#tellPointer(),
    })
    if (labels !== undefined) this.#picture.root.setAttribute('aria-label', labels.board)
    this.#export = new BoardExport(this.#picture.index, this.#camera, () => this.#selected())
    const context = this.#toolContext()
    this.#tools = {
      select: new SelectTool(context),
      hand: new HandTool(context),
      pen: new PenTool(context),
      eraser: new EraserTool(context),
      text: new TextTool(context),
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
    if (tool === this.#tool.get()) return
    this.#input.cancel()
    if (tool !== 'select' && tool !== 'hand') this.clearSelection()
    this.#tool.set(tool)
    this.#picture.setCursor(this.#tools[tool].cursor)
  }

  /** Changes how new ink looks, and what is selected with it. */
  setStyle(change: Partial<InkStyle>): void {
    this.#style.update((style) => ({ ...style, ...change }))
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

  zoomIn(): void {
    this.zoomTo(zoomStop(this.camera.get().zoom, 1))
  }

  zoomOut(): void {
    this.zoomTo(zoomStop(this.camera.get().zoom, -1))
  }

  /** Zooms about the middle of the view; 1 is 100 %. */
  zoomTo(zoom: number): void {
    this.#camera.zoomTo(zoom)
  }

  zoomToFit(): void {
    const extent = this.#picture.index.extent()
    if (extent !== null) this.#camera.fit(extent)
    else this.#camera.place({ x: 0, y: 0 }, { x: this.#camera.width / 2, y: this.#camera.height / 2 }, 1)
  }

  deleteSelection(): void {
    this.#editing.remove(this.#selection.get())
  }

  duplicateSelection(): void {
    const records = this.#selected().sort((a, b) => this.#orderOf(a) - this.#orderOf(b))
    const copies = this.#editing.duplicate(records, this.camera.get().zoom)
    if (copies.length > 0) this.#select(copies)
  }

  selectAll(): void {
    this.setTool('select')
    this.#select(this.#picture.index.ids())
  }

  clearSelection(): void {
    this.#select([])
  }

  setTheme(theme: Theme): void {
    this.#picture.setTheme(theme)
  }

  /**
   * Makes a PNG of the board, the view or what is selected.
   *
   * @throws AppError `export/empty`, `export/too-large` or `export/failed`
   */
  async exportImage(options: ExportOptions): Promise<ExportedImage> {
    return await this.#export.image(options)
  }

  /** The size in pixels that an export would have; null if there is nothing to export. */
  measureExport(options: ExportOptions): { width: number; height: number } | null {
    return this.#export.measure(options)
  }

  /** A small PNG of the whole board on light paper. */
  async renderThumbnail(width: number, height: number): Promise<Blob> {
    return await this.#export.thumbnail(width, height)
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
      eraser: () => this.#eraser.get(),
      selection: () => this.#selection.get(),
      select: (ids) => this.#select(ids),
      recordAt: (at, radius) => recordAt(index, at, radius / zoom()),
      recordsAlong: (from, to, radius) => recordsAlong(index, from, to, radius / zoom()),
      recordsInBox: (box) => recordsInBox(index, box),
      frameAt: (input) => handles.frameAt(input.screen, input.at, input.device === 'touch'),
      showBox: (box) => this.#picture.setBox(box),
      fade: (ids) => this.#picture.setFaded(ids),
      preview: (stroke, points) => this.#picture.setPreview(stroke, points),
      panBy: (dx, dy) => this.#camera.panBy(dx, dy),
      editText: (id) => {
        const record = this.#room.store.get(id)
        if (record?.type === 'text') this.#type(record)
      },
      beginText: (at) => this.#type(this.#editing.draftAt(at, this.#style.get(), zoom())),
      setCursor: (cursor) => this.#picture.setCursor(cursor),
    }
  }

  #run(command: Command): boolean {
    switch (command.kind) {
      case 'tool':
        if (!this.#input.busy) this.setTool(command.tool)
        return true
      case 'undo':
        if (!this.#input.busy) this.#room.undo()
        return true
      case 'redo':
        if (!this.#input.busy) this.#room.redo()
        return true
      case 'zoom-in':
        this.zoomIn()
        return true
      case 'zoom-out':
        this.zoomOut()
        return true
      case 'zoom-reset':
        this.zoomTo(1)
        return true
      case 'zoom-fit':
        this.zoomToFit()
        return true
      case 'select-all':
        this.selectAll()
        return true
      case 'escape':
        return this.#escape()
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
    if (this.#input.cancel()) return true
    if (this.#selection.get().length === 0) return false
    this.clearSelection()
    return true
  }

  #type(draft: TextDraft): void {
    this.#select([])
    const typed: TextDraft = { ...draft }
    this.#picture.type(typed, (words) => {
      const id = this.#editing.keepText(typed, words)
      if (this.#disposed) return
      // What was just written can be moved and coloured at once.
      this.setTool('select')
      if (id !== null) this.#select([id])
    })
    if (this.#labels !== undefined) this.#picture.handles.typing?.setLabel(this.#labels.text)
  }

  #select(ids: readonly RecordId[]): void {
    const before = this.#selection.get()
    if (ids.length === before.length && ids.every((id, i) => id === before[i])) return
    this.#restyle()
    this.#selection.set(ids)
    this.#picture.setSelected(this.#selected())
    this.#showStyle()
  }

  #showStyle(): void {
    const records = this.#selected()
    const style =
      records.length === 0
        ? styleOfInk(this.#style.get())
        : // What a slider says counts before what is selected has taken it on.
          { ...styleOfRecords(records, this.camera.get().zoom), ...this.#restyling?.change }
    if (!isSameStyle(style, this.#shownStyle.get())) this.#shownStyle.set(style)
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

  #orderOf(record: BoardRecord): number {
    return this.#picture.index.orderOf(record.id)
  }

  #follow(changes: readonly RecordChange[]): void {
    this.#picture.follow(changes)
    const ids = this.#selection.get()
    if (ids.length === 0) return
    const selected = new Set(ids)
    if (!changes.some(({ id }) => selected.has(id))) return
    const left = ids.filter((id) => this.#room.store.get(id) !== undefined)
    if (left.length !== ids.length) this.#selection.set(left)
    this.#picture.setSelected(this.#selected())
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
    if (tool.id !== 'select') return tool.cursor
    const handle = this.#picture.handles.cursorAt(event, at, this.#camera.toBoard(at))
    if (handle !== null) return handle
    const { zoom } = this.camera.get()
    return recordAt(this.#picture.index, this.#camera.toBoard(at), HIT_RADIUS / zoom) === null ? tool.cursor : 'move'
  }

  #hover(at: Place | null): void {
    this.#hoverAt = at
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

function browserClock(): Clock {
  return {
    now: () => performance.now(),
    after: (ms, task) => {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
  }
}
