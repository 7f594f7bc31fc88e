import { useState } from 'react'
import type { JoinTarget, LookedUp, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useAction } from '../hooks/use-action.ts'

export interface Join {
  readonly busy: boolean
  readonly error: string | null
  /** Set while the person is to choose among the rooms of an address. */
  readonly choice: LookedUp | null
  readonly join: (text: string) => void
  readonly choose: (room: NearbyRoom) => void
  readonly cancel: () => void
  readonly clear: () => void
}

/** Joining what a person typed, pasted or opened: a link to one room at once, otherwise after a look at what is there. */
export function useJoin(desktop: Desktop, enter: (target: JoinTarget) => Promise<void>, noBoards: string): Join {
  const { busy, error, run, clear } = useAction()
  const [choice, setChoice] = useState<LookedUp | null>(null)

  async function lookAndJoin(text: string): Promise<void> {
    if (parseJoinText(text).roomId !== null) return enter({ kind: 'text', text })
    const found = await desktop.call('rooms.lookUp', { text })
    if (found.exact) return enter({ kind: 'text', text })
    const [first, ...others] = found.rooms
    if (first === undefined) throw new AppError('join/no-such-room', noBoards)
    if (others.length === 0 && first.problem === null) return enter(targetOf(first))
    setChoice(found)
    return undefined
  }

  return {
    busy,
    error,
    choice,
    join: (text) => run(() => lookAndJoin(text)),
    choose: (room) => {
      setChoice(null)
      run(() => enter(targetOf(room)))
    },
    cancel: () => setChoice(null),
    clear,
  }
}

export function targetOf(room: NearbyRoom): JoinTarget {
  return { kind: 'nearby', hostId: room.hostId, roomId: room.roomId }
}
