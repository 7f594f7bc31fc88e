import { firstOf } from '../model/pages.ts'
import type { BoardRecord, PageRecord, RecordId } from '../model/records.ts'

/** Which page of a board is the first, while pages come and go. */
export class FirstPage {
  readonly #pages: Map<RecordId, PageRecord>
  /** Null while it is not known. */
  #id: RecordId | null = null

  constructor(pages: Iterable<readonly [RecordId, PageRecord]> = []) {
    this.#pages = new Map(pages)
  }

  /** As records name it: '' unless that was removed. */
  get id(): RecordId {
    this.#id ??= firstOf(this.#pages.values())
    return this.#id
  }

  /** Notes what became of a record. */
  see(id: RecordId, record: BoardRecord | undefined): void {
    if (record?.type === 'page') this.#pages.set(id, record)
    else if (!this.#pages.delete(id)) return
    this.#id = null
  }

  /** The same, that can become another without this one. */
  copy(): FirstPage {
    return new FirstPage(this.#pages)
  }
}
