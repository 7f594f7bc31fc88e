import { useState } from 'react'
import type { JoinTarget } from '#shared/desktop/desktop-api.ts'
import { useAction } from '../hooks/use-action.ts'
import { useLater } from '../hooks/use-later.ts'

const SLOW_MS = 400

export interface Opening {
  readonly open: (key: string, target: JoinTarget) => void
  /** Whether this card's room has been opening for so long that it should say so. */
  readonly isSlow: (key: string) => boolean
  readonly errorOf: (key: string) => string | null
}

/** Opening the rooms of a list of cards, one at a time, with what went wrong kept at its card. */
export function useOpening(enter: (target: JoinTarget) => Promise<void>): Opening {
  const { busy, error, run } = useAction()
  const [opened, setOpened] = useState<string | null>(null)
  const slow = useLater(busy, SLOW_MS)
  return {
    open: (key, target) => {
      if (busy) return
      setOpened(key)
      run(() => enter(target))
    },
    isSlow: (key) => slow && opened === key,
    errorOf: (key) => (opened === key ? error : null),
  }
}
