import { X } from 'lucide-react'
import { useEffect, useRef, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { LayersList } from './layers-list.tsx'
import { PagesList } from './pages-list.tsx'
import styles from './sheets.module.css'

export interface SheetsPanelProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly theme: Theme
  /** Whether the board can be changed. */
  readonly canChange: boolean
}

/** Pages and layers, beside the board for as long as one wants. */
export function SheetsPanel({ editor, room, theme, canChange }: SheetsPanelProps): JSX.Element | null {
  const { t } = useTranslation()
  const panel = useValue(editor.sheets.panel)
  const element = useRef<HTMLElement>(null)
  const isOpen = panel !== null
  useEffect(() => {
    if (!isOpen) return undefined
    const { activeElement } = document
    const opener = activeElement instanceof HTMLElement ? activeElement : null
    element.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus({ preventScroll: true })
    return () => {
      // What had the keys is gone with the panel: they return to what opened it.
      if (document.activeElement === document.body) opener?.focus()
    }
  }, [isOpen])
  if (panel === null) return null
  return (
    <aside
      ref={element}
      className={styles['panel']}
      aria-label={t('sheets.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        editor.sheets.panel.set(null)
      }}
    >
      <div className={styles['head']}>
        <Segmented
          label={t('sheets.title')}
          value={panel}
          onChange={(next) => editor.sheets.panel.set(next)}
          segments={[
            { value: 'pages', label: t('pages.title') },
            { value: 'layers', label: t('layers.title') },
          ]}
        />
        <IconButton label={t('common.close')} onClick={() => editor.sheets.panel.set(null)}>
          <X />
        </IconButton>
      </div>
      {panel === 'pages' ? (
        <PagesList editor={editor} room={room} theme={theme} canChange={canChange} />
      ) : (
        <LayersList editor={editor} room={room} canChange={canChange} />
      )}
    </aside>
  )
}
