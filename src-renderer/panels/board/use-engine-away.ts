import { useState } from 'react'
import type { RoomStatus } from '#shared/sync/room-view.ts'
import { isOver, type Connection } from '../hooks/use-connection.ts'

/**
 * Whether a board is cut off because DrawNet on this very computer is away. It stays so until the board has tried
 * anew, since what it said of its loss until then was about DrawNet too.
 */
export function useEngineAway(connection: Connection, status: RoomStatus): boolean {
  const [during, setDuring] = useState<RoomStatus | null>(null)
  const away = connection === 'lost' || isOver(connection)
  if (away && during !== status) setDuring(status)
  return away || (during === status && status.kind === 'reconnecting')
}
