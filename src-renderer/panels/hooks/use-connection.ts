import { useState } from 'react'
import { Value } from '#shared/emitter.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useValue } from './use-value.ts'

export type Connection = ReturnType<Desktop['connection']['get']>

/** Whether this window will not reach DrawNet any more, however long it waits. */
export function isOver(connection: Connection): boolean {
  return connection === 'closed' || connection === 'refused'
}

/** Whether DrawNet itself can be reached; where there is none, as on the guest page, nothing is amiss. */
export function useConnection(desktop: Desktop | null): Connection {
  const [none] = useState(() => new Value<Connection>('connected'))
  return useValue(desktop?.connection ?? none)
}
