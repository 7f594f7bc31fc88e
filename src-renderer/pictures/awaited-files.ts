import type { BlobHash } from '#shared/model/blobs.ts'
import type { Clock } from '#shared/platform.ts'
import type { BlobsView } from '#shared/sync/blobs-view.ts'

/** Files that have not come after this long without any of them coming are done without. */
const GIVE_UP_AFTER_MS = 8_000

/** Who waits for files. */
export interface FileWatch {
  /** Once it is aborted nothing is waited for any more. */
  readonly signal?: AbortSignal
  /** Hears how many files are still waited for, 0 in the end; nothing where none has to be. */
  readonly onWaiting?: (count: number) => void
}

/**
 * Has files fetched, and waits for all of them together: they come one after another, so that as long as any comes the
 * others may.
 *
 * @returns those that do not come
 */
export function awaitFiles(
  blobs: BlobsView,
  clock: Clock,
  hashes: Iterable<BlobHash>,
  { signal, onWaiting }: FileWatch = {},
): Promise<ReadonlySet<BlobHash>> {
  return new Promise((resolve) => {
    const awaited = new Set(hashes)
    const missing = new Set<BlobHash>()
    let giveUp: (() => void) | null = null
    const look = (hash: BlobHash): void => {
      const isHere = blobs.get(hash) !== undefined
      if (!isHere && !isLost(blobs, hash)) return
      awaited.delete(hash)
      if (!isHere) missing.add(hash)
    }
    const end = (): void => {
      giveUp?.()
      stop()
      signal?.removeEventListener('abort', end)
      resolve(new Set([...missing, ...awaited]))
    }
    const goOn = (): void => {
      giveUp?.()
      if (awaited.size === 0) return end()
      giveUp = clock.after(GIVE_UP_AFTER_MS, end)
    }
    const stop = blobs.onChange((hash) => {
      if (!awaited.has(hash)) return
      const before = awaited.size
      look(hash)
      if (awaited.size < before) onWaiting?.(awaited.size)
      goOn()
    })
    for (const hash of Array.from(awaited)) look(hash)
    if (awaited.size === 0 || signal?.aborted === true) return end()
    signal?.addEventListener('abort', end)
    onWaiting?.(awaited.size)
    goOn()
    for (const hash of Array.from(awaited)) blobs.request(hash)
  })
}

/** Whether a file will not come while somebody waits: it is refused, or nobody sends it. */
function isLost(blobs: BlobsView, hash: BlobHash): boolean {
  const state = blobs.stateOf(hash)
  return state.kind === 'failed' || (state.kind === 'awaited' && state.size === 0)
}
