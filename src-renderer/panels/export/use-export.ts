import { useEffect, useMemo, useState } from 'react'
import { sentenceOf } from '#shared/errors.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { FileOptions } from '#renderer/export/board-export.ts'

export interface ExportState {
  /** Address of a picture to show; of the former options while the present ones are being rendered. */
  readonly preview: string | null
  /** The file of the present options, once it is there. */
  readonly file: Blob | null
  readonly error: string | null
}

interface Made {
  readonly options: FileOptions
  readonly file: Blob | null
  readonly error: string | null
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

  useEffect(() => {
    let current = true
    async function make(): Promise<void> {
      await nextFrame()
      const picture = await exporting.preview(options)
      if (!current) return
      setPreview(URL.createObjectURL(picture))
      await nextFrame()
      const file = await exporting.file(options)
      if (current) setMade({ options, file, error: null })
    }
    if (possible) {
      make().catch((error: unknown) => {
        if (current) setMade({ options, file: null, error: sentenceOf(error) })
      })
    }
    return () => {
      current = false
    }
  }, [exporting, options, possible])

  useEffect(() => (preview === null ? undefined : () => URL.revokeObjectURL(preview)), [preview])

  const present = made?.options === options ? made : null
  return { preview, file: present?.file ?? null, error: present?.error ?? null }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve())
  })
}
