import { Plus } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { TextField } from '../ui/field.tsx'
import { SquareButton, Swatch } from '../ui/square.tsx'
import { StylePopover } from './style-popover.tsx'
import { moreColors, readHex } from './more-colors.ts'
import styles from './style-controls.module.css'
import { swatchOf } from '../ui/swatch.ts'

interface CustomColorProps {
  readonly editor: Editor
  /** The fixed colour in use; null while an ink is. */
  readonly color: string | null
  readonly onChange: (color: `#${string}`) => void
}

/** Any other colour, which unlike the inks stays the same on both themes. */
export function CustomColor({ editor, color, onChange }: CustomColorProps): JSX.Element {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <StylePopover
      editor={editor}
      label={t('style.custom')}
      onClose={() => setTyped(null)}
      trigger={
        <SquareButton label={t('style.custom')} look="color" active={color !== null}>
          <Swatch color={color}>{color === null ? <Plus /> : null}</Swatch>
        </SquareButton>
      }
    >
      <div className={styles['more']}>
        {moreColors().map((shade) => (
          <button
            key={shade}
            type="button"
            className={styles['shade']}
            aria-label={shade}
            aria-pressed={shade === color}
            style={swatchOf(shade)}
            onClick={() => {
              setTyped(null)
              onChange(shade)
            }}
          />
        ))}
      </div>
      <label className={styles['hex']}>
        <span>{t('style.hex')}</span>
        <TextField
          value={typed ?? color ?? ''}
          placeholder="#"
          dir="ltr"
          aria-invalid={typed !== null && typed !== '' && readHex(typed) === null}
          onChange={(event) => {
            setTyped(event.target.value)
            const hex = readHex(event.target.value)
            if (hex !== null) onChange(hex)
          }}
        />
      </label>
    </StylePopover>
  )
}
