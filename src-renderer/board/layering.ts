import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { mayChangeAccess, mayDrawOn } from '#shared/model/access.ts'
import { baseLayerOf, type Layer } from '#shared/model/pages.ts'
import { USUAL, type BoardRecord, type LayerRecord, type RecordId } from '#shared/model/records.ts'
import type { Transaction } from '#shared/sync/room-view.ts'
import { copiesOf } from './copying.ts'
import { withContents, withoutContents } from './frame-contents.ts'
import { editEach } from './large-edits.ts'
import { zsFrom } from './ordering.ts'
import { placesToAdd, placesToMove, type Placed } from './sheet-order.ts'
import type { Barrier, Sheets } from './sheets.ts'

/** What a person can change about a layer. */
export type LayerChange = Partial<Pick<LayerRecord, 'text' | 'opacity' | 'hidden' | 'locked' | 'access'>>

/** Where things can be brought. */
export interface SheetPlace {
  readonly page: RecordId
  readonly layer: RecordId
}

/** The layers of the page in view. */
export class Layering {
  readonly #sheets: Sheets
  readonly #layers: Value<readonly Layer[]>
  readonly #stop: readonly Dispose[]

  /** Bottom first; the first is the base layer, and there is always that. */
  readonly layers: ReadonlyValue<readonly Layer[]>
  /** The layer that is drawn on. */
  readonly inHand: ReadonlyValue<Layer>
  /** Why nothing can be drawn on it; null where it can. */
  readonly barrier: ReadonlyValue<Barrier | null>

  constructor(sheets: Sheets) {
    this.#sheets = sheets
    this.#layers = new Value<readonly Layer[]>(this.#now())
    this.layers = this.#layers
    this.inHand = sheets.layer
    this.barrier = sheets.barrier
    // Who one is says what one may do with them.
    const refresh = (): void => this.#layers.set([...this.#now()])
    this.#stop = [sheets.store.onOutline(refresh), sheets.all.members.subscribe(refresh)]
  }

  /** Draws on another layer from now on. */
  choose(layer: RecordId): void {
    this.#sheets.choose(layer)
  }

  /** Draws on the layer so many above. Answers whether there is one. */
  step(by: number): boolean {
    const next = this.#layers.get()[this.inHand.get().rank + by]
    if (next !== undefined) this.choose(next.id)
    return next !== undefined
  }

