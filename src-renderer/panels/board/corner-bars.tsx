import { Maximize, Minus, Plus, Redo2, Undo2 } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { Tip } from '../ui/tip.tsx'
import { shortcut } from '../words/shortcuts.ts'
import styles from './corner-bars.module.css'
import { ViewMenu } from './view-menu.tsx'

export interface HistoryBarProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly inert: boolean
}

export function HistoryBar({ editor, room, inert }: HistoryBarProps): JSX.Element {
  const { t } = useTranslation()
  const canUndo = useValue(room.canUndo)
  const canRedo = useValue(room.canRedo)
  return (
    <Island className={styles['history']} inert={inert} data-off={inert || undefined}>
      <IconButton
        label={t('board.undo')}
        shortcut={shortcut('Z')}
        side="top"
        disabled={!canUndo}
        onClick={() => editor.undo()}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={t('board.redo')}
        shortcut={shortcut('Shift', 'Z')}
        side="top"
        disabled={!canRedo}
        onClick={() => editor.pages.redo()}
      >
        <Redo2 />
      </IconButton>
    </Island>
  )
}

export interface ZoomBarProps {
  readonly editor: Editor
  readonly theme: Theme
}

export function ZoomBar({ editor, theme }: ZoomBarProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const { zoom } = useValue(editor.camera)
  const percent = new Intl.NumberFormat(locale.numbers, {
    style: 'percent',
    maximumFractionDigits: zoom < 0.1 ? 1 : 0,
    useGrouping: false,
  }).format(zoom)
  return (
    <Island className={styles['zoom']}>
      <IconButton
        label={t('zoom.out')}
        shortcut={shortcut('−')}
        side="top"
        className={styles['spare']}
        onClick={() => editor.viewing.run('zoom-out')}
      >
        <Minus />
      </IconButton>
      <Tip text={t('zoom.reset')} shortcut={shortcut('0')} side="top">
        <button
          type="button"
          className={`${styles['percent']} ${styles['spare']}`}
          aria-label={t('zoom.resetFrom', { percent })}
          onClick={() => editor.zoomTo(1)}
        >
          {percent}
        </button>
      </Tip>
      <IconButton
        label={t('zoom.in')}
        shortcut={shortcut('+')}
        side="top"
        className={styles['spare']}
        onClick={() => editor.viewing.run('zoom-in')}
      >
        <Plus />
      </IconButton>
      <IconButton label={t('zoom.fit')} shortcut="Shift+1" side="top" onClick={() => editor.zoomToFit()}>
        <Maximize />
      </IconButton>
      <ViewMenu editor={editor} theme={theme} />
    </Island>
  )
}
