import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { mayDrawOn } from '#shared/model/access.ts'
import type { Box } from '#shared/model/bounds.ts'
import { FIRST_PAGE, type Page } from '#shared/model/pages.ts'
import { USUAL, type BoardRecord, type PageRecord, type RecordId } from '#shared/model/records.ts'
import { zsBetween } from '#shared/model/z-order.ts'
import type { Transaction } from '#shared/sync/room-view.ts'
import type { Camera, CameraState } from './camera.ts'
import { editEach } from './large-edits.ts'
import { copyOfSheet } from './sheet-copies.ts'
import { placesToAdd, placesToMove, type Placed } from './sheet-order.ts'
import type { Sheets } from './sheets.ts'

export interface PagingHost {
  readonly sheets: Sheets
  readonly camera: Camera
  /** Ends what a hand or a keyboard is in the middle of. */
  interrupt(): void
  /** The extent of everything on the page in view; null where there is nothing. */
  readonly extent: () => Box | null
}

/** The pages of a board: one of them is in view, and each is seen where one left it. */
export class Paging {
  readonly #host: PagingHost
  readonly #pages: Value<readonly Page[]>
  readonly #at: Value<RecordId>
  readonly #cameras = new Map<RecordId, CameraState>()
  readonly #stop: readonly Dispose[]
  /** Whether somebody has moved the view, or the board is there: it stays where it is. */
  #isPlaced = false
  /** Whether somebody has chosen the page in view, or the board is there. */
  #isChosen = false

  /** In their order. There is always one. */
  readonly pages: ReadonlyValue<readonly Page[]>
  /** The one in view; '' is the first. */
  readonly at: ReadonlyValue<RecordId>

