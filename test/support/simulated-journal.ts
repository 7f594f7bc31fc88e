import { recordIdOf } from '#shared/model/operations.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { UnsentEdits, UnsentJournal } from '#shared/sync/unsent.ts'
import { decodeClientMessage } from '#shared/wire/client-messages.ts'

/** What an app keeps of the edits its host does not have, and finds again after it was closed. */
export class SimulatedJournal implements UnsentJournal {
  #kept: UnsentEdits | null
  /** How often something was written. */
  writes = 0

  constructor(kept: UnsentEdits | null = null) {
    this.#kept = kept
  }

  /** As it is found when the app is opened again; what is written to the old one from now on is not in it. */
  found(): SimulatedJournal {
    return new SimulatedJournal(this.#kept)
  }

  get kept(): UnsentEdits | null {
    return this.#kept
  }

  append({ clientId, messages }: UnsentEdits): void {
    this.writes += 1
    const before = this.#kept?.clientId === clientId ? this.#kept.messages : []
    this.#kept = { clientId, messages: [...before, ...messages] }
  }

  clear(clientId: string): void {
    if (this.#kept?.clientId === clientId) this.#kept = null
  }

  /** Number and record of every operation that is kept. */
  operations(): { readonly n: number; readonly ids: readonly RecordId[] }[] {
    return (this.#kept?.messages ?? []).flatMap((bytes) => {
      const message = decodeClientMessage(bytes)
      if (message.kind !== 'edit') throw new Error(`M4: a ${message.kind} was kept`)
      return message.operations.map((operation, index) => {
        if (operation.kind === 'lift') throw new Error('M4: a stroke was kept without its ink')
        const id = recordIdOf(operation)
        return { n: message.firstN + index, ids: id === null ? [] : [id] }
      })
    })
  }
}
