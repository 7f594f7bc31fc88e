import { useId, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { LIMITS } from '#shared/model/properties.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { TextField } from '../ui/field.tsx'
import styles from './image-controls.module.css'

/** What the selected pictures show, in words. */
export function ImageControls({ editor }: { readonly editor: Editor }): JSX.Element | null {
  const { t } = useTranslation()
  const id = useId()
  const shown = useValue(editor.images.shown)
  if (shown === null) return null
  return (
    <div className={styles['row']}>
      <label htmlFor={id} className={styles['label']}>
        {t('picture.description')}
      </label>
      <TextField
        id={id}
        spellCheck
        maxLength={LIMITS.maxTextLength}
        placeholder={shown.description === null ? t('style.mixed') : t('picture.describe')}
        value={shown.description ?? ''}
        onChange={(event) => editor.images.describe(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.preventDefault()
          editor.focus()
        }}
      />
    </div>
  )
}
