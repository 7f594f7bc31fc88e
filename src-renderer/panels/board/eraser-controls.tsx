import { RadioGroup } from 'radix-ui'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { ERASER_RADII, type Editor } from '#renderer/board/editor.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconMark } from '../ui/icon-mark.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SquareChoice } from '../ui/square.tsx'
import styles from './style-controls.module.css'

/** What the eraser takes away, and how far it reaches. */
export function EraserControls({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const { kind, radius } = useValue(editor.eraser)
  const small = useMedia(SMALL_WINDOW)
  // After a choice by hand, keys mean the board again; but a popover would close, with more to choose in it.
  const backToBoard = (): void => {
    if (!small) editor.focus()
  }

  return (
    <div className={styles['controls']}>
      <div onPointerUp={backToBoard}>
        <Segmented
          label={t('eraser.kind')}
          value={kind}
          segments={[
            { value: 'whole', label: t('eraser.whole') },
            { value: 'part', label: t('eraser.part') },
          ]}
          onChange={(next) => editor.setEraser({ kind: next })}
        />
      </div>
      <RadioGroup.Root
        className={`${styles['row']} ${styles['widths']}`}
        aria-label={t('eraser.sizes')}
        value={String(radius)}
        onPointerUp={backToBoard}
        onValueChange={(value) => editor.setEraser({ radius: Number(value) })}
      >
        {ERASER_RADII.map((size) => (
          <SquareChoice key={size} value={String(size)} label={t('eraser.size', { size })}>
            <IconMark>
              <circle cx={12} cy={12} r={1.6 * Math.sqrt(size)} />
            </IconMark>
          </SquareChoice>
        ))}
      </RadioGroup.Root>
    </div>
  )
}
