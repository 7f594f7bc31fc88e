import { mayChangeAccess, mayDrawOn, type Drawer } from '#shared/model/access.ts'
import { baseLayerOf, FIRST_PAGE, Outline, type Layer } from '#shared/model/pages.ts'
import { ACCESSES } from '#shared/model/properties.ts'
import { isDrawn, type BoardRecord, type LayerRecord, type RecordId } from '#shared/model/records.ts'
import { zsBetween } from '#shared/model/z-order.ts'
import type { RoomView, Transaction } from '#shared/sync/room-view.ts'
import { placesToAdd, placesToMove, type Placed } from '#renderer/board/sheet-order.ts'
import type { Dice } from './dice.ts'
import { layer, page as pageRecord, text } from './records.ts'

/** What people do to pages and layers, and how often beside what else they do. */
export const SHEET_DEEDS = {
  addPage: 3,
  renamePage: 2,
  movePage: 3,
  removePage: 2,
  addLayer: 4,
  changeLayer: 6,
  sayWhoDraws: 3,
  moveLayer: 3,
  removeLayer: 2,
  bring: 8,
}
export type SheetDeed = keyof typeof SHEET_DEEDS

/** Where things can be put. */
interface Place {
  readonly page: RecordId
  readonly layer: RecordId
}

/** The pages and layers of a room as one person sees them and changes them, as windows do. */
export class SimulatedSheets {
  readonly #room: RoomView
  readonly #dice: Dice
  readonly #ids: RecordId[]
  readonly #outline: Outline
  readonly #me: Drawer

  /** @param ids to which those of all records are added that are changed, or would be */
  constructor(room: RoomView, dice: Dice, ids: RecordId[] = []) {
    this.#room = room
    this.#dice = dice
    this.#ids = ids
    this.#outline = new Outline(room.store.values())
    const member = room.me.get()
    this.#me = { member, isHost: room.members.get().some(({ number, host }) => number === member && host) }
  }

