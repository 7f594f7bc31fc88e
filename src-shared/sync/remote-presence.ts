import { Value, type ReadonlyValue } from '../emitter.ts'
import { fold } from '../model/operations.ts'
import type { ReadonlyStore } from '../model/store.ts'
import type { RelayedPointer, RelayedSketch } from '../wire/host-messages.ts'
import { RemotePointers } from './remote-pointers.ts'
import type { RemoteSketch } from './room-view.ts'

/** Where others are, what they point at, and what they are making or moving, as far as the host has told. */
export class RemotePresence {
  readonly pointers = new RemotePointers()
  readonly #sketches = new Value<readonly RemoteSketch[]>([])
  readonly sketches: ReadonlyValue<readonly RemoteSketch[]> = this.#sketches
  readonly #store: ReadonlyStore

  /** @param store the board that sketches change */
  constructor(store: ReadonlyStore) {
    this.#store = store
  }

  point(pointers: readonly RelayedPointer[], ownClient: number): void {
    this.pointers.take(pointers, ownClient)
  }

  sketch({ client, member, operations }: RelayedSketch, ownClient: number): void {
    if (client === ownClient) return
    const others = this.#sketches.get().filter((sketch) => sketch.client !== client)
    const records = operations.flatMap((operation) =>
      operation.kind === 'put' ? operation.record : (fold(this.#store.get(operation.id), operation) ?? []),
    )
    if (records.length > 0) this.#sketches.set([...others, { client, member, records }])
    else if (others.length < this.#sketches.get().length) this.#sketches.set(others)
  }

  clear(): void {
    this.pointers.clear()
    if (this.#sketches.get().length > 0) this.#sketches.set([])
  }
}
