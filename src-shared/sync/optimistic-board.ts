import { fold, givenOf, isMet, recordIdOf, type Operation } from '../model/operations.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import { BoardHash } from './board-hash.ts'
import { RecordStore, type ReadonlyStore } from '../model/store.ts'

/** A few milliseconds' worth of records. */
const HASHED_AT_ONCE = 2_000

/** An operation of one's own that the host has not acknowledged. */
export interface Pending {
  readonly n: number
  readonly operation: Operation
}

/** An operation of the log. */
export interface Accepted {
  readonly operation: Operation
  /** Which one of one's own it acknowledges; null for another's. */
  readonly own: Pending | null
}

/**
 * The board as one sees it: what the host has accepted, with one's own unacknowledged operations over it.
 * Only for records that have such operations is the accepted state kept apart.
 */
export class OptimisticBoard {
  readonly #store = new RecordStore()
  /** Accepted states that differ from the visible ones. */
  readonly #accepted = new Map<RecordId, BoardRecord | undefined>()
  readonly #pending = new Map<RecordId, Pending[]>()
  /** By record, those with pending operations that are given it. */
  readonly #dependents = new Map<RecordId, Set<RecordId>>()
  /** Ids a snapshot has brought so far; null while none is coming. */
  #snapshot: Set<RecordId> | null = null
  readonly #hash = new BoardHash()
  /** What others changed while one's own removal of it was on the way. */
  readonly #overtaken = new Set<RecordId>()

  get store(): ReadonlyStore {
    return this.#store
  }

  /** Hash of what the host has accepted, as far as this member knows; null while it is still being made. */
  hash(): string | null {
    return this.#hash.value((id) => this.#acceptedState(id), HASHED_AT_ONCE)
  }

