import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#shared/errors.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { OPENABLE } from '#renderer/import/open-file.ts'
import type { OpenedFile } from '#renderer/import/opening.ts'
import { useToasts } from '../ui/toasts.tsx'
import { LossesDialog } from './losses-dialog.tsx'

export interface FileOpening {
  /** Asks for a file. */
  readonly choose: () => void
  /** What goes with it, to be rendered anywhere. */
  readonly element: JSX.Element
}

/** Opens files onto the board: chosen by the person, or dropped on the window. */
export function useOpenFile(editor: Editor, disabled: boolean): FileOpening {
  const { t } = useTranslation()
  const toasts = useToasts()
  const input = useRef<HTMLInputElement>(null)
  const [opened, setOpened] = useState<OpenedFile | null>(null)
  const [progress, setProgress] = useState<string | null>(null)
  const busy = useRef(false)

  async function open(file: File): Promise<void> {
    if (busy.current) return
    busy.current = true
    const since = performance.now()
    try {
      const result = await editor.opening.open(file, (placed, total) => {
        if (performance.now() - since > SAID_AFTER_MS) setProgress(t('open.progress', { placed, total }))
      })
      if (result.losses.size > 0) setOpened(result)
      else toasts.show(t('open.done', { count: result.count }))
    } catch (error) {
      toasts.show(sentenceOf(error))
    } finally {
      busy.current = false
      setProgress(null)
    }
  }

  const latest = useRef(open)
  useEffect(() => {
    latest.current = open
  })

  useEffect(() => {
    if (disabled) return undefined
    const over = (event: DragEvent): void => {
      // Without this the browser would leave the board and show the file.
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) void latest.current(file)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [disabled])

  const element = (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={OPENABLE.join(',')}
        aria-label={t('open.button')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // The same file can be chosen again.
          event.target.value = ''
          if (file !== undefined) void open(file)
        }}
      />
      <LossesDialog progress={progress} opened={opened} onClose={() => setOpened(null)} />
    </>
  )
  return { choose: () => input.current?.click(), element }
}

/** Work that is over sooner needs no word. */
const SAID_AFTER_MS = 1000

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
