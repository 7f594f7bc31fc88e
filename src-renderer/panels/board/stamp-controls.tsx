import { Minus, Plus, RotateCcw, RotateCw, SquareArrowDown } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { SquareButton } from '../ui/square.tsx'
import styles from './style-controls.module.css'

/** How the stamp in hand is held, as the arrow keys do; and Enter for those without a pointer over the board. */
export function StampControls({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const { stamps } = editor
  const small = useMedia(SMALL_WINDOW)
  return (
    <div
      className={styles['controls']}
      role="group"
      aria-label={t('stamps.hold')}
      // After a choice by hand, keys mean the board again; but a popover would close, with more to choose in it.
      onPointerUp={() => small || editor.focus()}
    >
      <SquareButton label={t('stamps.turnLeft')} onClick={() => stamps.turn(-1)}>
        <RotateCcw />
      </SquareButton>
      <SquareButton label={t('stamps.turnRight')} onClick={() => stamps.turn(1)}>
        <RotateCw />
      </SquareButton>
      <SquareButton label={t('stamps.smaller')} onClick={() => stamps.grow(-1)}>
        <Minus />
      </SquareButton>
      <SquareButton label={t('stamps.larger')} onClick={() => stamps.grow(1)}>
        <Plus />
      </SquareButton>
      <SquareButton label={t('stamps.put')} onClick={() => editor.enter()}>
        <SquareArrowDown />
      </SquareButton>
    </div>
  )
}
