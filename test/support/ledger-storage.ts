import type { AppError } from '#shared/errors.ts'
import { fold, recordIdOf, type LogEntry } from '#shared/model/operations.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import type { CommitBatch, StoredRoom } from '#shared/sync/room-storage.ts'
import { assertMayStand } from './access-check.ts'
import { boardBytes, sameRecord } from './board-bytes.ts'

/** Thrown out of a commit that was kept while its process died before it could tell anyone. */
export class HostDied extends Error {}

/** A room's storage that can fail, and that checks everything a host ever puts into its log. */
export class LedgerStorage extends MemoryRoomStorage {
  readonly log: LogEntry[] = []
  /** The board as the fold of the log. */
  readonly board = new Map<RecordId, BoardRecord>()
  readonly #authors = new Map<RecordId, number>()
  readonly #numbers = new Map<number, Set<number>>()
  readonly #highest = new Map<number, number>()
  readonly #untold: { readonly client: number; readonly after: number; readonly before: number }[] = []
  readonly #indices = new Map<string, number>()
  /** What a commit fails with at present. */
  failing: AppError | null = null
  /** The next commit is kept, and then the host dies. */
  diesAtCommit = false
  /** It has died so. */
  died = false
  term = 0
  /** Whose each member number was, as any host has ever said. */
  readonly users = new Map<number, string>()
  /** Whether the person is of the installation that hosts the room. */
  isHost: (user: string | undefined) => boolean = () => false
  /** Private messages: whose they are, and for whom. */
  readonly whispers = new Map<string, { readonly from: string; readonly to: string | undefined }>()
  /** Whether the client with this id is connected. */
  isThere: (clientId: string) => boolean = () => true

  constructor() {
    super({ name: 'Board', epoch: 'term-0' })
  }

  override load(): StoredRoom {
    const stored = super.load()
    if (!boardBytes(stored.records).equals(boardBytes(this.board.values()))) {
      throw new Error('the records in the storage are not the fold of the log')
    }
    return { ...stored, epoch: `term-${this.term}` }
  }

  override commit(batch: CommitBatch): void {
    if (this.failing !== null) throw this.failing
    super.commit(batch)
    for (const { id, index } of batch.clients) this.#indices.set(id, index)
    this.#noteUntold(batch)
    for (const entry of batch.entries) this.#add(entry)
    for (const [id, record] of batch.records) {
      if (!sameRecord(record, this.board.get(id))) throw new Error(`record ${id} is not the fold of the log`)
    }
    if (!this.diesAtCommit) return
    this.diesAtCommit = false
    this.died = true
    throw new HostDied('The host died after a commit.')
  }

  override reserveMembers(count: number): number {
    if (this.failing !== null) throw this.failing
    return super.reserveMembers(count)
  }

  /** @throws Error when a host has given the number to somebody else before */
  noteNumber(number: number, user: string): void {
    const known = this.users.get(number) ?? user
    if (known !== user) throw new Error(`P8: number ${number} was given to ${known}, and then to ${user}`)
    this.users.set(number, user)
  }

  /** @throws Error when the message is neither this person's nor for them; of one damaged on its way nobody knows whose it is */
  assertMayRead(text: string, user: string): void {
    const whisper = this.whispers.get(text)
    if (whisper === undefined) return
    if (whisper.from !== user && whisper.to !== user) {
      throw new Error(`P7: ${user} reads “${text}”, which is for ${whisper.to}`)
    }
  }

  /** The index in the log of the client with this id, once it has any operation there. */
  indexOf(clientId: string): number | undefined {
    return this.#indices.get(clientId)
  }

  /** Whether the operation of this client with this number is in the log. */
  has(clientId: string, n: number): boolean {
    const index = this.#indices.get(clientId)
    return index !== undefined && this.#numbers.get(index)?.has(n) === true
  }

  /** Whether this operation was refused with no one there to hear it. */
  untold(clientId: string, n: number): boolean {
    const index = this.#indices.get(clientId)
    return this.#untold.some(({ client, after, before }) => client === index && n > after && n < before)
  }

  /** The host refused some of what came before these, and dies before it says so or has no one to say it to. */
  #noteUntold({ entries }: CommitBatch): void {
    const ids = new Map(Array.from(this.#indices, ([id, index]) => [index, id]))
    for (const { client, n } of entries) {
      if (!this.diesAtCommit && this.isThere(ids.get(client) ?? '')) continue
      this.#untold.push({ client, after: this.#highest.get(client) ?? 0, before: n })
    }
  }

  #add(entry: LogEntry): void {
    if (entry.seq !== this.log.length + 1) throw new Error(`O1: entry ${entry.seq} follows ${this.log.length}`)
    this.log.push(entry)
    this.#assertNew(entry)
    const id = recordIdOf(entry.operation)
    if (id === null) return
    // A host keeps what someone who vanished was drawing, but nothing that was finished.
    if (entry.n === 0 && this.#authors.has(id)) throw new Error(`L4: the host has put ${id} over what was there`)
    const who = { member: entry.author, isHost: this.isHost(this.users.get(entry.author)) }
    assertMayStand(entry.operation, this.board, who)
    const after = fold(this.board.get(id), entry.operation)
    if (after === undefined) this.board.delete(id)
    else {
      this.board.set(id, after)
      const author = this.#authors.get(id) ?? after.author
      if (author !== after.author) throw new Error(`O4: the author of ${id} was ${author} and is ${after.author}`)
      this.#authors.set(id, author)
    }
  }

  #assertNew({ client, n }: LogEntry): void {
    if (n === 0) return
    let numbers = this.#numbers.get(client)
    if (numbers === undefined) this.#numbers.set(client, (numbers = new Set()))
    if (numbers.has(n)) throw new Error(`A2: operation ${n} of client ${client} is in the log twice`)
    numbers.add(n)
    this.#highest.set(client, Math.max(n, this.#highest.get(client) ?? 0))
  }
}
