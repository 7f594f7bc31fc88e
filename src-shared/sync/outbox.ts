import type { Operation } from '../model/operations.ts'
import { decodeClientMessage, encodeClientMessage, type WireOperation } from '../wire/client-messages.ts'
import { encodeOperation, inkOf } from '../wire/operation-codec.ts'
import { MAX_MESSAGE_BYTES } from '../wire/protocol.ts'
import type { Pending } from './optimistic-board.ts'

/** Leaves room for the head of the message and of each operation. */
const PAYLOAD_BYTES = MAX_MESSAGE_BYTES - 1024
const OPERATION_OVERHEAD = 8

/** How a stroke that went out live can be committed without sending its points again. */
export interface Lift {
  readonly stroke: number
  readonly count: number
  /** Which connection its points went out on; on another they are unknown. */
  readonly connection: number
}

interface Waiting extends Pending {
  readonly lift: Lift | null
}

/** One's own operations from the moment they are made until the host has them. */
export class Outbox {
  #waiting: Waiting[] = []
  #lastN = 0

  get size(): number {
    return this.#waiting.length
  }

  /** Numbers the operations. */
  add(operations: readonly Operation[], lift: Lift | null): readonly Pending[] {
    const added = operations.map((operation) => ({ n: ++this.#lastN, operation, lift }))
    this.#waiting.push(...added)
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
    return this.#waiting
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
    return this.#waiting[0]?.n ?? null
  }

  find(n: number): Pending | undefined {
    return this.#waiting.find((waiting) => waiting.n === n)
  }

  /** Takes out the operation with this number: the host has it, or refused it. */
  remove(n: number): Pending | undefined {
    // Nearly always the oldest.
    if (this.#waiting[0]?.n === n) return this.#waiting.shift()
    const at = this.#waiting.findIndex((waiting) => waiting.n === n)
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0]
  }

  /** Takes out everything up to this number. */
  removeThrough(n: number): readonly Pending[] {
    // They ascend, and mostly none is that old.
    let count = 0
    while (count < this.#waiting.length && this.#waiting[count]!.n <= n) count += 1
    return count === 0 ? [] : this.#waiting.splice(0, count)
  }

  *values(): Generator<Pending> {
    yield* this.#waiting
  }

  /**
   * The messages that send everything numbered above `after`, none larger than a host takes.
   * @param connection the one they go out on; 0 for none, then every stroke is whole
   */
  *messages(after: number, connection: number): Generator<Uint8Array> {
    let operations: WireOperation[] = []
    let firstN = 0
    let nextN = 0
    let bytes = 0
    for (const { n, operation, lift } of this.#waiting) {
      if (n <= after) continue
      const wired = lift?.connection === connection ? liftOf(operation, lift) : operation
      const size = sizeOf(wired)
      if (operations.length > 0 && (bytes + size > PAYLOAD_BYTES || n !== nextN)) {
        yield encodeClientMessage({ kind: 'edit', firstN, operations })
        operations = []
        bytes = 0
      }
      if (operations.length === 0) firstN = n
      operations.push(wired)
      bytes += size
      nextN = n + 1
    }
    if (operations.length > 0) yield encodeClientMessage({ kind: 'edit', firstN, operations })
  }
}

function liftOf(operation: Operation, { stroke, count }: Lift): WireOperation {
  if (operation.kind !== 'put') return operation
  return { kind: 'lift', stroke, count, z: operation.record.z }
}

function sizeOf(operation: WireOperation): number {
  if (operation.kind === 'lift') return 32
  return encodeOperation(operation).length + (inkOf(operation)?.length ?? 0) + OPERATION_OVERHEAD
}
