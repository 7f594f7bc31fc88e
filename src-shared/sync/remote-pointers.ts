import { Value } from '../emitter.ts'
import type { RelayedPointer } from '../wire/host-messages.ts'
import type { RemotePointer } from './room-view.ts'

/** Where others point, as far as the host has told. */
export class RemotePointers {
  readonly value = new Value<readonly RemotePointer[]>([])

  /** @param ownClient whose pointer is one's own */
  take(pointers: readonly RelayedPointer[], ownClient: number): void {
    if (pointers.length === 0) return
    const byClient = new Map(this.value.get().map((pointer) => [pointer.client, pointer]))
    for (const { client, member, position } of pointers) {
      if (client === ownClient) continue
      if (position === null) byClient.delete(client)
      else byClient.set(client, { client, member, ...position })
    }
    this.value.set(Array.from(byClient.values()))
  }

  clear(): void {
    this.value.set([])
  }
}
