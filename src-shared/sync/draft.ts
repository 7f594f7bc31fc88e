import { AppError } from '../errors.ts'
import { assertMayDraw } from '../model/access.ts'
import {
  assertAddressee,
  assertValid,
  decided,
  fold,
  recordIdOf,
  type LogEntry,
  type Operation,
} from '../model/operations.ts'
import { EVERYONE } from '../model/people.ts'
import type { Ground } from '../model/pages.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import type { WireOperation } from '../wire/client-messages.ts'
import type { WireEntry } from '../wire/host-messages.ts'
import { refusalOf, type Refusal } from '../wire/refusal.ts'
import type { FirstPage } from './first-page.ts'
import type { RoomSession } from './room-session.ts'

/** An operation that has come and is not in the log yet. */
export interface Waiting {
  /** Null for what the host does itself. */
  readonly session: RoomSession | null
  readonly client: number
  /** 0 for what the host does, in its own name or in that of someone who has vanished. */
  readonly n: number
  readonly author: number
  readonly operation: WireOperation
}

/** What a room knows of a record before the draft. */
export interface DraftGround extends Ground {
  readonly firstPage: FirstPage
  /** Who made a record that has been removed, where that is known. */
  authorOfRemoved(id: RecordId): number | undefined
  isMember(number: number): boolean
}

/** What the host does itself has no member as its author. */
export const HOST_AUTHOR = 0

/** Whether a member has made it, or is the one it is for. */
export function concerns({ author, operation }: Waiting, member: number): boolean {
  return author === member || (operation.kind === 'say' && operation.to === member)
}

/** A tick's worth of operations, evaluated one upon the other, but not in force before it is stored. */
export class Draft {
  readonly entries: LogEntry[] = []
  readonly wire: WireEntry[] = []
  readonly records = new Map<RecordId, BoardRecord | undefined>()
  readonly refused: { readonly waiting: Waiting; readonly refusal: Refusal }[] = []
  readonly lifted: { readonly session: RoomSession; readonly stroke: number }[] = []
  /** By client id, the highest number among the entries. */
  readonly lastNs = new Map<string, number>()
  readonly authorsOfRemoved = new Map<RecordId, number>()
  /** Member numbers of who made the entries, and of those they are for. */
  readonly people = new Set<number>()
  name: string | null = null

  readonly #ground: DraftGround
  readonly #seq: number
  readonly #at: number
  /** Null while no page is in the draft. */
  #firstPage: FirstPage | null = null
  /**
   * @param seq position of the log before the draft
   * @param at wall clock for display
   */
  constructor(ground: DraftGround, seq: number, at: number) {
    this.#ground = ground
    this.#seq = seq
    this.#at = at
  }

  /**
   * Takes the next operation, or notes why it is refused.
   * @throws whatever went wrong that is no breach of a rule, such as a failing disk
   */
  add(waiting: Waiting): void {
    const { session, client, n, author, operation: wired } = waiting
    if (wired.kind === 'lift' && session !== null) this.lifted.push({ session, stroke: wired.stroke })
    let operation: Operation
    try {
      operation = this.#evaluate(waiting)
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === null) throw error
      this.refused.push({ waiting, refusal })
      return
    }
    const entry: LogEntry = { seq: this.#seq + this.entries.length + 1, client, n, author, at: this.#at, operation }
    this.entries.push(entry)
    if (author !== HOST_AUTHOR) this.people.add(author)
    // Whoever is written to must be known again: what is theirs must never become another's.
    if (operation.kind === 'say' && operation.to !== EVERYONE) this.people.add(operation.to)
    this.wire.push(wired.kind === 'lift' ? { ...entry, operation: wired } : entry)
    const id = recordIdOf(operation)
    if (id !== null) this.#fold(id, operation)
    if (operation.kind === 'rename') this.name = operation.name
    if (session !== null && n > 0) this.lastNs.set(session.client.id, n)
  }

  /** The whole operation, its author stamped, and void where it depends on what is gone. Throws when it breaks a rule. */
  #evaluate(waiting: Waiting): Operation {
    const operation = this.#stamped(waiting)
    const who = { member: waiting.author, isHost: waiting.session?.isHost ?? waiting.author === HOST_AUTHOR }
    const firstPage = this.#firstPage ?? this.#ground.firstPage
    assertMayDraw(operation, { current: (id) => this.#current(id), firstPage }, who)
    return decided(operation, (id) => this.#current(id))
  }

  #stamped({ session, author, operation }: Waiting): Operation {
    if (operation.kind === 'lift') {
      const record = session?.ink.lift(operation.stroke, operation.count, operation.z, author) ?? null
      if (record === null) throw new AppError('room/unknown-record', 'Parts of a stroke did not arrive.')
      // By reference, everyone takes whoever lifted the pen for the author.
      if ((this.#authorOf(record.id) ?? author) !== author)
        throw new AppError('room/id-taken', 'A stroke was drawn under a name that is another’s.')
      if (this.#current(record.id) !== undefined || this.#ground.authorOfRemoved(record.id) !== undefined) {
        throw new AppError('room/id-taken', 'A stroke was drawn under a name that is taken.')
      }
      return checked({ kind: 'put', record }, undefined)
    }
    if (operation.kind === 'say') assertAddressee(operation, author, (to) => this.#ground.isMember(to))
    const id = recordIdOf(operation)
    const current = id === null ? undefined : this.#current(id)
    if (operation.kind !== 'put') return checked(operation, current)
    const { record } = operation
    return checked({ ...operation, record: { ...record, author: this.#authorOf(record.id) ?? author } }, current)
  }

  #fold(id: RecordId, operation: Operation): void {
    const before = this.#current(id)
    const after = fold(before, operation)
    this.records.set(id, after)
    if (before?.type === 'page' || after?.type === 'page') {
      this.#firstPage ??= this.#ground.firstPage.copy()
      this.#firstPage.see(id, after)
    }
    if (after === undefined && before !== undefined) this.authorsOfRemoved.set(id, before.author)
  }

  /** Whoever restores or replaces a record does not become its author. */
  #authorOf(id: RecordId): number | undefined {
    return this.#current(id)?.author ?? this.authorsOfRemoved.get(id) ?? this.#ground.authorOfRemoved(id)
  }

  #current(id: RecordId): BoardRecord | undefined {
    return this.records.has(id) ? this.records.get(id) : this.#ground.current(id)
  }
}

function checked(operation: Operation, current: BoardRecord | undefined): Operation {
  assertValid(operation, current)
  return operation
}
