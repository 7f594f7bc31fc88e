import { assertValid, fold, type Operation } from '../model/operations.ts'
import type { BoardRecord, RecordId, RecordPatch } from '../model/records.ts'
import type { Deed } from './deeds.ts'
import type { Transaction } from './room-view.ts'

/** Collects the edits of one gesture, each checked against what the ones before it left. */
export class EditDraft implements Transaction {
  readonly operations: Operation[] = []
  readonly #states = new Map<RecordId, BoardRecord | undefined>()
  readonly #replaced = new Map<RecordId, Pick<Deed, 'of' | 'lost'>>()
  readonly #before: (id: RecordId) => BoardRecord | undefined
  readonly #author: number

  /** @param author stands on new records until the host has stamped them */
  constructor(before: (id: RecordId) => BoardRecord | undefined, author: number) {
    this.#before = before
    this.#author = author
  }

  put(record: BoardRecord): void {
    this.#add(record.id, this.#put(record))
  }

  patch(id: RecordId, patch: RecordPatch): void {
    if (this.#current(id) === undefined) return
    this.#add(id, { kind: 'patch', id, patch: { ...patch, ...wellFormed(patch) } })
  }

  remove(id: RecordId): void {
    if (this.#current(id) !== undefined) this.#add(id, { kind: 'remove', id })
  }

  replace(id: RecordId, records: readonly BoardRecord[], lost: readonly BoardRecord[] = []): void {
    if (this.#current(id) === undefined) return
    for (const record of records) {
      this.#add(record.id, { ...this.#put(record), given: [id] })
      this.#replaced.set(record.id, { of: id })
    }
    this.#add(id, { kind: 'remove', id })
    this.#replaced.set(id, { of: id, lost: lost.map((record) => this.#put(record).record) })
  }

  /** What the gesture did to each record as a whole. */
  deeds(): Deed[] {
    const all = Array.from(this.#states, ([id, after]): Deed => {
      return { id, before: this.#before(id), after, ...this.#replaced.get(id) }
    })
    return all.filter(({ before, after }) => before !== after)
  }

  #put(record: BoardRecord): Extract<Operation, { kind: 'put' }> {
    const author = record.author || this.#author
    return { kind: 'put', record: { ...record, ...wellFormed(record), author } }
  }

  #current(id: RecordId): BoardRecord | undefined {
    return this.#states.has(id) ? this.#states.get(id) : this.#before(id)
  }

  /** @throws AppError `room/invalid`; then the whole gesture is void */
  #add(id: RecordId, operation: Operation): void {
    assertValid(operation, this.#current(id))
    this.operations.push(operation)
    this.#states.set(id, fold(this.#current(id), operation))
  }
}

/** Text as the wire carries it: halves of letters become the sign for what is missing. */
function wellFormed(change: { readonly text?: string } | BoardRecord): { readonly text?: string } {
  return 'text' in change && change.text !== undefined ? { text: change.text.toWellFormed() } : {}
}
