import { Eye, Map as MapIcon, Presentation, Scan, Search } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { GRID_KINDS } from '#renderer/board/grid.ts'
import { cssOfPaper, PAPERS, type Paper } from '#renderer/board/papers.ts'
import { TINY_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { SquareChoice, Swatch } from '../ui/square.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { shortcut } from '../words/shortcuts.ts'
import { MarkChoice } from './shape-controls-choice.tsx'
import { GridMark } from './view-menu-marks.tsx'
import styles from './view-menu.module.css'

export interface ViewMenuProps {
  readonly editor: Editor
  readonly theme: Theme
}

/** What the board lies on, and other ways of looking at it. */
export function ViewMenu({ editor, theme }: ViewMenuProps): JSX.Element {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { viewing } = editor
  const look = useValue(viewing.look)
  const selected = useValue(editor.selection).length > 0
  const tiny = useMedia(TINY_WINDOW)
  const hasFrames = open && viewing.hasFrames()

  function run(action: () => unknown): void {
    setOpen(false)
    action()
  }

  return (
    <Popover
      label={t('view.title')}
      side="top"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={t('view.title')} side="top">
          <Eye />
        </IconButton>
      }
    >
      <div className={styles['menu']}>
        <section>
          <h3>{t('view.grid.title')}</h3>
          <MarkChoice
            label={t('view.grid.title')}
            value={look.grid}
            choices={GRID_KINDS.map((kind) => ({
              value: kind,
              word: t(`view.grid.${kind}`),
              mark: <GridMark kind={kind} />,
            }))}
            onChange={(grid) => viewing.setLook({ grid })}
          />
        </section>
        <section>
          <h3>{t('view.paper.title')}</h3>
          <RadioGroup.Root
            className={styles['papers']}
            aria-label={t('view.paper.title')}
            value={look.paper}
            onValueChange={(paper) => viewing.setLook({ paper: paper as Paper })}
          >
            {PAPERS.map((paper) => (
              <SquareChoice key={paper} value={paper} label={t(`view.paper.${paper}`)} look="color">
                <Swatch color={cssOfPaper(paper, theme)} edged />
              </SquareChoice>
            ))}
          </RadioGroup.Root>
        </section>
        {tiny ? null : (
          <div className={styles['toggle']}>
            <MapIcon />
            <Toggle
              label={t('view.minimap')}
              checked={look.minimap}
              onChange={(minimap) => viewing.setLook({ minimap })}
            />
          </div>
        )}
        <div className={styles['actions']}>
          <Action icon={<Search />} keys={shortcut('F')} onClick={() => run(() => viewing.find.open())}>
            {t('find.button')}
          </Action>
          <Action
            icon={<Scan />}
            keys="Shift+2"
            disabled={!selected}
            onClick={() => run(() => viewing.run('zoom-selection'))}
          >
            {t('view.zoomToSelection')}
          </Action>
          <Action
            icon={<Presentation />}
            disabled={!hasFrames}
            onClick={() => run(() => viewing.presenting.start())}
            hint={hasFrames ? null : t('present.noFrames')}
          >
            {t('present.button')}
          </Action>
        </div>
      </div>
    </Popover>
  )
}

interface ActionProps {
  readonly icon: ReactNode
  readonly keys?: string
  readonly disabled?: boolean
  readonly hint?: string | null
  readonly onClick: () => void
  readonly children: ReactNode
}

function Action({ icon, keys, disabled = false, hint = null, onClick, children }: ActionProps): JSX.Element {
  return (
    <button type="button" className={styles['action']} disabled={disabled} onClick={onClick}>
      {icon}
      <span>
        {children}
        {hint === null ? null : <small>{hint}</small>}
      </span>
      {keys === undefined ? null : <kbd>{keys}</kbd>}
    </button>
  )
}