  /** Whether one may draw on a layer and change it. */
  mayChange({ record }: Layer): boolean {
    return mayDrawOn(record, this.#sheets.me)
  }

  /** Whether one may say who draws on a layer. */
  maySay({ id, record }: Layer): boolean {
    const { me } = this.#sheets
    return id === '' ? me.isHost : record !== null && mayChangeAccess(record, me)
  }

  /** Makes a layer above the one in hand, and takes it in hand. */
  add(name: string): void {
    const id = this.#sheets.all.newRecordId()
    const { page } = this.#sheets.store
    this.#edit((transaction) => {
      for (const [one, z] of placesToAdd(this.#placed(), id, this.inHand.get().rank)) {
        if (one === id) transaction.put({ ...this.#blank(id, page), text: name, z })
        else transaction.patch(one, { z })
      }
    })
    this.choose(id)
  }

  /** @param gesture changes that follow each other under the same symbol are one step of undo */
  change(layer: Layer, change: LayerChange, gesture?: symbol): void {
    if (change.text?.trim() === '') return
    this.#edit((transaction) => this.#change(transaction, layer, change), gesture)
  }

  /** @param to place among those that were made, from 0 at the bottom */
  move({ id }: Layer, to: number): void {
    const places = placesToMove(this.#placed(), id, to)
    if (places.size === 0) return
    this.#edit((transaction) => {
      for (const [one, z] of places) transaction.patch(one, { z })
    })
  }

  /** What is on a layer of the page in view, in no order. */
  on({ id, page }: Layer): BoardRecord[] {
    const { store } = this.#sheets
    return Array.from(store.on(page)).filter((record) => store.outline.layerOf(record).id === id)
  }

  /** Removes a layer and everything on it. The base layer stays. */
  async remove(layer: Layer): Promise<void> {
    const { all } = this.#sheets
    const { record } = layer
    if (layer.id === '' || record === null) return
    const gesture = Symbol('remove layer')
    await this.#try(async () => {
      this.#assertMayChange(layer)
      await editEach(all, this.on(layer), (transaction, { id }) => transaction.remove(id), gesture)
      all.edit((transaction) => transaction.remove(record.id), gesture)
    })
  }

  /**
   * Brings things onto another layer or page, above what is there, with what lies in frames among them. Answers whether
   * that could be.
   */
  async bring(records: readonly BoardRecord[], place: SheetPlace): Promise<boolean> {
    const { all, store, isTouchable } = this.#sheets
    const brought = withContents(records, store.values(), store.outline.compare)
    const free = brought.filter((record) => !record.locked && isTouchable(record)).toSorted(store.outline.compare)
    return await this.#try(async () => {
      this.#assertMayDraw(place)
      const zs = zsFrom(all.zAbove(), free.length)
      const own = new Set(free.map(({ id }) => id))
      const leaves = (on: RecordId): boolean => on !== '' && !own.has(on)
      const isFar = place.page !== store.page
      await editEach(
        all,
        free.map((record, i) => [record, zs[i]!] as const),
        (transaction, [record, z]) => {
          // What is on another page cannot be held on to.
          const line = isFar && record.type === 'line' ? record : null
          transaction.patch(record.id, {
            ...place,
            z,
            ...(line !== null && leaves(line.startOn) && { startOn: '' }),
            ...(line !== null && leaves(line.endOn) && { endOn: '' }),
          })
        },
        Symbol('bring'),
      )
    })
  }

  /**
   * Puts copies of things onto another layer or page, above what is there, with what lies in frames among them. Answers
   * with the ids of those that do not lie in one; none where that could not be.
   */
  async copy(records: readonly BoardRecord[], place: SheetPlace): Promise<readonly RecordId[]> {
    const { all, store } = this.#sheets
    const copied = withContents(records, store.values(), store.outline.compare).toSorted(store.outline.compare)
    const copies = copiesOf(all, copied, { dx: 0, dy: 0, scope: '' })
    const isDone = await this.#try(async () => {
      this.#assertMayDraw(place)
      await editEach(all, copies, (transaction, copy) => transaction.put({ ...copy, ...place }), Symbol('copy'))
    })
    return isDone ? withoutContents(copies).map(({ id }) => id) : []
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
  }

  #now(): readonly Layer[] {
    const { outline, page } = this.#sheets.store
    return outline.layersOf(page)
  }

  /** Those that were made. */
  #placed(): Placed[] {
    return this.#layers.get().flatMap(({ id, record }) => (id === '' || record === null ? [] : [{ id, z: record.z }]))
  }

  #change(transaction: Transaction, { id, page, record }: Layer, change: LayerChange): void {
    if (record !== null) transaction.patch(record.id, change)
    else if (id === '') transaction.put({ ...this.#blank(baseLayerOf(page), page), ...change })
  }

  #blank(id: RecordId, page: RecordId): LayerRecord {
    return { ...USUAL.layer, type: 'layer', id, page, z: 'a0', author: this.#sheets.all.me.get(), x: 0, y: 0 }
  }

  #assertMayChange(layer: Layer): void {
    if (!this.mayChange(layer))
      throw new AppError('room/no-access', 'This layer is not yours. Only who may draw on it can change it.')
  }

  #assertMayDraw({ page, layer }: SheetPlace): void {
    const target = this.#sheets.store.outline.layersOf(page).find(({ id }) => id === layer)
    if (target === undefined || this.#sheets.barrierOf(target) !== null)
      throw new AppError(
        'room/no-access',
        'Nothing can be put on that layer at the moment. It is hidden, locked or not yours.',
      )
  }

  #edit(change: (transaction: Transaction) => void, gesture?: symbol): void {
    try {
      this.#sheets.all.edit(change, gesture)
    } catch (error) {
      this.#sheets.refuse(error)
    }
  }

  async #try(act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      this.#sheets.refuse(error)
      return false
    }
  }
}
