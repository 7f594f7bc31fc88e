import { givenOf, type Operation } from '../model/operations.ts'
import { decodeClientMessage, encodeClientMessage, type WireOperation } from '../wire/client-messages.ts'
import { encodeOperation, inkOf } from '../wire/operation-codec.ts'
import { MAX_MESSAGE_BYTES } from '../wire/protocol.ts'
import type { Pending } from './optimistic-board.ts'

/** Leaves room for the head of the message and of each operation. */
const PAYLOAD_BYTES = MAX_MESSAGE_BYTES - 1024
const OPERATION_OVERHEAD = 8
/** So many operations that are gone may stay in the list of those that wait. */
const KEEP_AT_MOST = 1024

/** How a stroke that went out live can be committed without sending its points again. */
export interface Lift {
  readonly stroke: number
  readonly count: number
  /** Which connection its points went out on; on another they are unknown. */
  readonly connection: number
}

/** Some operations as one message. */
export interface Batch {
  readonly bytes: Uint8Array
  /** The number of the last of them. */
  readonly lastN: number
}

interface Waiting extends Pending {
  readonly lift: Lift | null
}

/** One's own operations from the moment they are made until the host has them. */
export class Outbox {
  /** From `#first` on; what is before it is gone already. A list that is shortened from its front each time is slow. */
  #waiting: Waiting[] = []
  #first = 0
  #lastN = 0

  get size(): number {
    return this.#waiting.length - this.#first
  }

  /** Numbers the operations. */
  add(operations: readonly Operation[], lift: Lift | null): readonly Pending[] {
    const added = operations.map((operation) => ({ n: ++this.#lastN, operation, lift }))
    for (const waiting of added) this.#waiting.push(waiting)
    return added
  }

  /** Takes up operations that were kept, with their numbers. Only before anything else is added. */
  restore(messages: readonly Uint8Array[]): readonly Pending[] {
    for (const bytes of messages) {
      const message = decodeClientMessage(bytes)
      if (message.kind !== 'edit') continue
      for (const [index, operation] of message.operations.entries()) {
        const n = message.firstN + index
        if (operation.kind !== 'lift' && n > this.#lastN) this.#waiting.push({ n, operation, lift: null })
        this.#lastN = Math.max(this.#lastN, n)
      }
    }
    return Array.from(this.values())
  }

  /** Numbers what comes from now on above this: the host has seen more of this client than was kept of it. */
  raise(lastN: number): void {
    this.#lastN = Math.max(this.#lastN, lastN)
  }

  /** The number of the newest operation. */
  get lastN(): number {
    return this.#lastN
  }

  /** The number of the operation that has waited longest; null while none waits. */
  get oldestN(): number | null {
    return this.#waiting[this.#first]?.n ?? null
  }

  find(n: number): Pending | undefined {
    const at = this.#indexOf(n)
    return at < 0 ? undefined : this.#waiting[at]
  }

  /** Takes out the operation with this number: the host has it, or refused it. */
  remove(n: number): Pending | undefined {
    const at = this.#indexOf(n)
    if (at !== this.#first) return at < 0 ? undefined : this.#waiting.splice(at, 1)[0]
    const [removed] = this.#removeFirst(1)
    return removed
  }

  /** Takes out everything up to this number. */
  removeThrough(n: number): readonly Pending[] {
    // They ascend, and mostly none is that old.
    let count = 0
    while (count < this.size && this.#waiting[this.#first + count]!.n <= n) count += 1
    return count === 0 ? [] : this.#removeFirst(count)
  }

  *values(): Generator<Pending> {
    for (let at = this.#first; at < this.#waiting.length; at++) yield this.#waiting[at]!
  }

  /** The messages of `batches`. */
  *messages(after: number, connection: number): Generator<Uint8Array> {
    for (const { bytes } of this.batches(after, connection)) yield bytes
  }

  /**
   * The messages that send everything numbered above `after`, none larger than a host takes, each with the number of its
   * last operation.
   * @param connection the one they go out on; 0 for none, then every stroke is whole
   */
  *batches(after: number, connection: number): Generator<Batch> {
    let operations: WireOperation[] = []
    let firstN = 0
    let nextN = 0
    let bytes = 0
    for (let at = this.#firstAbove(after); at < this.#waiting.length; at++) {
      const { n, operation, lift } = this.#waiting[at]!
      const wired = lift?.connection === connection ? liftOf(operation, lift) : operation
      const size = sizeOf(wired)
      if (operations.length > 0 && (bytes + size > PAYLOAD_BYTES || n !== nextN)) {
        yield batchOf(firstN, operations)
        operations = []
        bytes = 0
      }
      if (operations.length === 0) firstN = n
      operations.push(wired)
      bytes += size
      nextN = n + 1
    }
    if (operations.length > 0) yield batchOf(firstN, operations)
  }

  #removeFirst(count: number): readonly Waiting[] {
    const removed = this.#waiting.slice(this.#first, this.#first + count)
    this.#first += count
    if (this.#first > KEEP_AT_MOST && 2 * this.#first > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first)
      this.#first = 0
    }
    return removed
  }

  /** Where the operation with this number is; -1 where there is none. */
  #indexOf(n: number): number {
    // Nearly always the oldest.
    if (this.#waiting[this.#first]?.n === n) return this.#first
    const at = this.#firstAbove(n - 1)
    return this.#waiting[at]?.n === n ? at : -1
  }

  /** Where the first operation is that is numbered above this: they ascend. */
  #firstAbove(n: number): number {
    let [low, high] = [this.#first, this.#waiting.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#waiting[middle]!.n <= n) low = middle + 1
      else high = middle
    }
    return low
  }
}

function batchOf(firstN: number, operations: readonly WireOperation[]): Batch {
  const bytes = encodeClientMessage({ kind: 'edit', firstN, operations })
  return { bytes, lastN: firstN + operations.length - 1 }
}

function liftOf(operation: Operation, { stroke, count }: Lift): WireOperation {
  if (operation.kind !== 'put') return operation
  return { kind: 'lift', stroke, count, z: operation.record.z }
}

function sizeOf(operation: WireOperation): number {
  if (operation.kind === 'lift') return 32
  const given = givenOf(operation).reduce((sum, id) => sum + id.length + 1, 0)
  return encodeOperation(operation).length + (inkOf(operation)?.length ?? 0) + given + OPERATION_OVERHEAD
}
