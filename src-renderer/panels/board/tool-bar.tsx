import { RadioGroup } from 'radix-ui'
import { useEffect, useRef, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { Editor, ToolId } from '#renderer/board/editor.ts'
import { KEEPS_TYPING } from '#renderer/board/keeps-typing.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Divider, Island } from '../ui/island.tsx'
import { Popover } from '../ui/popover.tsx'
import { Swatch } from '../ui/square.tsx'
import { Tip } from '../ui/tip.tsx'
import { EraserControls } from './eraser-controls.tsx'
import { KeepToolButton } from './keep-tool-button.tsx'
import { NibChoice, PenControls } from './pen-controls.tsx'
import { ImageControls } from './image-controls.tsx'
import { MixedControls, useIsMixed } from './mixed-controls.tsx'
import { MixedMark } from './mixed-mark.tsx'
import { PictureButton } from './picture-button.tsx'
import { SelectControls } from './select-controls.tsx'
import { ShapeControls } from './shape-controls.tsx'
import { ShapesButton } from './shapes-button.tsx'
import { StampControls } from './stamp-controls.tsx'
import { StampsButton } from './stamps-button.tsx'
import { StyleControls } from './style-controls.tsx'
import styles from './tool-bar.module.css'
import { TextControls } from './text-controls.tsx'
import { FIGURES, TOOLS } from './tools.ts'

export interface ToolBarProps {
  readonly editor: Editor
  readonly theme: Theme
  readonly inert: boolean
}

/** The tools, and above them the style of the one in hand or of what is selected; where there is little room the style opens from a button. */
export function ToolBar({ editor, theme, inert }: ToolBarProps): JSX.Element {
  const { t } = useTranslation()
  const tool = useValue(editor.tool)
  const { color, hasLines, hasInk, nib } = useValue(editor.shownStyle)
  const selected = useValue(editor.selection).length > 0
  const pictures = useValue(editor.images.shown)
  const typing = useValue(editor.typing.isOpen)
  const small = useMedia(SMALL_WINDOW)
  // What opens from a button covers the board no longer than it is wanted, and has room for all.
  const mixed = useIsMixed(editor) && !small
  const choice = tool === 'lasso' ? 'select' : tool
  const tools = useRef<HTMLDivElement>(null)
  // It may have been taken by its key, and be scrolled away.
  useEffect(() => {
    const button = tools.current?.querySelector(`[value="${choice}"], [data-active]`)
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [choice])
  const erases = tool === 'eraser'
  const selects = tool === 'select' || tool === 'lasso'
  const drawsFigures = tool !== 'frame' && FIGURES.some(({ id }) => id === tool)
  const styled =
    tool === 'pen' || tool === 'text' || tool === 'note' || drawsFigures || erases || selects || tool === 'stamp'
  const widths = selected || typing ? hasLines : tool !== 'text' && tool !== 'note'
  const nibs =
    selected && hasInk ? (
      <NibChoice editor={editor} nib={nib} onChange={(next) => editor.selecting.setNib(next)} />
    ) : null
  const others = (
    <>
      <ShapeControls editor={editor} theme={theme} />
      <TextControls editor={editor} />
      <ImageControls editor={editor} />
    </>
  )
  const controls =
    tool === 'stamp' ? (
      <StampControls editor={editor} />
    ) : erases ? (
      <EraserControls editor={editor} />
    ) : selects && !selected && !typing ? (
      <SelectControls editor={editor} />
    ) : (
      <div className={styles['styles']}>
        <StyleControls editor={editor} theme={theme} widths={widths} colors={pictures === null}>
          {tool === 'pen' ? <PenControls editor={editor} /> : null}
          {mixed ? (
            <MixedControls>
              {nibs}
              {others}
            </MixedControls>
          ) : (
            nibs
          )}
        </StyleControls>
        {mixed ? null : others}
      </div>
    )
  const title = t(erases ? 'eraser.title' : tool === 'stamp' ? 'stamps.hold' : 'style.title')

  return (
    <>
      {styled && !small && !inert ? (
        <Island
          className={styles['style']}
          {...KEEPS_TYPING}
          role="group"
          aria-label={title}
          onMouseDown={(event) => {
            // The keys stay with the words; but not where a popover, which is no part of the island, takes them.
            if (typing && event.currentTarget.contains(event.target as Node)) event.preventDefault()
          }}
        >
          {controls}
        </Island>
      ) : null}
      <Island ref={tools} className={styles['tools']} inert={inert} data-off={inert || undefined}>
        <RadioGroup.Root
          className={styles['group']}
          aria-label={t('tool.title')}
          orientation="horizontal"
          value={choice}
          onValueChange={(value) => {
            editor.setTool(value as ToolId)
            editor.focus()
          }}
        >
          {TOOLS.map(({ id, word, key, Icon }) => (
            <Tip key={id} text={t(word)} shortcut={key} side="top">
              {/* The tip sets data-state, so what is checked is read from aria-checked. */}
              <RadioGroup.Item value={id} aria-label={t(word)} className={styles['tool']}>
                <Icon />
              </RadioGroup.Item>
            </Tip>
          ))}
        </RadioGroup.Root>
        <ShapesButton editor={editor} theme={theme} />
        <div className={styles['roomy']}>
          <PictureButton editor={editor} />
          <StampsButton editor={editor} theme={theme} />
        </div>
        <div className={styles['spare']}>
          <Divider />
          <KeepToolButton editor={editor} />
        </div>
        {small ? (
          <>
            <Divider className={styles['divider']} />
            <Popover
              label={title}
              side="top"
              align="center"
              trigger={
                <button type="button" className={styles['tool']} aria-label={title} disabled={!styled}>
                  <Swatch color={color === null || erases || tool === 'stamp' ? null : cssOfInk(color, theme)} edged>
                    {color === null ? <MixedMark /> : null}
                  </Swatch>
                </button>
              }
            >
              {controls}
            </Popover>
          </>
        ) : null}
      </Island>
    </>
  )
}
