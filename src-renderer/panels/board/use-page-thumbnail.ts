import { useEffect, useState } from 'react'
import type { Theme } from '#shared/model/palette.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { Editor } from '#renderer/board/editor.ts'

/** Pixels, for screens of double density. */
const WIDTH = 128
const HEIGHT = 80
/** Milliseconds after the last change until the picture is made again. */
const AFTER = 800
/** A crowded page rests for so many times what its picture took. */
const SPARING = 10

/** A small picture of a page, as an address; null while there is none, or nothing to be seen. */
export function usePageThumbnail(editor: Editor, page: RecordId, theme: Theme): string | null {
  const [address, setAddress] = useState<string | null>(null)

  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let after = AFTER
    const { all, store } = editor.sheets
    const make = (): void => {
      // Painting would be felt while a pen is down.
      if (editor.penDown.get()) return later()
      const began = performance.now()
      editor.exporting.pageThumbnail(page, WIDTH, HEIGHT, theme).then(
        (blob) => {
          after = Math.max(AFTER, SPARING * (performance.now() - began))
          if (current) setAddress(blob === null ? null : URL.createObjectURL(blob))
        },
        // The row has its name; the next change tries again.
        () => undefined,
      )
    }
    const later = (): void => {
      clearTimeout(timer)
      timer = setTimeout(make, after)
    }
    make()
    const stops = [
      store.onOutline(later),
      all.store.onChange((changes) => {
        const touched = changes.flatMap(({ before, after }) => [before, after])
        if (touched.some((record) => record !== undefined && store.outline.pageOf(record) === page)) later()
      }),
    ]
    return () => {
      current = false
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [editor, page, theme])

  useEffect(() => (address === null ? undefined : () => URL.revokeObjectURL(address)), [address])
  return address
}
