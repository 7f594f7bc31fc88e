import { RadioGroup, Slider } from 'radix-ui'
import type { CSSProperties, JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { INK_NAMES, cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { nearestWidth } from '#renderer/board/shown-style.ts'
import { widthsOf } from '#renderer/tools/nib-styles.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { SquareChoice, Swatch } from '../ui/square.tsx'
import { Tip } from '../ui/tip.tsx'
import { CustomColor } from './custom-color.tsx'
import { MixedMark } from './mixed-mark.tsx'
import styles from './style-controls.module.css'

export interface StyleControlsProps {
  readonly editor: Editor
  readonly theme: Theme
  /** Whether the present tool draws lines, or lines are selected. */
  readonly widths: boolean
  /** Whether there is anything that has a colour. */
  readonly colors?: boolean
  /** What else there is to choose, before the colours. */
  readonly children?: ReactNode
}

const LEAST_OPACITY = 10
/** Checks nothing, where what is selected differs. */
const NONE = ''

export function StyleControls({ editor, theme, widths, colors = true, children }: StyleControlsProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const style = useValue(editor.shownStyle)
  const { nib } = useValue(editor.pen.settings)
  const offered = widthsOf(useValue(editor.tool) === 'pen' ? nib : (style.nib ?? 'pen'))
  const percent = style.opacity === null ? null : Math.round(style.opacity * 100)
  const custom = style.color?.startsWith('#') === true
  const inPercent = new Intl.NumberFormat(locale.numbers, { style: 'percent' })

  const small = useMedia(SMALL_WINDOW)
  // After a choice by hand, keys mean the selection again; but a popover would close, with more to choose in it.
  const backToBoard = (): void => {
    if (!small) editor.focus()
  }

  return (
    <div className={styles['controls']}>
      {children}
      {colors ? (
        <div className={styles['row']}>
          <RadioGroup.Root
            style={CONTENTS}
            aria-label={t('style.color')}
            value={style.color ?? NONE}
            onPointerUp={backToBoard}
            onValueChange={(value) => {
              const ink = INK_NAMES.find((name) => name === value)
              if (ink !== undefined) editor.setStyle({ color: ink })
            }}
          >
            {INK_NAMES.map((ink) => (
              <SquareChoice key={ink} value={ink} label={t(`ink.${ink}`)} look="color">
                <Swatch color={cssOfInk(ink, theme)} />
              </SquareChoice>
            ))}
          </RadioGroup.Root>
          <CustomColor
            editor={editor}
            color={custom ? style.color : null}
            onChange={(color) => editor.setStyle({ color })}
          />
        </div>
      ) : null}
      {widths ? (
        <RadioGroup.Root
          className={`${styles['row']} ${styles['widths']}`}
          aria-label={t('style.widths')}
          value={String(nearestWidth(style.width, offered) ?? NONE)}
          onPointerUp={backToBoard}
          onValueChange={(value) => editor.setStyle({ width: Number(value) })}
        >
          {offered.map((width) => (
            <SquareChoice key={width} value={String(width)} label={t('style.width', { width })}>
              <StrokeMark width={width} />
            </SquareChoice>
          ))}
        </RadioGroup.Root>
      ) : null}
      <Tip text={t('style.opacity')} side="top">
        <div className={styles['opacity']}>
          <Slider.Root
            className={styles['slider']}
            min={LEAST_OPACITY}
            max={100}
            step={5}
            value={[percent ?? 100]}
            data-mixed={percent === null ? '' : undefined}
            onPointerUp={backToBoard}
            onValueChange={([value]) => editor.setStyle({ opacity: (value ?? 100) / 100 })}
          >
            <Slider.Track className={styles['track']}>
              <Slider.Range className={styles['range']} />
            </Slider.Track>
            <Slider.Thumb
              className={styles['thumb']}
              aria-label={t('style.opacity')}
              aria-valuetext={percent === null ? t('style.mixed') : undefined}
            />
          </Slider.Root>
          <span className={styles['percent']}>
            {percent === null ? <MixedMark /> : inPercent.format(percent / 100)}
          </span>
        </div>
      </Tip>
    </div>
  )
}

// The swatches lie in one row with the button for other colours, which is no part of their group.
const CONTENTS: CSSProperties = { display: 'contents' }

/** A stroke as thick as the pen draws, on a scale that leaves the thickest room and the thinnest seen. */
function StrokeMark({ width }: { readonly width: number }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden>
      <path d="M5 14c4-6 6-5 7-2s3 4 7-2" strokeWidth={1.2 * Math.sqrt(width)} strokeLinecap="round" />
    </svg>
  )
}
