import { ImagePlus, Shapes, Stamp } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { NARROW_WINDOW, SLIM_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Tip } from '../ui/tip.tsx'
import { KeepToolItem } from './keep-tool-button.tsx'
import { ListChoice } from './shape-controls-choice.tsx'
import controls from './shape-controls.module.css'
import { StampPalette } from './stamp-palette.tsx'
import styles from './tool-bar.module.css'
import { FIGURES, type ToolEntry } from './tools.ts'

export interface ShapesButtonProps {
  readonly editor: Editor
  readonly theme: Theme
}

/**
 * All shapes and lines behind one button, which shows and takes the one that was used last; and where there is no room for
 * buttons of their own, stamps and pictures and whether a tool is kept.
 */
export function ShapesButton({ editor, theme }: ShapesButtonProps): JSX.Element {
  const { t } = useTranslation()
  const tool = useValue(editor.tool)
  const narrow = useMedia(NARROW_WINDOW)
  const slim = useMedia(SLIM_WINDOW)
  const [open, setOpen] = useState<'shapes' | 'stamps' | null>(null)
  const [last, setLast] = useState<ToolEntry>(FIGURES[0])
  const present = FIGURES.find(({ id }) => id === tool)
  if (present !== undefined && present !== last) setLast(present)
  const stamps = narrow && tool === 'stamp'
  const Icon = stamps ? Stamp : (present ?? last).Icon
  const title = t(narrow ? 'tool.more' : 'tool.shapes')

  function show(what: 'shapes' | 'stamps'): void {
    setOpen(what)
    editor.setTool(what === 'shapes' ? last.id : 'stamp')
  }

  return (
    <Popover
      label={title}
      side="top"
      align="center"
      open={open !== null}
      onOpenChange={(next) => (next ? show(stamps ? 'stamps' : 'shapes') : setOpen(null))}
      trigger={
        <button
          type="button"
          className={styles['tool']}
          aria-label={title}
          data-active={present === undefined && !stamps ? undefined : ''}
        >
          <Tip text={title} side="top">
            <span className={styles['face']}>
              <Icon />
            </span>
          </Tip>
        </button>
      }
    >
      {open === 'stamps' ? (
        <>
          {/* The button that brought it here is gone, and the list may be scrolled as far as that was. */}
          <Button look="quiet" autoFocus onClick={() => show('shapes')}>
            <Shapes />
            {t('tool.shapes')}
          </Button>
          <StampPalette
            editor={editor}
            theme={theme}
            onDone={() => {
              setOpen(null)
              editor.focus()
            }}
          />
        </>
      ) : (
        <ListChoice
          label={t('tool.shapes')}
          value={present?.id ?? null}
          choices={FIGURES.map(({ id, word, key, Icon: Mark }) => ({
            value: id,
            word: t(word),
            mark: <Mark />,
            shortcut: key,
          }))}
          onChange={(id) => editor.setTool(id)}
          onDone={() => setOpen(null)}
        />
      )}
      {slim && open === 'shapes' ? (
        <div className={`${controls['list']} ${styles['more']}`}>
          {narrow ? (
            <>
              <button type="button" className={controls['item']} onClick={() => show('stamps')}>
                <Stamp />
                <span>{t('tool.stamp')}</span>
              </button>
              <button
                type="button"
                className={controls['item']}
                onClick={() => {
                  setOpen(null)
                  editor.images.choose()
                }}
              >
                <ImagePlus />
                <span>{t('picture.add')}</span>
              </button>
            </>
          ) : null}
          <KeepToolItem editor={editor} />
        </div>
      ) : null}
    </Popover>
  )
}
