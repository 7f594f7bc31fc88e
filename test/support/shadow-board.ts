import { fold, recordIdOf } from '#shared/model/operations.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { sameRecord } from './board-bytes.ts'
import type { LedgerStorage } from './ledger-storage.ts'

/**
 * Follows one client: whatever it has accepted must be the fold of the log up to the client's position.
 * Records with operations of its own on the way are left out until those are settled.
 */
export class ShadowBoard {
  readonly #client: RoomClient
  readonly #ledger: LedgerStorage
  readonly #clientId: () => string
  readonly #board = new Map<RecordId, BoardRecord>()
  readonly #dirty = new Set<RecordId>()
  /** Operations on the way, and the records each of them is about. */
  readonly #pending = new Map<number, readonly RecordId[]>()
  readonly #pendingCounts = new Map<RecordId, number>()
  #seq = 0
  #loading = false

  constructor(client: RoomClient, ledger: LedgerStorage, clientId: () => string) {
    this.#client = client
    this.#ledger = ledger
    this.#clientId = clientId
    client.store.onChange((changes) => {
      for (const { id } of changes) this.#dirty.add(id)
    })
  }

  /** Operations `from` to `to` were made and touch these records. */
  submitted(from: number, to: number, ids: readonly RecordId[]): void {
    for (let n = from; n <= to; n++) {
      this.#pending.set(n, ids)
      for (const id of ids) this.#pendingCounts.set(id, (this.#pendingCounts.get(id) ?? 0) + 1)
    }
  }

  /** The operation is in the log, or refused. */
  settled(n: number): void {
    for (const id of this.#pending.get(n) ?? []) {
      this.#dirty.add(id)
      this.#pendingCounts.set(id, this.#pendingCounts.get(id)! - 1)
    }
    this.#pending.delete(n)
  }

  /** A snapshot begins to arrive; the client has dropped its own operations up to `lastN`. */
  snapshotBegins(lastN: number): void {
    this.#loading = true
    this.#seq = 0
    this.#board.clear()
    for (const n of Array.from(this.#pending.keys())) if (n <= lastN) this.settled(n)
  }

  snapshotEnds(): void {
    this.#loading = false
    for (const { id } of this.#client.store.values()) this.#dirty.add(id)
    for (const id of this.#ledger.board.keys()) this.#dirty.add(id)
  }

  /** The numbers below one that is in the log, and are not in it, were refused. */
  #settleThrough(through: number): void {
    for (const n of Array.from(this.#pending.keys())) {
      if (n <= through) this.settled(n)
      else break
    }
  }

  /** @throws Error when the client has accepted anything but a beginning of the log */
  check(): void {
    if (this.#loading) return
    this.#advance()
    for (const id of this.#dirty) {
      if ((this.#pendingCounts.get(id) ?? 0) > 0) continue
      if (sameRecord(this.#client.store.get(id), this.#board.get(id))) continue
      throw new Error(`record ${id} at ${this.#seq} is not the fold of the log`)
    }
    this.#dirty.clear()
  }

  #advance(): void {
    const { log } = this.#ledger
    const to = this.#client.seq
    if (to > log.length) throw new Error(`A1: told up to ${to}, but stored up to ${log.length}`)
    if (to < this.#seq) throw new Error(`a client went back from ${this.#seq} to ${to}`)
    const own = this.#ledger.indexOf(this.#clientId())
    for (; this.#seq < to; this.#seq++) {
      const { client, n, operation } = log[this.#seq]!
      if (client === own && n > 0) this.#settleThrough(n)
      const id = recordIdOf(operation)
      if (id === null) continue
      const after = fold(this.#board.get(id), operation)
      if (after === undefined) this.#board.delete(id)
      else this.#board.set(id, after)
      this.#dirty.add(id)
    }
  }
}