  constructor(host: PagingHost) {
    this.#host = host
    const { store } = host.sheets
    this.#pages = new Value<readonly Page[]>(store.outline.pages)
    this.#at = new Value(store.page)
    this.pages = this.#pages
    this.at = this.#at
    this.#stop = [
      store.onOutline(({ isTurned }) => {
        this.#pages.set(store.outline.pages)
        if (!isTurned) return
        this.#cameras.set(this.#at.get(), host.camera.state.get())
        this.#at.set(store.page)
      }),
      store.onTurned(() => {
        host.interrupt()
        this.#look()
      }),
      host.sheets.all.status.subscribe(() => {
        this.#begin()
        this.place()
      }),
      host.camera.state.subscribe(() => (this.#isPlaced = true)),
    ]
  }

  /** Looks at the origin first, and at everything once the board is there and does not fit. */
  place(): void {
    const { camera, extent, sheets } = this.#host
    const { width, height } = camera
    if (this.#isPlaced || width <= 1 || height <= 1) return
    camera.place({ x: 0, y: 0 }, { x: width / 2, y: height / 2 }, 1)
    const box = extent()
    if (box !== null) camera.fit(box)
    // Until the board is loaded and as long as nobody has moved, it may be placed again.
    this.#isPlaced = sheets.all.status.get().kind !== 'loading'
  }

  /** Takes a page into view. */
  go(page: RecordId): void {
    // Before: what is typed belongs to the page where it was begun.
    if (page !== this.#at.get()) this.#host.interrupt()
    this.#isChosen = true
    this.#host.sheets.store.show(page)
  }

  /** Goes so many pages on; stops at the last and at the first one. Answers whether there is another. */
  step(by: number): boolean {
    const pages = this.#pages.get()
    const from = pages.findIndex(({ id }) => id === this.#at.get())
    const next = pages[Math.min(pages.length - 1, Math.max(0, from + by))]
    if (next === undefined || next.id === this.#at.get()) return false
    this.go(next.id)
    return true
  }

  /** Makes a page after the one in view, and goes there. */
  add(name: string): void {
    const id = this.#host.sheets.all.newRecordId()
    this.#edit((transaction) => this.#put(transaction, id, name, this.#at.get()))
    this.go(id)
  }

  rename(page: RecordId, name: string): void {
    const text = name.trim()
    const known = this.#pages.get().find(({ id }) => id === page)
    if (text === '' || text === known?.record?.text) return
    this.#edit((transaction) => this.#change(transaction, page, { text }))
  }

  /** @param to place among the others, from 0 */
  move(page: RecordId, to: number): void {
    const places = placesToMove(this.#placed(), page, to)
    if (places.size === 0) return
    this.#edit((transaction) => {
      for (const [id, z] of places) this.#change(transaction, id, { z })
    })
  }

  /** How many things are on a page. */
  count(page: RecordId): number {
    return Array.from(this.#host.sheets.store.on(page)).length
  }

  /** Makes another page with the same on it, after it, and goes there. */
  async duplicate(page: RecordId, name: string): Promise<void> {
    const { sheets } = this.#host
    const gesture = Symbol('duplicate page')
    const id = sheets.all.newRecordId()
    const { layers, records } = copyOfSheet(sheets, page, id)
    await this.#try(async () => {
      sheets.all.edit((transaction) => {
        this.#put(transaction, id, name, page)
        for (const layer of layers) transaction.put(layer)
      }, gesture)
      this.go(id)
      await editEach(sheets.all, records, (transaction, record) => transaction.put(record), gesture)
    })
  }

  /** Removes a page and everything on it. The last one stays. */
  async remove(page: RecordId): Promise<void> {
    const { sheets } = this.#host
    const { store, all } = sheets
    if (this.#pages.get().length < 2) return
    const layers = store.outline.layersOf(page)
    const gesture = Symbol('remove page')
    await this.#try(async () => {
      if (layers.some(({ record }) => !mayDrawOn(record, sheets.me)))
        throw new AppError('room/no-access', 'There is a layer on this page that is not yours. It cannot be removed.')
      const ids = Array.from(store.on(page), ({ id }) => id)
      if (this.#at.get() === page && !this.step(-1)) this.step(1)
      await editEach(all, ids, (transaction, id) => transaction.remove(id), gesture)
      all.edit((transaction) => {
        for (const { record } of layers) if (record !== null) transaction.remove(record.id)
        if (page === '') this.#change(transaction, page, { hidden: true })
        else transaction.remove(page)
      }, gesture)
    })
  }

  /** Takes back one's own last step, and goes to where that was. */
  undo(): void {
    this.#follow(() => this.#host.sheets.all.undo())
  }

  redo(): void {
    this.#follow(() => this.#host.sheets.all.redo())
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
  }

  /** A board is seen from its first page on, which is known once all of it is there. */
  #begin(): void {
    if (this.#isChosen || this.#host.sheets.all.status.get().kind === 'loading') return
    this.go(this.#pages.get()[0]?.id ?? '')
  }

  #look(): void {
    const { camera } = this.#host
    const before = this.#cameras.get(this.#at.get())
    if (before !== undefined) return camera.place(before, { x: 0, y: 0 }, before.zoom)
    this.#isPlaced = false
    this.place()
  }

  /** What somebody does without seeing it would look as if nothing happened. */
  #follow(act: () => void): void {
    const { store, all } = this.#host.sheets
    const touched: BoardRecord[] = []
    const stop = all.store.onChange((changes) => {
      for (const { before, after } of changes) touched.push(...[before, after].filter((one) => one !== undefined))
    })
    act()
    stop()
    const pages = new Set(touched.map((record) => (record.type === 'page' ? record.id : store.outline.pageOf(record))))
    const [first] = pages
    if (first !== undefined && !pages.has(this.#at.get())) this.go(first === FIRST_PAGE ? '' : first)
  }

  #placed(): Placed[] {
    return this.#pages.get().map(({ id, record }) => ({ id, z: record?.z ?? null }))
  }

  /** @param after the page that it comes after */
  #put(transaction: Transaction, id: RecordId, text: string, after: RecordId): void {
    const at = this.#pages.get().findIndex((page) => page.id === after) + 1
    for (const [one, z] of placesToAdd(this.#placed(), id, at)) {
      if (one === id) transaction.put({ ...this.#blank(id), text, z })
      else this.#change(transaction, one, { z })
    }
  }

  /** Changes the record of a page; that of the first is made where there is none. */
  #change(transaction: Transaction, page: RecordId, change: Partial<Pick<PageRecord, 'text' | 'z' | 'hidden'>>): void {
    const id = page === '' ? FIRST_PAGE : page
    const known = this.#host.sheets.all.store.get(id)
    if (known?.type === 'page') transaction.patch(id, change)
    else if (page === '') transaction.put({ ...this.#blank(id), z: this.#lowest(), ...change })
  }

  /** A place before all pages that have one. */
  #lowest(): string {
    const [z = null] = this.#placed().flatMap((page) => page.z ?? [])
    return zsBetween(null, z, 1)?.[0] ?? 'a0'
  }

  #blank(id: RecordId): PageRecord {
    return { ...USUAL.page, type: 'page', id, z: 'a0', author: this.#host.sheets.all.me.get(), x: 0, y: 0 }
  }

  #edit(change: (transaction: Transaction) => void): void {
    try {
      this.#host.sheets.all.edit(change)
    } catch (error) {
      this.#host.sheets.refuse(error)
    }
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#host.sheets.refuse(error)
    }
  }
}
