import { useCallback, useEffect, useRef, useState } from 'react'
import { sentenceOf } from '#shared/errors.ts'

export interface Action {
  readonly busy: boolean
  /** A sentence about the last failure; null before and after a success. */
  readonly error: string | null
  /** Does the work unless the last one is still going on. */
  readonly run: (work: () => Promise<void>) => void
  readonly clear: () => void
}

/** Work that a person started: whether it goes on, and what came of it. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const running = useRef(false)
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(null)
    void work()
      .catch((failure: unknown) => {
        if (mounted.current) setError(sentenceOf(failure))
      })
      .finally(() => {
        running.current = false
        if (mounted.current) setBusy(false)
      })
  }, [])
  const clear = useCallback(() => setError(null), [])
  return { busy, error, run, clear }
}
