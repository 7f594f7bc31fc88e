import { TextAlignCenter, TextAlignEnd, TextAlignStart } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ALIGNMENTS, FONTS, WEIGHTS, type Alignment } from '#shared/model/properties.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { familyOf, weightOf } from '#renderer/board/text-layout.ts'
import { nearestSize, TEXT_SIZES } from '#renderer/board/text-look.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { MarkChoice } from './shape-controls-choice.tsx'
import styles from './text-controls.module.css'

const SIZES = Object.keys(TEXT_SIZES) as (keyof typeof TEXT_SIZES)[]
const ALIGNMENT_ICONS: Readonly<Record<Alignment, ReactNode>> = {
  left: <TextAlignStart />,
  center: <TextAlignCenter />,
  right: <TextAlignEnd />,
}

/** How words look: those that are typed or selected, or the next ones. */
export function TextControls({ editor }: { readonly editor: Editor }): JSX.Element | null {
  const { t } = useTranslation()
  const look = useValue(editor.typing.look)
  const small = useMedia(SMALL_WINDOW)
  // After a choice by hand, keys mean the board again; but a popover would close, with more to choose in it.
  const backToBoard = (): void => {
    if (!small) editor.focus()
  }
  if (look === null) return null

  return (
    <div className={styles['controls']}>
      <MarkChoice
        label={t('text.font.title')}
        value={look.font}
        choices={FONTS.map((font) => ({
          value: font,
          word: t(`text.font.${font}`),
          mark: (
            <span className={styles['letters']} style={{ fontFamily: familyOf(font) }}>
              Aa
            </span>
          ),
        }))}
        onChange={(font) => editor.typing.setLook({ font })}
        onDone={backToBoard}
      />
      <MarkChoice
        label={t('text.size.title')}
        value={nearestSize(look.size)}
        choices={SIZES.map((size) => ({
          value: size,
          word: t(`text.size.${size}`),
          mark: <span className={styles['size']}>{size.toUpperCase()}</span>,
        }))}
        onChange={(size) => editor.typing.setLook({ size: TEXT_SIZES[size] })}
        onDone={backToBoard}
      />
      <MarkChoice
        label={t('text.weight.title')}
        value={look.weight}
        choices={WEIGHTS.map((weight) => ({
          value: weight,
          word: t(`text.weight.${weight}`),
          mark: (
            <span className={styles['letters']} style={{ fontWeight: weightOf(weight) }}>
              B
            </span>
          ),
        }))}
        onChange={(weight) => editor.typing.setLook({ weight })}
        onDone={backToBoard}
      />
      <MarkChoice
        label={t('text.align.title')}
        value={look.align}
        choices={ALIGNMENTS.map((align) => ({
          value: align,
          word: t(`text.align.${align}`),
          mark: <span className={styles['icon']}>{ALIGNMENT_ICONS[align]}</span>,
        }))}
        onChange={(align) => editor.typing.setLook({ align })}
        onDone={backToBoard}
      />
    </div>
  )
}
