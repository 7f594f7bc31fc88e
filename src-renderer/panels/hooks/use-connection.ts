import { useState } from 'react'
import { Value } from '#shared/emitter.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useValue } from './use-value.ts'

export type Connection = ReturnType<Desktop['connection']['get']>

/** Whether DrawNet itself can be reached; where there is none, as on the guest page, nothing is amiss. */
export function useConnection(desktop: Desktop | null): Connection {
  const [none] = useState(() => new Value<Connection>('connected'))
  return useValue(desktop?.connection ?? none)
}
