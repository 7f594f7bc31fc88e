import { Emitter, Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError, sentenceOf } from '#shared/errors.ts'
import { mayDrawOn, type Drawer } from '#shared/model/access.ts'
import type { Layer, Outline } from '#shared/model/pages.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { PageRoom } from './page-room.ts'
import { PageStore } from './page-store.ts'

/** Why nothing can be drawn on a layer. */
export type Barrier = 'hidden' | 'locked' | 'access'

const WHY_NOT: Readonly<Record<Barrier, string>> = {
  hidden: 'This layer is hidden. Show it, or choose another one, to draw.',
  locked: 'This layer is locked. Unlock it, or choose another one, to draw.',
  access: 'This layer is not yours to draw on. Choose another one.',
}

/** The page in view and the layer in hand: what is seen of a room, and where what is drawn goes. */
export class Sheets {
  /** The whole room. */
  readonly all: RoomView
  /** What of it is in view. */
  readonly store: PageStore
  readonly #seen: PageRoom
  /** The layers that were chosen, by page. */
  readonly #chosen = new Map<RecordId, RecordId>()
  readonly #layer: Value<Layer>
  readonly #barrier: Value<Barrier | null>
  readonly #refused = new Emitter<string>()
  /** Which of the panels is open. */
  readonly panel = new Value<'pages' | 'layers' | null>(null)
  #me: Drawer
  readonly #stop: readonly Dispose[]

  /** The layer in hand. */
  readonly layer: ReadonlyValue<Layer>
  /** Why nothing can be drawn on it; null where it can. */
  readonly barrier: ReadonlyValue<Barrier | null>

  constructor(room: RoomView) {
    this.all = room
    this.store = new PageStore(room.store)
    this.#me = drawerIn(room)
    this.#layer = new Value(this.#layerNow())
    this.#barrier = new Value(this.barrierOf(this.#layer.get()))
    this.layer = this.#layer
    this.barrier = this.#barrier
    this.#seen = new PageRoom(room, this.store, {
      place: () => this.place(),
      mayChange: (record) => this.isTouchable(record),
      refuse: (error) => this.refuse(error),
    })
    const refresh = (): void => {
      this.#me = drawerIn(room)
      this.#refresh()
    }
    this.#stop = [this.store.onOutline(refresh), room.me.subscribe(refresh), room.members.subscribe(refresh)]
  }

  get outline(): Outline {
    return this.store.outline
  }

  /** The room as it is seen. */
  get room(): RoomView {
    return this.#seen.view
  }

  /** Who one is, as far as layers ask for it. */
  get me(): Drawer {
    return this.#me
  }

  /** Opens a panel, or closes it. */
  toggle(panel: 'pages' | 'layers'): void {
    this.panel.update((open) => (open === panel ? null : panel))
  }

  /** Takes a layer of the page in hand. */
  choose(layer: RecordId): void {
    this.#chosen.set(this.store.page, layer)
    this.#refresh()
  }

  /** The layer of a page on which things are put that come there. */
  drawableOn(page: RecordId): RecordId {
    return this.#layerOf(page).id
  }

  /**
   * Where what is drawn goes.
   * @throws AppError `room/no-access` where nothing can be drawn
   */
  place(): { readonly page: RecordId; readonly layer: RecordId } {
    const barrier = this.#barrier.get()
    if (barrier !== null) throw new AppError('room/no-access', WHY_NOT[barrier])
    return { page: this.store.page, layer: this.#layer.get().id }
  }

  /** Records, what is new of them as it will be where it is drawn; null where nothing can be. */
  placed(records: readonly BoardRecord[]): readonly BoardRecord[] | null {
    const { store } = this.all
    if (records.every(({ id }) => store.get(id) !== undefined)) return records
    if (this.#barrier.get() !== null) return null
    const place = this.place()
    return records.map((record) => (store.get(record.id) === undefined ? { ...record, ...place } : record))
  }

  /** The topmost layer of the page in view that can be drawn on; null where none can. */
  openLayer(): Layer | null {
    const layers = this.outline.layersOf(this.store.page)
    return layers.findLast((layer) => this.barrierOf(layer) === null) ?? null
  }

  /** Whether people's tools may take hold of something. */
  readonly isTouchable = (record: BoardRecord): boolean =>
    this.outline.isPlain || this.barrierOf(this.outline.layerOf(record)) === null

  /** Those that people's tools may take hold of. */
  touchable(ids: readonly RecordId[]): readonly RecordId[] {
    if (this.outline.isPlain) return ids
    return ids.filter((id) => {
      const record = this.store.get(id)
      return record !== undefined && this.isTouchable(record)
    })
  }

  barrierOf({ record, hidden, locked }: Layer): Barrier | null {
    if (hidden) return 'hidden'
    if (locked) return 'locked'
    return mayDrawOn(record, this.me) ? null : 'access'
  }

  /** Hears what could not be done, and why. */
  onRefused(listener: (sentence: string) => void): Dispose {
    return this.#refused.on(listener)
  }

  refuse(error: unknown): void {
    this.#refused.emit(sentenceOf(error))
  }

  /** Says why nothing is drawn. */
  refuseToDraw(): void {
    const barrier = this.#barrier.get()
    if (barrier !== null) this.#refused.emit(WHY_NOT[barrier])
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    this.#seen.dispose()
    this.store.dispose()
  }

  #refresh(): void {
    const layer = this.#layerNow()
    this.#layer.set(layer)
    this.#barrier.set(this.barrierOf(layer))
  }

  #layerNow(): Layer {
    return this.#layerOf(this.store.page)
  }

  /** The one that was chosen, or else the topmost that can be drawn on. */
  #layerOf(page: RecordId): Layer {
    const layers = this.outline.layersOf(page)
    const chosen = layers.find(({ id }) => id === this.#chosen.get(page))
    return chosen ?? layers.findLast((layer) => this.barrierOf(layer) === null) ?? layers[0]
  }
}

function drawerIn({ me, members }: RoomView): Drawer {
  const member = me.get()
  return { member, isHost: members.get().some(({ number, host }) => number === member && host) }
}
