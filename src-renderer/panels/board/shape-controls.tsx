import { Minus, Plus } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState, type CSSProperties, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { cssOfInk, INK_NAMES, type Ink, type Theme } from '#shared/model/palette.ts'
import { BENDS, DASHES, HEADS, type Fill, type Head } from '#shared/model/properties.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { FigureControl } from '#renderer/board/figure-styling.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Popover } from '../ui/popover.tsx'
import { SquareButton, SquareChoice, Swatch } from '../ui/square.tsx'
import { StylePopover } from './style-popover.tsx'
import { CustomColor } from './custom-color.tsx'
import { MixedMark } from './mixed-mark.tsx'
import { ListChoice, MarkChoice } from './shape-controls-choice.tsx'
import { BendMark, CornerMark, DashMark, FillMark, HeadMark } from './shape-controls-marks.tsx'
import styles from './shape-controls.module.css'

export interface ShapeControlsProps {
  readonly editor: Editor
  readonly theme: Theme
}

const [FEWEST_SIDES, MOST_SIDES] = [3, 12]
const FILL_ORDER: readonly Fill[] = ['none', 'solid', 'full', 'hatch']
const CORNERS = ['sharp', 'round'] as const

/** What shapes and lines have beside colour, width and opacity. */
export function ShapeControls({ editor, theme }: ShapeControlsProps): JSX.Element | null {
  const { t } = useTranslation()
  const shown = useValue(editor.figures.shown)
  const small = useMedia(SMALL_WINDOW)
  const has = (control: FigureControl): boolean => shown.controls.includes(control)
  // After a choice by hand, keys mean the board again; but a popover would close, with more to choose in it.
  const backToBoard = (): void => {
    if (!small) editor.focus()
  }
  if (shown.controls.length === 0) return null

  return (
    <div className={styles['controls']}>
      {has('fill') ? (
        <div className={styles['pair']}>
          <MarkChoice
            label={t('figure.fill.title')}
            value={shown.fill}
            choices={FILL_ORDER.map((fill) => ({
              value: fill,
              word: t(`figure.fill.${fill}`),
              mark: <FillMark fill={fill} />,
            }))}
            onChange={(fill) => editor.figures.set({ fill })}
            onDone={backToBoard}
          />
          {shown.fill === 'none' ? null : (
            <FillColor
              color={shown.fillColor}
              theme={theme}
              onChange={(fillColor) => editor.figures.set({ fillColor })}
              editor={editor}
            />
          )}
        </div>
      ) : null}
      {has('dash') ? (
        <MarkChoice
          label={t('figure.dash.title')}
          value={shown.dash}
          choices={DASHES.map((dash) => ({
            value: dash,
            word: t(`figure.dash.${dash}`),
            mark: <DashMark dash={dash} />,
          }))}
          onChange={(dash) => editor.figures.set({ dash })}
          onDone={backToBoard}
        />
      ) : null}
      {has('round') ? (
        <MarkChoice
          label={t('figure.corners.title')}
          value={shown.round === null ? null : shown.round ? 'round' : 'sharp'}
          choices={CORNERS.map((corner) => ({
            value: corner,
            word: t(`figure.corners.${corner}`),
            mark: <CornerMark round={corner === 'round'} />,
          }))}
          onChange={(corner) => editor.figures.set({ round: corner === 'round' })}
          onDone={backToBoard}
        />
      ) : null}
      {has('sides') ? <Sides sides={shown.sides} onChange={(sides) => editor.figures.set({ sides })} /> : null}
      {has('bend') ? (
        <MarkChoice
          label={t('figure.bend.title')}
          value={shown.bend}
          choices={BENDS.map((bend) => ({
            value: bend,
            word: t(`figure.bend.${bend}`),
            mark: <BendMark bend={bend} />,
          }))}
          onChange={(bend) => editor.figures.set({ bend })}
          onDone={backToBoard}
        />
      ) : null}
      {has('heads') ? (
        <div className={styles['pair']}>
          <HeadChoice start head={shown.startHead} onChange={(startHead) => editor.figures.set({ startHead })} />
          <HeadChoice start={false} head={shown.endHead} onChange={(endHead) => editor.figures.set({ endHead })} />
        </div>
      ) : null}
    </div>
  )
}

interface FillColorProps {
  readonly editor: Editor
  readonly color: Ink | null
  readonly theme: Theme
  readonly onChange: (color: Ink) => void
}

function FillColor({ editor, color, theme, onChange }: FillColorProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <StylePopover
      editor={editor}
      label={t('figure.fill.color')}
      trigger={
        <SquareButton label={t('figure.fill.color')} look="color">
          <Swatch color={color === null ? null : cssOfInk(color, theme)}>
            {color === null ? <MixedMark /> : null}
          </Swatch>
        </SquareButton>
      }
    >
      <div className={styles['swatches']}>
        <RadioGroup.Root
          style={CONTENTS}
          aria-label={t('figure.fill.color')}
          value={color ?? ''}
          onValueChange={(value) => {
            const ink = INK_NAMES.find((name) => name === value)
            if (ink !== undefined) onChange(ink)
          }}
        >
          {INK_NAMES.map((ink) => (
            <SquareChoice key={ink} value={ink} label={t(`ink.${ink}`)} look="color">
              <Swatch color={cssOfInk(ink, theme)} />
            </SquareChoice>
          ))}
        </RadioGroup.Root>
        <CustomColor color={color?.startsWith('#') === true ? color : null} onChange={onChange} editor={editor} />
      </div>
    </StylePopover>
  )
}

// The swatches lie in one grid with the button for other colours, which is no part of their group.
const CONTENTS: CSSProperties = { display: 'contents' }

interface SidesProps {
  readonly sides: number | null
  readonly onChange: (sides: number) => void
}

function Sides({ sides, onChange }: SidesProps): JSX.Element {
  const { t } = useTranslation()
  const from = sides ?? FEWEST_SIDES
  return (
    <div className={styles['pair']} role="group" aria-label={t('figure.sides.title')}>
      <SquareButton
        label={t('figure.sides.fewer')}
        disabled={sides === FEWEST_SIDES}
        onClick={() => onChange(Math.max(FEWEST_SIDES, from - 1))}
      >
        <Minus />
      </SquareButton>
      <span className={styles['count']} aria-live="polite">
        {sides ?? <MixedMark />}
      </span>
      <SquareButton
        label={t('figure.sides.more')}
        disabled={sides === MOST_SIDES}
        onClick={() => onChange(Math.min(MOST_SIDES, from + 1))}
      >
        <Plus />
      </SquareButton>
    </div>
  )
}

interface HeadChoiceProps {
  readonly start: boolean
  readonly head: Head | null
  readonly onChange: (head: Head) => void
}

function HeadChoice({ start, head, onChange }: HeadChoiceProps): JSX.Element {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const label = t(start ? 'figure.head.start' : 'figure.head.end')
  return (
    <Popover
      label={label}
      side="top"
      align="center"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <SquareButton label={label}>
          {head === null ? <MixedMark /> : <HeadMark head={head} start={start} />}
        </SquareButton>
      }
    >
      <ListChoice
        label={label}
        value={head}
        choices={HEADS.map((one) => ({
          value: one,
          word: t(`figure.head.${one}`),
          mark: <HeadMark head={one} start={start} />,
        }))}
        onChange={onChange}
        onDone={() => setOpen(false)}
      />
    </Popover>
  )
}
