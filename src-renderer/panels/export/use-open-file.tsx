import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Box } from '#shared/model/bounds.ts'
import type { Position } from '#renderer/board/camera.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { OneByOne } from '#renderer/import/one-by-one.ts'
import { OPENABLE } from '#renderer/import/open-file.ts'
import { isPdf } from '#renderer/import/pdf/is-pdf.ts'
import type { Opened } from '#renderer/import/opened.ts'
import type { OpenedFile } from '#renderer/import/opening.ts'
import { openSeveral } from '#renderer/import/opening-several.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useToasts } from '../ui/toasts.tsx'
import { isolate } from '../words/isolate.ts'
import { LibraryDialog } from './library-dialog.tsx'
import { PdfDialog } from './pdf-dialog.tsx'
import { LossesDialog } from './losses-dialog.tsx'

export interface FileOpening {
  /** Asks for files. */
  readonly choose: () => void
  /** What goes with it, to be rendered anywhere. */
  readonly element: JSX.Element
}

/** Opens files onto the board: chosen by the person, dropped on the window, or drawings that were pasted. */
export function useOpenFile(editor: Editor, disabled: boolean): FileOpening {
  const { t } = useTranslation()
  const toasts = useToasts()
  const locale = useLocale()
  const input = useRef<HTMLInputElement>(null)
  const [opened, setOpened] = useState<Asked<OpenedFile> | null>(null)
  const [library, setLibrary] = useState<Asked<Opened, 'board' | 'stamps' | null> | null>(null)
  const [pdf, setPdf] = useState<Asked<{ readonly file: File; readonly at: Position | undefined }> | null>(null)
  const [progress, setProgress] = useState<string | null>(null)
  const [queue] = useState(() => new OneByOne())

  async function open(files: readonly File[], at?: Position): Promise<void> {
    if (files.length === 0) return
    // Pictures among each other lie side by side.
    if (files.length > 1 && files.every(({ type }) => type.startsWith('image/'))) {
      return void (await editor.images.place(files, { at }))
    }
    await queue.add(async () => await openAll(files, at))
  }

  async function openAll(files: readonly File[], at?: Position): Promise<void> {
    const several = await openSeveral(files, async (file, before) => {
      try {
        return await openOne(file, before, at)
      } finally {
        setProgress(null)
      }
    })
    for (const [sentence, refused] of several.refused) {
      const names = new Intl.ListFormat(locale.words, { style: 'narrow' }).format(
        refused.map(({ name }) => isolate(name)),
      )
      toasts.show(files.length === 1 ? sentence : t('open.refused', { names, sentence }))
    }
    if (several.opened === null) return
    if (files.length > 1) editor.opening.select(several.opened)
    if (several.opened.losses.size > 0) await answered(several.opened, setOpened)
    // A picture is seen to be there, or it was said why it is not.
    else if (!several.opened.isPicture) toasts.show(t('open.done', { count: several.opened.count }))
  }

  /** @param before where the file before it lies, beside which it is put */
  async function openOne(file: File, before: Box | null, at?: Position): Promise<OpenedFile | null> {
    if (await isPdf(file)) {
      await answered({ file, at: before === null ? at : editor.opening.beside(before, null) }, setPdf)
      return null
    }
    const percent = new Intl.NumberFormat(locale.numbers, { style: 'percent' })
    const read = await editor.opening.read(
      file,
      afterAWhile((part) => setProgress(t('open.reading', { part: percent.format(part) }))),
    )
    const { items } = read
    if (items !== undefined) setProgress(null)
    // Its drawings may be wanted on this board, or on any.
    const as = items === undefined ? 'board' : await answered(read, setLibrary)
    if (as === 'board') return await place(read, before === null ? at : editor.opening.beside(before, read))
    if (as === 'stamps' && items !== undefined) keep(items, read.files)
    return null
  }

  async function place(read: Opened, at?: Position): Promise<OpenedFile> {
    return await editor.opening.place(
      read,
      afterAWhile((placed, total) => setProgress(t('open.progress', { placed, total }))),
      at,
    )
  }

  function keep(items: NonNullable<Opened['items']>, files: Opened['files']): void {
    const count = editor.stamps.keepAll(items, files)
    toasts.show(count < items.length ? t('open.someStamps', { count, of: items.length }) : t('open.stamps', { count }))
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
        multiple
        accept={OPENABLE.join(',')}
        aria-label={t('open.button')}
        onChange={(event) => {
          const files = Array.from(event.target.files ?? [])
          // The same file can be chosen again.
          event.target.value = ''
          void open(files)
        }}
      />
      <LibraryDialog
        library={library?.what ?? null}
        onUse={(as) => library?.answer(as)}
        onClose={() => library?.answer(null)}
      />
      {pdf === null ? null : <PdfDialog editor={editor} {...pdf.what} onClose={pdf.answer} />}
      <LossesDialog progress={progress} opened={opened?.what ?? null} onClose={() => opened?.answer()} />
    </>
  )
  return { choose: () => input.current?.click(), element }
}

/** What a person is asked about, or told, and what is called with their answer. */
interface Asked<What, Answer = void> {
  readonly what: What
  readonly answer: (answer: Answer) => void
}

/** Shows a person something until they have answered. */
async function answered<What, Answer>(what: What, show: (asked: Asked<What, Answer> | null) => void): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  show({ what, answer: resolve })
  return await promise.finally(() => show(null))
}

/** Work that is over sooner needs no word. */
const SAID_AFTER_MS = 1000

/** Says how far something is that begins now, once it has taken longer than that. */
function afterAWhile<Args extends readonly number[]>(say: (...args: Args) => void): (...args: Args) => void {
  const since = performance.now()
  return (...args) => {
    if (performance.now() - since > SAID_AFTER_MS) say(...args)
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
