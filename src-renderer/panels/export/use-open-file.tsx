import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#shared/errors.ts'
import type { Position } from '#renderer/board/camera.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { OPENABLE } from '#renderer/import/open-file.ts'
import { isPdf } from '#renderer/import/pdf/is-pdf.ts'
import type { Opened } from '#renderer/import/opened.ts'
import type { OpenedFile } from '#renderer/import/opening.ts'
import { useToasts } from '../ui/toasts.tsx'
import { LibraryDialog } from './library-dialog.tsx'
import { PdfDialog } from './pdf-dialog.tsx'
import { LossesDialog } from './losses-dialog.tsx'

export interface FileOpening {
  /** Asks for a file. */
  readonly choose: () => void
  /** What goes with it, to be rendered anywhere. */
  readonly element: JSX.Element
}

/** Opens files onto the board: chosen by the person, dropped on the window, or drawings that were pasted. */
export function useOpenFile(editor: Editor, disabled: boolean): FileOpening {
  const { t } = useTranslation()
  const toasts = useToasts()
  const input = useRef<HTMLInputElement>(null)
  const [opened, setOpened] = useState<OpenedFile | null>(null)
  const [library, setLibrary] = useState<Opened | null>(null)
  const [pdf, setPdf] = useState<{ readonly file: File; readonly at: Position | undefined } | null>(null)
  const [progress, setProgress] = useState<string | null>(null)
  const busy = useRef(false)

  async function open(files: readonly File[], at?: Position): Promise<void> {
    const [file] = files
    if (file === undefined) return
    // Pictures among each other lie side by side.
    if (files.length > 1 && files.every(({ type }) => type.startsWith('image/'))) {
      return void (await editor.images.place(files, { at }))
    }
    if (busy.current) return
    busy.current = true
    try {
      if (await isPdf(file)) return setPdf({ file, at })
      const read = await editor.opening.read(file)
      // Its drawings may be wanted on this board, or on any.
      if (read.items === undefined) await place(read, at)
      else setLibrary(read)
    } catch (error) {
      toasts.show(sentenceOf(error))
    } finally {
      busy.current = false
      setProgress(null)
    }
  }

  async function place(read: Opened, at?: Position): Promise<void> {
    const since = performance.now()
    const result = await editor.opening.place(
      read,
      (placed, total) => {
        if (performance.now() - since > SAID_AFTER_MS) setProgress(t('open.progress', { placed, total }))
      },
      at,
    )
    // A picture is seen to be there, or it was said why it is not.
    if (read.pictures !== undefined) return
    if (result.losses.size > 0) setOpened(result)
    else toasts.show(t('open.done', { count: result.count }))
  }

  async function use(read: Opened, as: 'board' | 'stamps'): Promise<void> {
    setLibrary(null)
    const { items = [] } = read
    try {
      if (as === 'board') return await place(read)
      const count = editor.stamps.keepAll(items, read.files)
      toasts.show(
        count < items.length ? t('open.someStamps', { count, of: items.length }) : t('open.stamps', { count }),
      )
    } catch (error) {
      toasts.show(sentenceOf(error))
    } finally {
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
      const files = Array.from(event.dataTransfer?.files ?? [])
      void latest.current(files, editor.images.boardAt(event.clientX, event.clientY))
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [disabled, editor])

  useEffect(() => {
    if (disabled) return undefined
    return editor.selecting.clipboard.onDrawing(({ words, at }) => void latest.current([new File([words], '')], at))
  }, [disabled, editor])

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
          if (file !== undefined) void open([file])
        }}
      />
      <LibraryDialog
        library={library}
        onUse={(as) => library !== null && void use(library, as)}
        onClose={() => setLibrary(null)}
      />
      {pdf === null ? null : <PdfDialog editor={editor} {...pdf} onClose={() => setPdf(null)} />}
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
