import { Value } from '../emitter.ts'
import type { ErrorCode } from '../errors.ts'
import type { RoomStatus } from './room-view.ts'

/** How a client stands with its host. */
export class ClientStatus {
  readonly value = new Value<RoomStatus>({ kind: 'loading', loaded: 0, total: 0 })
  #trouble = ''

  /** @param snapshot records that are on their way; null when the client keeps its board */
  welcomed(snapshot: number | null): void {
    this.#trouble = ''
    if (snapshot !== null) this.value.set({ kind: 'loading', loaded: 0, total: snapshot })
  }

  /** So many more records came. */
  loaded(count: number): void {
    const status = this.value.get()
    if (status.kind === 'loading') this.value.set({ ...status, loaded: status.loaded + count })
  }

  /** @param sentence '' when it is over */
  setTrouble(sentence: string): void {
    this.#trouble = sentence
  }

  /** @param hasCaughtUp whether the board is as the host's was at the greeting */
  tell(hasCaughtUp: boolean): void {
    if (this.#trouble !== '') this.value.set({ kind: 'unsaved', sentence: this.#trouble })
    else if (hasCaughtUp && this.value.get().kind !== 'live') this.value.set({ kind: 'live' })
  }

  lost(sentence: string): void {
    this.value.set({ kind: 'reconnecting', sentence })
  }

  failed(code: ErrorCode, sentence: string): void {
    this.value.set({ kind: 'closed', code, sentence })
  }
}
