import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { Nib } from '#shared/model/properties.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { HIT_RADIUS, type InkStyle, type Place, type ToolContext, type ToolId } from '#renderer/tools/tool.ts'
import { Arranging, type ArrangeAction } from './arranging.ts'
import type { BoardPicture } from './board-picture.ts'
import type { Camera } from './camera.ts'
import type { Following } from './bindings-following.ts'
import { BoardClipboard } from './clipboard.ts'
import type { Editing } from './editing.ts'
import { withContents } from './frame-contents.ts'
import { Groups, unitIn } from './groups.ts'
import { recordAt, recordsAlong, recordsInBox } from './hit-test.ts'
import { SelectionInHand } from './selection-in-hand.ts'

/** What selecting needs of the editor. */
export interface SelectingHost {
  readonly room: RoomView
  readonly picture: BoardPicture
  readonly camera: Camera
  readonly editing: Editing
  readonly following: Following
  selected(): readonly BoardRecord[]
  select(ids: readonly RecordId[]): void
  tool(): ToolId
  setTool(tool: ToolId): void
  style(): InkStyle
  /** Whether a pointer is doing something. */
  isBusy(): boolean
  /** Has the page hear a `paste` event, as a desktop window can; null elsewhere. */
  readonly hearPaste: (() => void) | null
  /** Puts pictures on the board. */
  placePictures(files: readonly Blob[], at: Place): void
}

/** What is selected and what can be done with it: moving, arranging, the clipboard, and the menu at the pointer. */
export class Selecting {
  readonly arrange: Arranging
  readonly clipboard: BoardClipboard
  /** What comes of the selection while a hand moves it. */
  readonly inHand: SelectionInHand
  readonly #host: SelectingHost
  readonly #groups: Groups
  readonly #menu = new Value<Place | null>(null)
  readonly #abort = new AbortController()
  /** Where the pointer is over the board, in CSS pixels of the view; null while it is elsewhere. */
  #pointer: Place | null = null

  /** Where the menu is open, in CSS pixels of the window; null while it is not. */
  readonly menu: ReadonlyValue<Place | null> = this.#menu

