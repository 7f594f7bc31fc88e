import { Value } from '#shared/emitter.ts'
import { codeOf } from '#shared/errors.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { LiveInk, LiveStroke, RemotePointer, RemoteSketch, RoomView, Transaction } from '#shared/sync/room-view.ts'
import type { PageStore } from './page-store.ts'

/** Where new things go, and what may be changed. */
export interface Hand {
  /** @throws AppError where nothing may be drawn at the moment */
  place(): { readonly page: RecordId; readonly layer: RecordId }
  mayChange(record: BoardRecord): boolean
  /** Says why an edit was void. */
  refuse(error: unknown): void
}

/**
 * A room as one who looks at a page of it sees it: what is drawn and made, and who points, there; what is new goes there,
 * onto the layer in hand, and what is on a layer that is not for drawing stays as it is. Everything else is the room's own.
 */
export class PageRoom {
  readonly view: RoomView
  readonly #room: RoomView
  readonly #store: PageStore
  readonly #hand: Hand
  readonly #pointers: Value<readonly RemotePointer[]>
  readonly #sketches: Value<readonly RemoteSketch[]>
  readonly #stop: (() => void)[]

  constructor(room: RoomView, store: PageStore, hand: Hand) {
    this.#room = room
    this.#store = store
    this.#hand = hand
    this.#pointers = new Value(this.#pointersHere())
    this.#sketches = new Value(this.#sketchesHere())
    const followSketches = (): void => this.#sketches.set(this.#sketchesHere())
    const follow = (): void => this.#pointers.set(this.#pointersHere())
    let { page } = store
    this.#stop = [
      room.pointers.subscribe(follow),
      room.sketches.subscribe(followSketches),
      store.onOutline(() => {
        follow()
        followSketches()
        if (store.page === page) return
        page = store.page
        room.movePointer(null, page)
      }),
    ]
    this.view = this.#made()
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
  }

  #made(): RoomView {
    const [room, store, hand] = [this.#room, this.#store, this.#hand]
    const own: Partial<RoomView> = {
      store,
      pointers: this.#pointers,
      sketches: this.#sketches,
      live: this.#live(),
      edit: (change, gesture) => this.#edit(change, gesture),
      beginStroke: (style, origin) => room.beginStroke({ ...style, ...hand.place() }, origin),
      movePointer: (position) => room.movePointer(position, store.page),
    }
    return new Proxy(room, {
      get(target, key) {
        const value: unknown = Reflect.get(key in own ? own : target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  /** Somebody may have closed the layer while something was drawn on it. */
  #edit(change: (transaction: Transaction) => void, gesture?: symbol): void {
    try {
      this.#room.edit((transaction) => change(this.#guarded(transaction)), gesture)
    } catch (error) {
      if (codeOf(error, 'call/failed') !== 'room/no-access') throw error
      this.#hand.refuse(error)
    }
  }

  #live(): LiveInk {
    const { live } = this.#room
    const shows = ({ page = '', layer = '' }: LiveStroke): boolean => this.#store.shows({ type: 'stroke', page, layer })
    return {
      get strokes() {
        const all = live.strokes
        return Array.from(all.values()).every(shows) ? all : new Map(Array.from(all).filter(([, one]) => shows(one)))
      },
      onChange: (listener) =>
        live.onChange((id) => {
          const stroke = live.strokes.get(id)
          if (stroke === undefined || shows(stroke)) listener(id)
        }),
    }
  }

  #pointersHere(): readonly RemotePointer[] {
    const { page, outline } = this.#store
    return this.#room.pointers.get().filter((pointer) => outline.pageOf(pointer) === page)
  }

  #sketchesHere(): readonly RemoteSketch[] {
    return this.#room.sketches.get().flatMap((sketch) => {
      const records = sketch.records.filter((record) => this.#store.shows(record))
      return records.length === 0 ? [] : [{ ...sketch, records }]
    })
  }

  #guarded(transaction: Transaction): Transaction {
    const [room, hand] = [this.#room, this.#hand]
    const fresh = new Set<RecordId>()
    const mayChange = (id: RecordId): boolean => {
      const record = fresh.has(id) ? undefined : room.store.get(id)
      return record === undefined || hand.mayChange(record)
    }
    return {
      put: (record, isPlaced = false) => {
        const isNew = room.store.get(record.id) === undefined
        if (isNew) fresh.add(record.id)
        else if (!mayChange(record.id)) return
        transaction.put(isNew && !isPlaced ? { ...record, ...hand.place() } : record, true)
      },
      patch: (id, patch) => {
        if (mayChange(id)) transaction.patch(id, patch)
      },
      remove: (id) => {
        if (mayChange(id)) transaction.remove(id)
      },
      replace: (id, records, lost) => {
        if (!mayChange(id)) return
        for (const record of records) fresh.add(record.id)
        transaction.replace(id, records, lost)
      },
    }
  }
}
