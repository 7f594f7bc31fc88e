import { Value, type ReadonlyValue } from '../emitter.ts'
import type { LogEntry, Operation, SayOperation } from '../model/operations.ts'
import type { ChatMessage } from '../model/people.ts'

/** The messages that one may read, with one's own unacknowledged ones behind them. */
export class ChatLog {
  readonly #value = new Value<readonly ChatMessage[]>([])
  #said: ChatMessage[] = []

  get value(): ReadonlyValue<readonly ChatMessage[]> {
    return this.#value
  }

  /** Begins anew with what a snapshot brought. */
  replace(messages: readonly ChatMessage[]): void {
    this.#said = [...messages]
  }

  add({ seq, author, at }: Pick<LogEntry, 'seq' | 'author' | 'at'>, { text, to }: SayOperation): void {
    this.#said.push({ seq, author, to, text, at, pending: false })
  }

  /**
   * Tells everyone who listens.
   * @param waiting what the host has not acknowledged, the messages among it
   * @param at when that was, for display
   */
  tell(
    waiting: Iterable<{ readonly n: number; readonly operation: Operation }>,
    { me, at }: { readonly me: number; readonly at: number },
  ): void {
    const pending: ChatMessage[] = []
    for (const { n, operation } of waiting) {
      if (operation.kind !== 'say') continue
      pending.push({ seq: n, author: me, to: operation.to, text: operation.text, at, pending: true })
    }
    this.#value.set([...this.#said, ...pending])
  }
}