  /** What is drawn and may be taken hold of. */
  touchable(): BoardRecord[] {
    const drawn = Array.from(this.#room.store.values()).filter(isDrawn)
    return this.#outline.isPlain ? drawn : drawn.filter((record) => this.#isFree(this.#outline.layerOf(record)))
  }

  /** Where something new may go; null where it may go nowhere. Without pages and layers there is nothing to choose. */
  somePlace(): Place | null {
    if (this.#outline.isPlain) return { page: '', layer: '' }
    const free = this.#layers().filter((one) => this.#isFree(one))
    if (free.length === 0) return null
    const { page, id } = this.#dice.pick(free)
    return { page, layer: id }
  }

  /** A page to look at. */
  somePage(): RecordId {
    return this.#outline.isPlain ? '' : this.#dice.pick(this.#outline.pages).id
  }

  /** One small edit of each thing, and one on each layer, with whether the person may make it. */
  trials(): { readonly edit: (t: Transaction) => void; readonly id: RecordId; readonly isAllowed: boolean }[] {
    const drawn = Array.from(this.#room.store.values()).filter(isDrawn)
    const changes = drawn.map((record) => ({
      edit: (t: Transaction): void => t.patch(record.id, { x: record.x + 1 }),
      id: record.id,
      isAllowed: mayDrawOn(this.#outline.layerOf(record).record, this.#me),
    }))
    const additions = this.#layers().map(({ id: on, page, record }) => {
      const id = this.#room.newRecordId()
      const edit = (t: Transaction): void => t.put(text({ id, page, layer: on, author: this.#me.member }))
      return { edit, id, isAllowed: mayDrawOn(record, this.#me) }
    })
    return [...changes, ...additions]
  }

  /** Has the person do something, and returns what in a few words. */
  perform(deed: SheetDeed): string {
    switch (deed) {
      case 'addPage':
        return this.#addPage()
      case 'renamePage':
        return this.#changePage({ text: `Page ${this.#dice.int(100)}` })
      case 'movePage':
        return this.#movePage()
      case 'removePage':
        return this.#removePage()
      case 'addLayer':
        return this.#addLayer()
      case 'changeLayer':
        return this.#changeLayer()
      case 'sayWhoDraws':
        return this.#sayWhoDraws()
      case 'moveLayer':
        return this.#moveLayer()
      case 'removeLayer':
        return this.#removeLayer()
      case 'bring':
        return this.#bring()
    }
  }

  #addPage(): string {
    const id = this.#room.newRecordId()
    const places = placesToAdd(this.#placedPages(), id, this.#dice.int(this.#outline.pages.length) + 1)
    this.#edit((t) => {
      for (const [one, z] of places) {
        if (one === id) t.put(pageRecord({ id, z, author: this.#me.member, text: 'New' }))
        else this.#putPage(t, one, { z })
      }
    })
    return `makes the page ${id}`
  }

  #changePage(change: { readonly text: string }): string {
    const { id } = this.#dice.pick(this.#outline.pages)
    this.#edit((t) => this.#putPage(t, id, change))
    return `calls the page “${id}” ${change.text}`
  }

  #movePage(): string {
    const { id } = this.#dice.pick(this.#outline.pages)
    const to = this.#dice.int(this.#outline.pages.length)
    const places = placesToMove(this.#placedPages(), id, to)
    this.#edit((t) => {
      for (const [one, z] of places) this.#putPage(t, one, { z })
    })
    return `brings the page “${id}” to ${to}`
  }

  /** With everything on it. The last one stays. */
  #removePage(): string {
    const { id } = this.#dice.pick(this.#outline.pages)
    const layers = this.#outline.layersOf(id)
    if (this.#outline.pages.length < 2 || !layers.every(({ record }) => mayDrawOn(record, this.#me)))
      return `may not remove the page “${id}”`
    const gesture = Symbol('remove page')
    this.#removeAll((record) => this.#outline.pageOf(record) === id, gesture)
    this.#edit((t) => {
      for (const { record } of layers) if (record !== null) t.remove(record.id)
      if (id === '') this.#putPage(t, id, { hidden: true })
      else t.remove(id)
    }, gesture)
    return `removes the page “${id}”`
  }

  #addLayer(): string {
    const { id: page } = this.#dice.pick(this.#outline.pages)
    const id = this.#room.newRecordId()
    const made = this.#placedLayers(page)
    const places = placesToAdd(made, id, this.#dice.int(made.length + 1))
    const access = this.#dice.chance(0.7) ? 'everyone' : this.#dice.pick(ACCESSES)
    this.#edit((t) => {
      for (const [one, z] of places) {
        if (one === id) t.put(layer({ id, page, z, author: this.#me.member, text: 'New', access }))
        else t.patch(one, { z })
      }
    })
    return `makes the layer ${id} of “${page}”, for ${access}`
  }

  #changeLayer(): string {
    const dice = this.#dice
    const own = this.#layers().filter(({ record }) => mayDrawOn(record, this.#me))
    if (own.length === 0) return 'has no layer to change'
    const changed = dice.pick(own)
    const change = dice.pick([
      { hidden: !changed.hidden },
      { locked: !changed.locked },
      { opacity: dice.between(0, 1) },
      { text: `Layer ${dice.int(100)}` },
    ])
    this.#putLayer(changed, change)
    return `changes ${Object.keys(change).join()} of ${nameOf(changed)}`
  }

  #sayWhoDraws(): string {
    const own = this.#layers().filter(({ id, record }) =>
      id === '' ? this.#me.isHost : record !== null && mayChangeAccess(record, this.#me),
    )
    if (own.length === 0) return 'has no layer to say who draws on it'
    const [changed, access] = [this.#dice.pick(own), this.#dice.pick(ACCESSES)]
    this.#putLayer(changed, { access })
    return `has ${access} draw on ${nameOf(changed)}`
  }

  #moveLayer(): string {
    const { id: page } = this.#dice.pick(this.#outline.pages)
    const made = this.#placedLayers(page)
    if (made.length === 0) return 'has no layer to move'
    const [{ id }, to] = [this.#dice.pick(made), this.#dice.int(made.length)]
    this.#edit((t) => {
      for (const [one, z] of placesToMove(made, id, to)) t.patch(one, { z })
    })
    return `brings the layer ${id} to ${to}`
  }

