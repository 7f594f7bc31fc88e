import { Value } from '../emitter.ts'
import type { RecordId } from '../model/records.ts'
import type { RelayedPointer } from '../wire/host-messages.ts'
import type { RemotePointer } from './room-view.ts'

/** Where others are and point, as far as the host has told. */
export class RemotePointers {
  readonly value = new Value<readonly RemotePointer[]>([])
  /** The pages that members look at, as far as it is not the first; of who has several windows, the latest. */
  readonly pages = new Value<ReadonlyMap<number, RecordId>>(new Map())

  /** @param ownClient whose pointer is one's own */
  take(pointers: readonly RelayedPointer[], ownClient: number): void {
    if (pointers.length === 0) return
    const byClient = new Map(this.value.get().map((pointer) => [pointer.client, pointer]))
    const pages = new Map(this.pages.get())
    for (const { client, member, page, position } of pointers) {
      if (client === ownClient) continue
      if (position === null) byClient.delete(client)
      else byClient.set(client, { client, member, page, ...position })
      if (page === '') pages.delete(member)
      else pages.set(member, page)
    }
    this.value.set(Array.from(byClient.values()))
    if (!same(pages, this.pages.get())) this.pages.set(pages)
  }

  clear(): void {
    this.value.set([])
    if (this.pages.get().size > 0) this.pages.set(new Map())
  }
}

function same(a: ReadonlyMap<number, RecordId>, b: ReadonlyMap<number, RecordId>): boolean {
  return a.size === b.size && Array.from(a).every(([member, page]) => b.get(member) === page)
}
