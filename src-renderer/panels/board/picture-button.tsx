import { ImagePlus } from 'lucide-react'
import { useEffect, useRef, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { MEDIA_TYPES } from '#shared/model/blobs.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { useToasts } from '../ui/toasts.tsx'
import { Tip } from '../ui/tip.tsx'
import styles from './tool-bar.module.css'

const KEY = 'I'

/** Puts pictures from files on the board. */
export function PictureButton({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const preparing = useValue(editor.images.preparing) > 0
  const toasts = useToasts()
  useEffect(() => editor.images.onRefused((sentence) => toasts.show(sentence)), [editor, toasts])
  useEffect(() => editor.images.onChoose(() => input.current?.click()), [editor])

  return (
    <>
      <Tip text={t('picture.add')} shortcut={KEY} side="top">
        <button
          type="button"
          className={styles['tool']}
          aria-label={t('picture.add')}
          aria-busy={preparing}
          onClick={() => editor.images.choose()}
        >
          <ImagePlus />
        </button>
      </Tip>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={MEDIA_TYPES.join(',')}
        aria-label={t('picture.choose')}
        onChange={(event) => {
          const files = Array.from(event.target.files ?? [])
          // The same file can be chosen again.
          event.target.value = ''
          if (files.length > 0) void editor.images.place(files)
        }}
      />
    </>
  )
}
