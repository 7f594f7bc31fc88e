import { useEffect, useMemo, useRef, useState } from 'react'
import { AppError, sentenceOf } from '#shared/errors.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { FileOptions } from '#renderer/export/board-export.ts'

export interface ExportState {
  /** Address of a picture to show; of the former options while the present ones are being rendered. */
  readonly preview: string | null
  /** The file of the present options, once it is there. */
  readonly file: Blob | null
  readonly error: string | null
  /** How many pictures the file waits for. */
  readonly waiting: number
  /** How many pictures have not come, so that there is no file without leaving them out. */
  readonly missing: number
  /** Waits no longer for pictures. */
  readonly stopWaiting: () => void
  /** The file of the present options, made only once; without the pictures that are missing where some are. */
  readonly take: () => Promise<Blob>
}

interface Made {
  readonly options: FileOptions
  readonly file: Blob | null
  readonly error: string | null
  readonly waiting: number
  readonly missing: number
}

/** A file that is being made. */
interface Making {
  readonly options: FileOptions
  readonly file: Promise<Blob>
  readonly stopWaiting: () => void
}

/**
 * Makes what the options say: first a small picture to be looked at, then the file for its true size. Results of
 * options that have changed meanwhile are dropped.
 *
 * @param possible whether there is anything to export, of a size that can be made
 */
export function useExport({ exporting }: Editor, wanted: FileOptions, possible: boolean): ExportState {
  const { what, frame, scale, background, theme, format, carries } = wanted
  const options = useMemo<FileOptions>(
    () => ({ what, scale, background, theme, format, carries, ...(frame === undefined ? {} : { frame }) }),
    [what, frame, scale, background, theme, format, carries],
  )
  const [preview, setPreview] = useState<string | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const making = useRef<Making | null>(null)

  useEffect(() => {
    const wait = new AbortController()
    let current = true
    let hasWaited = false
    function tell(part: Partial<Made>): void {
      if (current) setMade({ options, file: null, error: null, waiting: 0, missing: 0, ...part })
    }
    async function show(): Promise<void> {
      const picture = await exporting.preview(options)
      if (current) setPreview(URL.createObjectURL(picture))
    }
    async function make(): Promise<void> {
      await nextFrame()
      await show()
      if (!current) return
      await nextFrame()
      const file = exporting.file(options, {
        signal: wait.signal,
        onWaiting: (waiting) => {
          hasWaited = true
          tell({ waiting })
        },
      })
      making.current = { options, file, stopWaiting: () => wait.abort() }
      try {
        tell({ file: await file })
      } finally {
        // It was shown without what has come since.
        if (current && hasWaited) await show()
      }
    }
    if (possible) make().catch((error: unknown) => tell({ error: sentenceOf(error), missing: missingIn(error) }))
    return () => {
      current = false
      wait.abort()
    }
  }, [exporting, options, possible])

  useEffect(() => (preview === null ? undefined : () => URL.revokeObjectURL(preview)), [preview])

  const present = made?.options === options ? made : null
  return {
    preview,
    file: present?.file ?? null,
    error: present?.error ?? null,
    waiting: present?.waiting ?? 0,
    missing: present?.missing ?? 0,
    stopWaiting: () => making.current?.stopWaiting(),
    take: async () => {
      // Who has been told of missing pictures does without them, and waits no more.
      if (present !== null && present.missing > 0) {
        return await exporting.file(options, { signal: AbortSignal.abort(), onMissing: () => undefined })
      }
      return await (making.current?.options === options ? making.current.file : exporting.file(options))
    },
  }
}

function missingIn(error: unknown): number {
  return error instanceof AppError && error.code === 'export/missing-pictures' ? Number(error.details['count']) : 0
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve())
  })
}
