import { DropdownMenu } from 'radix-ui'
import type { CSSProperties, JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import menu from '../ui/menu.module.css'
import styles from './context-menu.module.css'
import { SelectionMenu } from './selection-menu.tsx'

export interface ContextMenuProps {
  readonly editor: Editor
  readonly onAction: (action: ArrangeAction) => void
}

const EDGE = 8

/** The menu at the pointer: by right click, by resting a finger, and by the menu key. */
export function ContextMenu({ editor, onAction }: ContextMenuProps): JSX.Element | null {
  const { t } = useTranslation()
  const { selecting } = editor
  const at = useValue(selecting.menu)
  if (at === null) return null
  const place: CSSProperties & Record<'--x' | '--y', string> = { '--x': `${at.x}px`, '--y': `${at.y}px` }
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => open || selecting.closeMenu()}>
      <DropdownMenu.Trigger asChild>
        <span key={`${at.x} ${at.y}`} className={styles['place']} style={place} tabIndex={-1} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          key={`${at.x} ${at.y}`}
          className={menu['menu']}
          aria-label={t('arrange.title')}
          align="start"
          side="bottom"
          collisionPadding={EDGE}
          loop
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            editor.focus()
          }}
        >
          <SelectionMenu editor={editor} onAction={onAction} onPaste={() => void selecting.pasteAt(at)} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