  constructor(host: SelectingHost) {
    this.#host = host
    const { room, picture, editing } = host
    const { root, index } = picture
    const context = {
      room,
      editing,
      selected: () => host.selected(),
      zoom: () => host.camera.state.get().zoom,
    }
    this.#groups = new Groups(room.store)
    this.arrange = new Arranging({ ...context, index, groups: this.#groups, select: (ids) => host.select(ids) })
    this.clipboard = new BoardClipboard(root.ownerDocument, {
      ...context,
      groups: this.#groups,
      taken: () => this.taken(),
      style: () => host.style(),
      place: () => this.#placeToPaste(),
      hearPaste: host.hearPaste,
      placePictures: (files, at) => host.placePictures(files, at),
      pasted: (ids) => {
        host.setTool('select')
        host.select(ids)
      },
    })
    this.inHand = new SelectionInHand({
      ...context,
      index,
      groups: this.#groups,
      following: host.following,
      sketch: (...records) => picture.sketchPlaced(...records),
      select: (ids) => host.select(ids),
      refuse: (error) => this.clipboard.refuse(error),
    })
    const { signal } = this.#abort
    root.addEventListener('pointermove', (event) => (this.#pointer = this.#inView(event)), { signal })
    root.addEventListener('pointerleave', () => (this.#pointer = null), { signal })
    root.addEventListener('contextmenu', (event) => this.#onContextMenu(event), { signal })
  }

  /** The part of what tools can do that is about finding, surrounding and placing things. What is locked they do not find. */
  forTools(): Pick<
    ToolContext,
    'recordsAlong' | 'recordsInBox' | 'groupMembers' | 'enteredGroup' | 'enterGroup' | 'showLasso' | 'toGrid'
  > {
    const { picture, camera } = this.#host
    const { index } = picture
    return {
      recordsAlong: (from, to, radius) =>
        recordsAlong(index, from, to, radius / camera.state.get().zoom).filter(({ locked }) => !locked),
      recordsInBox: (box: Box) => recordsInBox(index, box).filter(({ locked }) => !locked),
      groupMembers: (group) => this.#groups.membersOf(group),
      enteredGroup: () => this.#groups.entered(this.#host.selected()),
      enterGroup: (group) => this.#groups.enter(group),
      showLasso: (corners) => picture.setLasso(corners),
      toGrid: (box) => picture.toGrid(box),
    }
  }

  /** Arranges what is selected; why that failed is heard from `clipboard.onRefused`. Answers whether it made sense. */
  run(action: ArrangeAction): boolean {
    try {
      return this.arrange.run(action)
    } catch (error) {
      this.clipboard.refuse(error)
      return true
    }
  }

  /** Everything that is not locked. */
  all(): RecordId[] {
    const ids: RecordId[] = []
    for (const { record } of this.#host.picture.index.items()) if (!record.locked) ids.push(record.id)
    return ids
  }

  /** What is selected and what lies in frames among it, bottom first: what goes where the selection goes. */
  taken(): readonly BoardRecord[] {
    const { room, picture } = this.#host
    const { compare } = picture.index.outline
    return withContents(this.#host.selected(), room.store.values(), compare).toSorted(compare)
  }

  /** Follows the store. */
  follow(changes: readonly RecordChange[]): void {
    this.#groups.apply(changes)
  }

  /** Takes the group that was gone into as one thing again. Answers whether anything else is selected by that. */
  leaveGroup(): boolean {
    for (;;) {
      const selected = this.#host.selected()
      const left = this.#groups.leave(selected)
      if (left === '') return false
      const members = this.#groups.membersOf(left)
      // Where all of it was selected, piece by piece, one would not see that anything happened.
      if (members.length === selected.length) continue
      this.#host.select(members)
      return true
    }
  }

  /** Draws the ink that is selected with another nib. */
  setNib(nib: Nib): void {
    this.#host.editing.redraw(this.#host.selected(), nib)
  }

  closeMenu(): void {
    this.#menu.set(null)
  }

  /** Pastes where the menu was opened. */
  async pasteAt(menu: Place): Promise<void> {
    await this.clipboard.paste(this.#host.camera.toBoard(this.#inView({ clientX: menu.x, clientY: menu.y })))
  }

  dispose(): void {
    this.#abort.abort()
    this.clipboard.dispose()
  }

  #placeToPaste(): Place {
    const { camera } = this.#host
    return camera.toBoard(this.#pointer ?? { x: camera.width / 2, y: camera.height / 2 })
  }

  #inView({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Place {
    const { left, top } = this.#host.picture.root.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  #onContextMenu(event: MouseEvent): void {
    const host = this.#host
    if (host.isBusy() || host.picture.handles.typing !== null) return
    const isByKey = !(event instanceof PointerEvent) || event.pointerType === ''
    const selects = host.tool() === 'select' || host.tool() === 'lasso'
    // A finger or pen that rests while it draws does not ask for a menu.
    if (!isByKey && event.pointerType !== 'mouse' && !selects) return
    if (isByKey) return this.openMenu()
    const at = host.camera.toBoard(this.#inView(event))
    const hit = recordAt(host.picture.index, at, HIT_RADIUS / host.camera.state.get().zoom)
    if (hit !== null && !host.selected().some(({ id }) => id === hit.id)) {
      const group = unitIn(hit, '')
      host.setTool('select')
      host.select(group === '' ? [hit.id] : this.#groups.membersOf(group))
    } else if (hit === null && host.picture.handles.frameAt({ ...this.#inView(event) }, at, false) === null) {
      host.select([])
    }
    this.#menu.set({ x: event.clientX, y: event.clientY })
  }

  /** Opens the menu from the keyboard: where the pointer is, or in the middle of the board. */
  openMenu(): void {
    const { left, top, width, height } = this.#host.picture.root.getBoundingClientRect()
    const at = this.#pointer ?? { x: width / 2, y: height / 2 }
    this.#menu.set({ x: left + at.x, y: top + at.y })
  }
}
