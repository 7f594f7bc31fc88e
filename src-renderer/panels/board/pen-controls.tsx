import { SlidersHorizontal } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { NIBS, type Nib } from '#shared/model/properties.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { STEADINESS } from '#renderer/tools/stabiliser.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconMark } from '../ui/icon-mark.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SquareButton, SquareChoice } from '../ui/square.tsx'
import { Toggle } from '../ui/toggle.tsx'
import styles from './pen-controls.module.css'

/** What ink is drawn with, and behind a button how the hand is helped. */
export function PenControls({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const { nib, pressure, steadiness, straightens } = useValue(editor.pen.settings)

  return (
    <div className={styles['nibs']}>
      <NibChoice editor={editor} nib={nib} onChange={(next) => editor.pen.set({ nib: next })} />
      <Popover
        label={t('pen.more')}
        side="top"
        align="center"
        trigger={
          <SquareButton label={t('pen.more')}>
            <SlidersHorizontal />
          </SquareButton>
        }
      >
        <div className={styles['settings']}>
          <span className={styles['label']}>{t('pen.steadiness')}</span>
          <Segmented
            label={t('pen.steadiness')}
            value={steadiness}
            segments={STEADINESS.map((each) => ({ value: each, label: t(`pen.steady.${each}`) }))}
            onChange={(next) => editor.pen.set({ steadiness: next })}
          />
          <Toggle
            label={t('pen.straightens')}
            checked={straightens}
            onChange={(next) => editor.pen.set({ straightens: next })}
          />
          <Toggle
            label={t('pen.pressure')}
            checked={pressure}
            onChange={(next) => editor.pen.set({ pressure: next })}
          />
        </div>
      </Popover>
    </div>
  )
}

interface NibChoiceProps {
  readonly editor: Editor
  /** Null where what is selected differs. */
  readonly nib: Nib | null
  readonly onChange: (nib: Nib) => void
}

/** Checks nothing. */
const NONE = ''

/** The nibs, side by side. */
export function NibChoice({ editor, nib, onChange }: NibChoiceProps): JSX.Element {
  const { t } = useTranslation()
  const small = useMedia(SMALL_WINDOW)
  // After a choice by hand, keys mean the board again; but a popover would close, with more to choose in it.
  const backToBoard = (): void => {
    if (!small) editor.focus()
  }
  return (
    <RadioGroup.Root
      className={styles['group']}
      aria-label={t('pen.nib')}
      orientation="horizontal"
      value={nib ?? NONE}
      onPointerUp={backToBoard}
      onValueChange={(value) => onChange(value as Nib)}
    >
      {NIBS.map((each) => (
        <SquareChoice key={each} value={each} label={t(`pen.${each}`)}>
          <NibIcon nib={each} />
        </SquareChoice>
      ))}
    </RadioGroup.Root>
  )
}

/** Tips as seen from above the paper, drawn as the other icons are. */
const TIPS: Readonly<Record<Nib, readonly string[]>> = {
  pen: ['M12 2 6 12.5 8 22h8l2-9.5Z', 'M12 2v8.5', 'M12 14v.01'],
  marker: ['M6 22v-9l3-4h6l3 4v9', 'M9 9V5a3 3 0 0 1 6 0v4'],
  highlighter: ['M5 22v-6l3-6h8l3 6v6', 'M8 10V6l8-4v8'],
  pencil: ['M6 22V11l6-9 6 9v11', 'M6 11c2 2 4 2 6 0 2 2 4 2 6 0', 'M10.7 4.5h2.6'],
}

function NibIcon({ nib }: { readonly nib: Nib }): JSX.Element {
  return (
    <IconMark className="lucide">
      {TIPS[nib].map((path) => (
        <path key={path} d={path} strokeLinejoin="round" />
      ))}
    </IconMark>
  )
}
