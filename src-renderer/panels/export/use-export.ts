import { useEffect, useMemo, useState } from 'react'
import { sentenceOf } from '#shared/errors.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { ExportOptions, ExportedImage } from '#renderer/export/png.ts'

export interface ExportState {
  /** Address of a picture to show; of the former options while the present ones are being rendered. */
  readonly preview: string | null
  /** The image of the present options, once it is there. */
  readonly image: ExportedImage | null
  readonly error: string | null
}

interface Rendered {
  readonly options: ExportOptions
  readonly image: ExportedImage | null
  readonly error: string | null
}

/**
 * Renders what the options say: first at 1× to be looked at, then at the wanted scale for its true size. Results of
 * options that have changed meanwhile are dropped.
 */
export function useExport(editor: Editor, { what, scale, background, theme }: ExportOptions): ExportState {
  const options = useMemo(() => ({ what, scale, background, theme }), [what, scale, background, theme])
  const [preview, setPreview] = useState<string | null>(null)
  const [rendered, setRendered] = useState<Rendered | null>(null)

  useEffect(() => {
    let current = true
    async function render(): Promise<void> {
      await nextFrame()
      const small = await editor.exportImage({ ...options, scale: 1 })
      if (!current) return
      setPreview(URL.createObjectURL(small.blob))
      const image = options.scale === 1 ? small : await afterFrame(() => editor.exportImage(options))
      if (current) setRendered({ options, image, error: null })
    }
    if (editor.measureExport(options) !== null) {
      render().catch((error: unknown) => {
        if (current) setRendered({ options, image: null, error: sentenceOf(error) })
      })
    }
    return () => {
      current = false
    }
  }, [editor, options])

  useEffect(() => (preview === null ? undefined : () => URL.revokeObjectURL(preview)), [preview])

  const present = rendered?.options === options ? rendered : null
  return { preview, image: present?.image ?? null, error: present?.error ?? null }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve())
  })
}

async function afterFrame<T>(work: () => Promise<T>): Promise<T> {
  await nextFrame()
  return work()
}
