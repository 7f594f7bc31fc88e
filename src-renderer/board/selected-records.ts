import type { Dispose, ReadonlyValue } from '#shared/emitter.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { ReadonlyStore } from '#shared/model/store.ts'

/** The records of what is selected, looked up once for all that ask for them between two changes. */
export class SelectedRecords {
  readonly #store: ReadonlyStore
  readonly #ids: ReadonlyValue<readonly RecordId[]>
  #known: { readonly ids: readonly RecordId[]; readonly records: readonly BoardRecord[] } | null = null
  readonly dispose: Dispose

  constructor(store: ReadonlyStore, ids: ReadonlyValue<readonly RecordId[]>) {
    this.#store = store
    this.#ids = ids
    this.dispose = store.onChange(() => (this.#known = null))
  }

  /** Without those that are gone. */
  get(): readonly BoardRecord[] {
    const ids = this.#ids.get()
    if (this.#known?.ids !== ids) this.#known = { ids, records: ids.flatMap((id) => this.#store.get(id) ?? []) }
    return this.#known.records
  }
}
