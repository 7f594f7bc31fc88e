import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState, type CSSProperties, type JSX, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { cssOfPaper } from '#renderer/board/papers.ts'
import type { Shown } from '#renderer/board/presenting.ts'
import type { Theme } from '#shared/model/palette.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import styles from './presentation.module.css'

export interface PresentationProps {
  readonly editor: Editor
  readonly theme: Theme
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  Enter: 1,
  ' ': 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
  Backspace: -1,
  Home: -Infinity,
  End: Infinity,
}
/** Milliseconds that the controls stay after the pointer moved. */
const CONTROLS_STAY = 2500
/** Half of the frame's own line, in board units, and CSS pixels more: so much is covered at its edges too. */
const LINE = 0.5
const EDGE = 1
/** A press in this part of the window, from the left, goes back. */
const BACK_PART = 0.25

/** Frames of the board, one at a time, as large as the window, with nothing around them. */
export function Presentation({ editor, theme }: PresentationProps): JSX.Element | null {
  const shown = useValue(editor.viewing.presenting.shown)
  return shown === null ? null : <Running editor={editor} theme={theme} shown={shown} />
}

function Running({ editor, theme, shown }: PresentationProps & { readonly shown: Shown }): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const { presenting, look } = editor.viewing
  const { paper } = useValue(look)
  const [awake, setAwake] = useState(false)
  const stage = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const number = new Intl.NumberFormat(locale.numbers)

  const wake = useCallback(() => {
    clearTimeout(timer.current)
    setAwake(true)
    timer.current = setTimeout(() => setAwake(false), CONTROLS_STAY)
  }, [])
  useEffect(() => {
    stage.current?.focus()
    return () => {
      clearTimeout(timer.current)
      editor.focus()
    }
  }, [editor])

  function onKey(event: KeyboardEvent): void {
    // Nothing behind this hears a key.
    event.stopPropagation()
    const step = STEPS[event.key]
    const isButton = event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')
    if (event.key === 'Escape') presenting.end()
    else if (step !== undefined && !isButton) presenting.step(step)
    else return
    event.preventDefault()
  }

  const { minX, minY, maxX, maxY } = shown.box
  const edge = Math.ceil(LINE * editor.camera.get().zoom) + EDGE
  const around: CSSProperties & Record<'--around', string> = {
    left: minX + edge,
    top: minY + edge,
    width: maxX - minX - 2 * edge,
    height: maxY - minY - 2 * edge,
    '--around': cssOfPaper(paper, theme),
  }
  return (
    <div
      ref={stage}
      className={styles['stage']}
      role="dialog"
      aria-modal
      aria-label={t('present.label', { name: shown.frame.text, at: shown.at + 1, of: shown.count })}
      tabIndex={-1}
      data-awake={awake || undefined}
      onKeyDown={onKey}
      onPointerMove={wake}
      onWheel={(event) => event.stopPropagation()}
      onClick={(event) => {
        wake()
        presenting.step(event.clientX < window.innerWidth * BACK_PART ? -1 : 1)
      }}
    >
      <div className={styles['frame']} style={around} />
      <Island className={styles['controls']} onClick={(event) => event.stopPropagation()}>
        <IconButton label={t('present.back')} side="top" disabled={shown.at === 0} onClick={() => presenting.step(-1)}>
          <ChevronLeft />
        </IconButton>
        <span className={styles['place']}>
          {t('present.place', { at: number.format(shown.at + 1), of: number.format(shown.count) })}
        </span>
        <IconButton
          label={t('present.next')}
          side="top"
          disabled={shown.at === shown.count - 1}
          onClick={() => presenting.step(1)}
        >
          <ChevronRight />
        </IconButton>
        <IconButton label={t('present.end')} shortcut={t('keys.escape')} side="top" onClick={() => presenting.end()}>
          <X />
        </IconButton>
      </Island>
    </div>
  )
}
