import { DropdownMenu } from 'radix-ui'
import type { CSSProperties, JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import menu from '../ui/menu.module.css'
import styles from './context-menu.module.css'
import { SelectionMenu } from './selection-menu.tsx'

export interface ContextMenuProps {
  readonly editor: Editor
  readonly onAction: (action: ArrangeAction) => void
}

const EDGE = 8
const MAIN_BUTTON = 0

/** The menu at the pointer: by right click, by resting a finger, and by the menu key. */
export function ContextMenu({ editor, onAction }: ContextMenuProps): JSX.Element | null {
  const { t } = useTranslation()
  const { selecting } = editor
  const at = useValue(selecting.menu)
  const small = useMedia(SMALL_WINDOW)
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
          // Beside the pointer it can move up where there is no room below; in a narrow window there is none beside it.
          side={small ? 'bottom' : 'right'}
          collisionPadding={EDGE}
          loop
          onPointerUpCapture={(event) => {
            // The press that opened the menu ends over it where it had to move under the pointer: that chooses nothing.
            if (event.button !== MAIN_BUTTON || event.ctrlKey) event.preventDefault()
          }}
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
