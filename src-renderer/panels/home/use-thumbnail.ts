import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Desktop } from '#renderer/net/desktop.ts'

export interface ThumbnailOf {
  /** Null for a room of one's own or one visited before. */
  readonly hostId: string | null
  readonly roomId: string
  /** 0 where there is none. */
  readonly version: number
}

/**
 * The picture of a room as a `data:` URL; null until there is one. Asked for when the element first comes near the
 * window and again when the version changes; meanwhile the former picture stays.
 */
export function useThumbnail(
  desktop: Desktop,
  { hostId, roomId, version }: ThumbnailOf,
): { readonly url: string | null; readonly ref: RefObject<HTMLDivElement | null> } {
  const ref = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  const [url, setUrl] = useState<string | null>(null)

  useEffect(() => {
    const element = ref.current
    if (element === null || seen) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
      },
      { rootMargin: '50%' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [seen])

  useEffect(() => {
    if (!seen || version === 0) return undefined
    let current = true
    desktop.call('rooms.thumbnail', { hostId, roomId }).then(
      ({ png }) => {
        if (current && png !== null) setUrl(`data:image/png;base64,${png}`)
      },
      // A card without a picture is still a card; the next version is tried again.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [desktop, hostId, roomId, version, seen])

  return { url, ref }
}
