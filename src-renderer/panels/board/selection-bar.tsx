import { Ellipsis } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useHeld } from '../hooks/use-held.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { Menu } from '../ui/menu.tsx'
import {
  DELETE,
  DUPLICATE,
  GROUP,
  LOCK,
  shortcutOfAction,
  UNGROUP,
  UNLOCK,
  type ActionEntry,
} from './selection-actions.ts'
import { SelectionMenu } from './selection-menu.tsx'

export interface SelectionBarProps {
  readonly editor: Editor
  readonly inert: boolean
  readonly onAction: (action: ArrangeAction) => void
}

/** What is done most with what is selected, and behind one more button the rest. Not there while nothing is. */
export function SelectionBar({ editor, inert, onAction }: SelectionBarProps): JSX.Element | null {
  const { t } = useTranslation()
  // While a box is drawn around things nothing else moves.
  const available = useHeld(useValue(editor.selecting.arrange.available), useValue(editor.penDown))
  if (available.size === 0 || inert) return null
  const entries: readonly ActionEntry[] = [
    DUPLICATE,
    ...(available.has('group') || !available.has('ungroup') ? [GROUP] : [UNGROUP]),
    available.has('unlock') ? UNLOCK : LOCK,
    DELETE,
  ]
  return (
    <Island role="group" aria-label={t('arrange.title')}>
      {entries.map(({ action, word, Icon }) => (
        <IconButton
          key={action}
          label={t(word)}
          {...withShortcut(action === 'delete' ? t('keys.deleteKey') : shortcutOfAction(action))}
          side="top"
          disabled={!available.has(action)}
          onClick={() => {
            onAction(action)
            editor.focus()
          }}
        >
          <Icon />
        </IconButton>
      ))}
      <Menu
        side="top"
        align="start"
        trigger={
          <IconButton label={t('arrange.more')} side="top">
            <Ellipsis />
          </IconButton>
        }
      >
        <SelectionMenu editor={editor} onAction={onAction} />
      </Menu>
    </Island>
  )
}

function withShortcut(shortcut: string | undefined): { shortcut?: string } {
  return shortcut === undefined ? {} : { shortcut }
}
