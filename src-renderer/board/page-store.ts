import { Emitter, type Dispose } from '#shared/emitter.ts'
import { Outline, type Layer } from '#shared/model/pages.ts'
import { isDrawn, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { ReadonlyStore, RecordChange } from '#shared/model/store.ts'

/** What became another about pages and layers. */
export interface OutlineChange {
  readonly before: Outline
  /** Whether another page is in view. */
  readonly isTurned: boolean
  /** Whether what is on the page in view is painted otherwise: in another order, or stronger or weaker. */
  readonly isRepainted: boolean
}

/**
 * What can be seen of a board: one page of it, without its hidden layers. Pages and layers themselves are not in it. Going
 * to another page is a change like any other.
 */
export class PageStore implements ReadonlyStore {
  readonly #all: ReadonlyStore
  readonly #changed = new Emitter<readonly RecordChange[]>()
  readonly #outlined = new Emitter<OutlineChange>()
  readonly #turned = new Emitter<void>()
  readonly #stop: Dispose
  #outline: Outline
  #page: RecordId

  constructor(all: ReadonlyStore) {
    this.#all = all
    this.#outline = new Outline(all.values())
    this.#page = this.#outline.pages[0].id
    this.#stop = all.onChange((changes) => this.#follow(changes))
  }

  /** What pages and layers there are. */
  get outline(): Outline {
    return this.#outline
  }

  /** The page in view; '' is the first. */
  get page(): RecordId {
    return this.#page
  }

  get size(): number {
    if (this.#outline.isPlain) return this.#all.size
    let size = 0
    for (const record of this.#all.values()) if (this.shows(record)) size += 1
    return size
  }

  get(id: RecordId): BoardRecord | undefined {
    const record = this.#all.get(id)
    return record !== undefined && this.shows(record) ? record : undefined
  }

  values(): IterableIterator<BoardRecord> {
    return this.#outline.isPlain ? this.#all.values() : this.#seen()
  }

  /** Everything that is drawn on a page, seen or not, in no order. */
  *on(page: RecordId): Generator<BoardRecord, undefined> {
    const outline = this.#outline
    for (const record of this.#all.values()) if (isDrawn(record) && outline.pageOf(record) === page) yield record
    return undefined
  }

  onChange(listener: (changes: readonly RecordChange[]) => void): Dispose {
    return this.#changed.on(listener)
  }

  /** Hears that pages or layers changed, or that another page is in view, before the records that this brings or takes. */
  onOutline(listener: (change: OutlineChange) => void): Dispose {
    return this.#outlined.on(listener)
  }

  /** Hears that another page is in view, and all that is on it. */
  onTurned(listener: () => void): Dispose {
    return this.#turned.on(listener)
  }

  /** Whether something is in view: on this page, and on a layer that is shown. */
  shows(record: Pick<BoardRecord, 'type' | 'page' | 'layer'>): boolean {
    return isSeen(record, this.#outline, this.#page)
  }

  /** Takes another page into view. */
  show(page: RecordId): void {
    if (page !== this.#page && this.#outline.has(page)) this.#become(this.#outline, page, [])
  }

  dispose(): void {
    this.#stop()
  }

  #follow(changes: readonly RecordChange[]): void {
    if (changes.some(({ before, after }) => isOfOutline(before) || isOfOutline(after))) {
      const outline = new Outline(this.#all.values())
      return this.#become(outline, pageLeft(this.#outline, outline, this.#page), changes)
    }
    if (this.#outline.isPlain) return this.#changed.emit(changes)
    this.#tell(changes, this.#outline, this.#page)
  }

  #become(outline: Outline, page: RecordId, changes: readonly RecordChange[]): void {
    const [before, pageBefore] = [this.#outline, this.#page]
    this.#outline = outline
    this.#page = page
    const all = changes.length > 0 && sameSight(before, outline, page, pageBefore) ? changes : this.#every(changes)
    const isRepainted = page === pageBefore && !samePaint(before.layersOf(page), outline.layersOf(page))
    this.#outlined.emit({ before, isTurned: page !== pageBefore, isRepainted })
    this.#tell(all, before, pageBefore)
    if (page !== pageBefore) this.#turned.emit()
  }

  *#seen(): Generator<BoardRecord, undefined> {
    for (const record of this.#all.values()) if (this.shows(record)) yield record
    return undefined
  }

  /** Changes of everything: of what did not change, too. */
  #every(changes: readonly RecordChange[]): RecordChange[] {
    const changed = new Set(changes.map(({ id }) => id))
    const all = [...changes]
    for (const record of this.#all.values()) {
      if (!changed.has(record.id)) all.push({ id: record.id, before: record, after: record })
    }
    return all
  }

  /** Tells the changes as they are seen by who looks at a page of an outline before, and at the present one now. */
  #tell(changes: readonly RecordChange[], outline: Outline, page: RecordId): void {
    const seen: RecordChange[] = []
    for (const change of changes) {
      const before = change.before !== undefined && isSeen(change.before, outline, page) ? change.before : undefined
      const after = change.after !== undefined && this.shows(change.after) ? change.after : undefined
      if (before !== after) seen.push({ id: change.id, before, after })
    }
    if (seen.length > 0) this.#changed.emit(seen)
  }
}

function isSeen(record: Pick<BoardRecord, 'type' | 'page' | 'layer'>, outline: Outline, page: RecordId): boolean {
  if (record.type === 'page' || record.type === 'layer') return false
  if (outline.isPlain) return true
  return outline.pageOf(record) === page && !outline.layerOf(record).hidden
}

function isOfOutline(record: BoardRecord | undefined): boolean {
  return record?.type === 'page' || record?.type === 'layer'
}

/** The page to look at when pages have changed: the same, or the one before where it is gone. */
function pageLeft(before: Outline, after: Outline, page: RecordId): RecordId {
  if (after.has(page)) return page
  const at = before.pages.findIndex(({ id }) => id === page)
  return before.pages.slice(0, Math.max(0, at)).findLast(({ id }) => after.has(id))?.id ?? after.pages[0].id
}

/** Whether everything that did not change itself is seen, or not seen, as before. */
function sameSight(before: Outline, after: Outline, page: RecordId, pageBefore: RecordId): boolean {
  if (page !== pageBefore || before.pages.length !== after.pages.length) return false
  if (!before.pages.every(({ id }) => after.has(id)) || before.pages[0].id !== after.pages[0].id) return false
  return after.pages.every(({ id }) => {
    const [old, now] = [before.layersOf(id), after.layersOf(id)]
    return (
      old.length === now.length &&
      old.every((layer) => now.some((it) => it.id === layer.id && it.hidden === layer.hidden))
    )
  })
}

function samePaint(before: readonly Layer[], after: readonly Layer[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ id, opacity }, i) => after[i]?.id === id && after[i].opacity === opacity)
  )
}
