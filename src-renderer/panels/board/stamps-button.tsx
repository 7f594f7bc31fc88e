import { Stamp as StampIcon } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { Popover } from '../ui/popover.tsx'
import { Tip } from '../ui/tip.tsx'
import { StampPalette } from './stamp-palette.tsx'
import styles from './tool-bar.module.css'

export interface StampsButtonProps {
  readonly editor: Editor
  readonly theme: Theme
}

/** Takes the stamp that was used last, and opens all of them. */
export function StampsButton({ editor, theme }: StampsButtonProps): JSX.Element {
  const { t } = useTranslation()
  const inHand = useValue(editor.tool) === 'stamp'
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={t('tool.stamp')}
      side="top"
      align="center"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) editor.setTool('stamp')
      }}
      trigger={
        <button
          type="button"
          className={styles['tool']}
          aria-label={t('tool.stamp')}
          data-active={inHand ? '' : undefined}
        >
          <Tip text={t('tool.stamp')} shortcut="S" side="top">
            <span className={styles['face']}>
              <StampIcon />
            </span>
          </Tip>
        </button>
      }
    >
      <StampPalette
        editor={editor}
        theme={theme}
        onDone={() => {
          setOpen(false)
          editor.focus()
        }}
      />
    </Popover>
  )
}