  /** Shows one's own operations at once. */
  addPending(operations: readonly Pending[]): void {
    const visible = new Map<RecordId, BoardRecord | undefined>()
    for (const pending of operations) {
      const id = recordIdOf(pending.operation)
      if (id === null) continue
      const before = visible.has(id) ? visible.get(id) : this.#store.get(id)
      const others = this.#pending.get(id)
      if (others === undefined) {
        this.#accepted.set(id, before)
        this.#pending.set(id, [pending])
      } else others.push(pending)
      for (const given of givenOf(pending.operation)) this.#depend(id, given)
      const isThere = isMet(pending.operation, (one) => (visible.has(one) ? visible.get(one) : this.#store.get(one)))
      visible.set(id, isThere ? fold(before, pending.operation) : before)
    }
    this.#write(visible)
  }

  /**
   * Takes accepted operations in log order. Answers what one's own removals have taken away that others had changed since
   * they were made.
   */
  accept(operations: readonly Accepted[]): BoardRecord[] {
    const takenAway: BoardRecord[] = []
    const touched = new Set<RecordId>()
    const accepted = new Map<RecordId, BoardRecord | undefined>()
    for (const { operation, own } of operations) {
      const id = recordIdOf(operation) ?? (own === null ? null : recordIdOf(own.operation))
      if (id === null) continue
      touched.add(id)
      const before = accepted.has(id) ? accepted.get(id) : this.#acceptedState(id)
      accepted.set(id, fold(before, operation))
      if (own !== null) this.#forget(id, own.n)
      else if (this.#isBeingRemoved(id)) this.#overtaken.add(id)
      if (own !== null && operation.kind === 'remove' && this.#overtaken.delete(id) && before !== undefined)
        takenAway.push(before)
    }
    this.#settle(touched, accepted)
    return takenAway
  }

  /** Takes back operations of one's own that the host refused or already has. */
  drop(operations: readonly Pending[]): void {
    const touched = new Set<RecordId>()
    const accepted = new Map<RecordId, BoardRecord | undefined>()
    for (const { n, operation } of operations) {
      const id = recordIdOf(operation)
      if (id === null) continue
      touched.add(id)
      accepted.set(id, this.#acceptedState(id))
      this.#forget(id, n)
      this.#overtaken.delete(id)
    }
    this.#settle(touched, accepted)
  }

  beginSnapshot(): void {
    this.#snapshot = new Set()
  }

  addSnapshot(records: readonly BoardRecord[]): void {
    const touched = new Set<RecordId>()
    const accepted = new Map<RecordId, BoardRecord | undefined>()
    for (const record of records) {
      this.#snapshot?.add(record.id)
      touched.add(record.id)
      accepted.set(record.id, record)
    }
    this.#settle(touched, accepted)
  }

  /** What the snapshot did not bring is no longer there. */
  endSnapshot(): void {
    const brought = this.#snapshot ?? new Set()
    this.#snapshot = null
    const gone = new Set<RecordId>()
    for (const { id } of this.#store.values()) if (!brought.has(id)) gone.add(id)
    for (const id of this.#accepted.keys()) if (!brought.has(id)) gone.add(id)
    this.#settle(gone, new Map(Array.from(gone, (id) => [id, undefined])))
  }

  #acceptedState(id: RecordId): BoardRecord | undefined {
    return this.#accepted.has(id) ? this.#accepted.get(id) : this.#store.get(id)
  }

  #isBeingRemoved(id: RecordId): boolean {
    return this.#pending.get(id)?.some(({ operation }) => operation.kind === 'remove') ?? false
  }

  #forget(id: RecordId, n: number): void {
    const all = this.#pending.get(id) ?? []
    const left = all.filter((pending) => pending.n !== n)
    if (left.length > 0) this.#pending.set(id, left)
    else this.#pending.delete(id)
    if (this.#dependents.size === 0) return
    const stillGiven = new Set(left.flatMap(({ operation }) => givenOf(operation)))
    for (const { operation } of all) {
      for (const given of givenOf(operation)) if (!stillGiven.has(given)) this.#dependNoMore(id, given)
    }
  }

  #depend(id: RecordId, given: RecordId): void {
    const dependents = this.#dependents.get(given)
    if (dependents === undefined) this.#dependents.set(given, new Set([id]))
    else dependents.add(id)
  }

  #dependNoMore(id: RecordId, given: RecordId): void {
    const dependents = this.#dependents.get(given)
    if (dependents?.delete(id) === true && dependents.size === 0) this.#dependents.delete(given)
  }

  /** These, and what has to be known or made anew with them because pending operations of one depend on another. */
  #withDependents(touched: ReadonlySet<RecordId>): ReadonlySet<RecordId> {
    if (this.#dependents.size === 0) return touched
    const found = new Set(touched)
    // What is added while it is gone through is gone through as well.
    for (const id of found) {
      for (const dependent of this.#dependents.get(id) ?? []) found.add(dependent)
      for (const { operation } of this.#pending.get(id) ?? []) for (const given of givenOf(operation)) found.add(given)
    }
    return found
  }

  #settle(touched: ReadonlySet<RecordId>, accepted: ReadonlyMap<RecordId, BoardRecord | undefined>): void {
    const visible = new Map<RecordId, BoardRecord | undefined>()
    const onTop: (Pending & { readonly id: RecordId })[] = []
    for (const id of this.#withDependents(touched)) {
      const state = touched.has(id) ? accepted.get(id) : this.#acceptedState(id)
      visible.set(id, state)
      for (const { n, operation } of this.#pending.get(id) ?? []) onTop.push({ id, n, operation })
    }
    for (const id of touched) {
      this.#hash.touch(id)
      if (this.#pending.has(id)) this.#accepted.set(id, accepted.get(id))
      else this.#accepted.delete(id)
    }
    // In the order in which they were made: one may depend on what another does to another record.
    for (const { id, operation } of onTop.toSorted((a, b) => a.n - b.n)) {
      if (isMet(operation, (one) => visible.get(one))) visible.set(id, fold(visible.get(id), operation))
    }
    this.#write(visible)
  }

  /** An acknowledgement that changes nothing to see must not make anything be painted again. */
  #write(visible: ReadonlyMap<RecordId, BoardRecord | undefined>): void {
    const changed: [RecordId, BoardRecord | undefined][] = []
    for (const [id, after] of visible) {
      const before = this.#store.get(id)
      if (before === undefined || after === undefined || !same(before, after)) changed.push([id, after])
    }
    this.#store.write(changed)
  }
}

function same(a: BoardRecord, b: BoardRecord): boolean {
  if (a === b) return true
  const keys = Object.keys(a) as (keyof BoardRecord)[]
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]))
}
