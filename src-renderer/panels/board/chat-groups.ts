import type { ChatMessage } from '#shared/model/people.ts'

export interface ChatGroup {
  readonly author: number
  /** Member number of the one they are for; `EVERYONE` for all. */
  readonly to: number
  /** When its first message was written. */
  readonly at: number
  readonly messages: readonly ChatMessage[]
}

/** A pause after which the author and the time are said again. */
const PAUSE_MS = 5 * 60_000

/** Messages that one person wrote one after the other to the same, without a long pause, put together. */
export function groupMessages(messages: readonly ChatMessage[]): readonly ChatGroup[] {
  const groups: { author: number; to: number; at: number; last: number; messages: ChatMessage[] }[] = []
  for (const message of messages) {
    const group = groups.at(-1)
    const follows = group?.author === message.author && group.to === message.to
    if (group !== undefined && follows && message.at - group.last < PAUSE_MS) {
      group.messages.push(message)
      group.last = message.at
      continue
    }
    const { author, to, at } = message
    groups.push({ author, to, at, last: at, messages: [message] })
  }
  return groups
}

/** Others' messages behind position `seen` in the room's log. */
export function countUnread(messages: readonly ChatMessage[], seen: number, me: number): number {
  let count = 0
  for (const message of messages) if (!message.pending && message.seq > seen && message.author !== me) count += 1
  return count
}

/** Position in the room's log of the last message that the host has accepted; 0 without any. */
export function lastSeq(messages: readonly ChatMessage[]): number {
  return messages.findLast((message) => !message.pending)?.seq ?? 0
}
