import { useCallback, useEffect, useRef } from 'react'
import type { Desktop, OpenRoom } from '#renderer/net/desktop.ts'
import type { Editor } from '#renderer/board/editor.ts'

const WIDTH = 320
const HEIGHT = 200
const REST_MS = 4000
/** On a board that never rests, at least this often. */
const LONGEST_MS = 30_000
/** Base64 characters that the engine takes. */
const MOST_LENGTH = 200_000

/**
 * Keeps the room's picture in the lists up to date: some seconds after the last change, and when the returned
 * function is called on leaving.
 */
export function useThumbnails(editor: Editor | null, open: OpenRoom, desktop: Desktop | null): () => Promise<void> {
  const stale = useRef(false)

  const post = useCallback(async () => {
    if (editor === null || desktop === null || !stale.current) return
    stale.current = false
    try {
      const png = (await smallEnough(editor, WIDTH, HEIGHT)) ?? (await smallEnough(editor, WIDTH / 2, HEIGHT / 2))
      if (png !== null) await desktop.call('rooms.setThumbnail', { roomId: open.info.roomId, png })
    } catch {
      // The lists show the former picture, and the next change tries again.
      stale.current = true
    }
  }, [editor, open, desktop])

  useEffect(() => {
    if (editor === null || desktop === null) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let since = 0
    const stop = open.room.store.onChange(() => {
      const now = performance.now()
      if (!stale.current) since = now
      stale.current = true
      clearTimeout(timer)
      timer = setTimeout(fire, Math.max(0, Math.min(REST_MS, since + LONGEST_MS - now)))
    })
    function fire(): void {
      // Rendering would be felt while a pen is down, and would show half a board while it is loading.
      const wait = editor?.penDown.get() === true || open.room.status.get().kind === 'loading'
      if (wait) timer = setTimeout(fire, REST_MS)
      else void post()
    }
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [editor, open, desktop, post])

  return post
}

async function smallEnough(editor: Editor, width: number, height: number): Promise<string | null> {
  const blob = await editor.exporting.thumbnail(width, height)
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  const text = btoa(binary)
  return text.length <= MOST_LENGTH ? text : null
}
