import { useState } from 'react'
import type { RoomStatus, RoomView } from '#shared/sync/room-view.ts'
import { useSelected, useValue } from '../hooks/use-value.ts'
import { countUnread, lastSeq } from './chat-groups.ts'

/** How many messages of others came since the chat was last open; what was there on joining counts as read. */
export function useUnread(room: RoomView, chatOpen: boolean): number {
  const messages = useValue(room.chat)
  const me = useValue(room.me)
  const loading = useSelected(room.status, isLoading)
  const last = lastSeq(messages)
  // Null until the board is there for the first time: its messages may come in the same moment.
  const [seen, setSeen] = useState<number | null>(null)
  const reads = chatOpen || (seen === null && !loading)
  if (reads && seen !== last) setSeen(last)
  return reads || loading || seen === null ? 0 : countUnread(messages, seen, me)
}

function isLoading({ kind }: RoomStatus): boolean {
  return kind === 'loading'
}