  /** With everything on it. The base layers stay. */
  #removeLayer(): string {
    const own = this.#layers().filter(({ id, record }) => id !== '' && mayDrawOn(record, this.#me))
    if (own.length === 0) return 'has no layer to remove'
    const { id } = this.#dice.pick(own)
    const gesture = Symbol('remove layer')
    this.#removeAll((record) => this.#outline.layerOf(record).id === id, gesture)
    this.#edit((t) => t.remove(id), gesture)
    return `removes the layer ${id}`
  }

  /** Brings a few things onto another layer or page. */
  #bring(): string {
    const [free, place] = [this.touchable(), this.somePlace()]
    if (free.length === 0 || place === null) return 'has nothing to bring anywhere'
    const brought = Array.from({ length: 1 + this.#dice.int(3) }, () => this.#dice.pick(free).id)
    this.#edit((t) => {
      for (const id of brought) t.patch(id, { ...place, z: this.#room.zAbove() })
    })
    return `brings ${brought.join()} onto “${place.page}” “${place.layer}”`
  }

  #edit(change: (t: Transaction) => void, gesture?: symbol): void {
    this.#room.edit((t) => {
      change({
        put: (record) => {
          this.#ids.push(record.id)
          t.put(record)
        },
        patch: (id, patch) => {
          this.#ids.push(id)
          t.patch(id, patch)
        },
        remove: (id) => {
          this.#ids.push(id)
          t.remove(id)
        },
        replace: (id, records, lost) => {
          this.#ids.push(id, ...records.map((record) => record.id))
          t.replace(id, records, lost)
        },
      })
    }, gesture)
  }

  #removeAll(which: (record: BoardRecord) => boolean, gesture: symbol): void {
    const all = Array.from(this.#room.store.values()).filter((record) => isDrawn(record) && which(record))
    this.#edit((t) => {
      for (const { id } of all) t.remove(id)
    }, gesture)
  }

  #layers(): Layer[] {
    return this.#outline.pages.flatMap(({ id }) => this.#outline.layersOf(id))
  }

  #isFree({ record, hidden, locked }: Layer): boolean {
    return !hidden && !locked && mayDrawOn(record, this.#me)
  }

  #placedPages(): Placed[] {
    return this.#outline.pages.map(({ id, record }) => ({ id, z: record?.z ?? null }))
  }

  #placedLayers(page: RecordId): Placed[] {
    return this.#outline.layersOf(page).flatMap(({ id, record }) => (record === null || id === '' ? [] : [record]))
  }

  /** Changes a page; the record of the first is made where there is none. */
  #putPage(t: Transaction, page: RecordId, change: { text?: string; z?: string; hidden?: boolean }): void {
    const id = page === '' ? FIRST_PAGE : page
    const lowest = this.#placedPages().find(({ z }) => z !== null)?.z ?? null
    if (this.#room.store.get(id) !== undefined) t.patch(id, change)
    else if (page === '')
      t.put(pageRecord({ id, z: zsBetween(null, lowest, 1)?.[0] ?? 'a0', author: this.#me.member, ...change }))
  }

  #putLayer({ id, page, record }: Layer, change: Partial<LayerRecord>): void {
    this.#edit((t) => {
      if (record !== null) t.patch(record.id, change)
      else if (id === '') t.put(layer({ ...change, id: baseLayerOf(page), page, author: this.#me.member }))
    })
  }
}

function nameOf({ id, page }: Layer): string {
  return id === '' ? `the base layer of “${page}”` : `the layer ${id}`
}
