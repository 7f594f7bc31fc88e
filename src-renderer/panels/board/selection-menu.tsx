import {
  AlignStartVertical,
  ClipboardPaste,
  Copy,
  FileCode,
  FlipHorizontal2,
  Image,
  Layers,
  MousePointer2,
  Paintbrush,
  Scissors,
  Stamp,
} from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#shared/errors.ts'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { useToasts } from '../ui/toasts.tsx'
import { MenuItem, MenuSeparator, MenuSub } from '../ui/menu.tsx'
import { shortcut } from '../words/shortcuts.ts'
import {
  ALIGN,
  DELETE,
  DISTRIBUTE,
  DUPLICATE,
  FLIP,
  GROUP,
  LOCK,
  ORDER,
  shortcutOfAction,
  STYLE,
  UNGROUP,
  UNLOCK,
  type ActionEntry,
} from './selection-actions.ts'
import { SheetMenus } from './sheet-menus.tsx'

export interface SelectionMenuProps {
  readonly editor: Editor
  /** Runs an action on what is selected. */
  readonly onAction: (action: ArrangeAction) => void
  /** Pastes what is on the clipboard; without it there is no such item. */
  readonly onPaste?: () => void
}

/** Everything that can be done with what is selected, as items of a menu. */
export function SelectionMenu({ editor, onAction, onPaste }: SelectionMenuProps): JSX.Element {
  const { t } = useTranslation()
  const available = useValue(editor.selecting.arrange.available)
  const { clipboard } = editor.selecting
  const toasts = useToasts()
  const nothing = available.size === 0
  const item = (entry: ActionEntry): ReactNode => <ActionItem key={entry.action} {...{ entry, available, onAction }} />
  const group = (label: string, icon: ReactNode, entries: readonly ActionEntry[]): ReactNode => (
    <MenuSub label={label} icon={icon} disabled={!entries.some(({ action }) => available.has(action))}>
      {entries.map(item)}
    </MenuSub>
  )
  const file = (format: 'png' | 'svg'): Promise<Blob> =>
    editor.exporting.file(
      { what: 'selection', scale: 2, background: false, theme: 'light', format, carries: false },
      { onMissing: (count) => toasts.show(t('export.copiedWithout', { count })) },
    )

  async function keepAsStamp(): Promise<void> {
    try {
      await editor.keepAsStamp()
      toasts.show(t('stamps.kept'))
    } catch (error) {
      toasts.show(sentenceOf(error))
    }
  }

  if (nothing) {
    return (
      <>
        {onPaste === undefined ? null : (
          <MenuItem icon={<ClipboardPaste />} shortcut={shortcut('V')} onSelect={onPaste}>
            {t('arrange.paste')}
          </MenuItem>
        )}
        <MenuItem icon={<MousePointer2 />} shortcut={shortcut('A')} onSelect={() => editor.selectAll()}>
          {t('keys.selectAll')}
        </MenuItem>
      </>
    )
  }
  return (
    <>
      <MenuItem
        icon={<Scissors />}
        shortcut={shortcut('X')}
        disabled={!available.has('delete')}
        onSelect={() => clipboard.cut()}
      >
        {t('arrange.cut')}
      </MenuItem>
      <MenuItem icon={<Copy />} shortcut={shortcut('C')} onSelect={() => clipboard.copy()}>
        {t('arrange.copy')}
      </MenuItem>
      {onPaste === undefined ? null : (
        <MenuItem icon={<ClipboardPaste />} shortcut={shortcut('V')} onSelect={onPaste}>
          {t('arrange.paste')}
        </MenuItem>
      )}
      {item(DUPLICATE)}
      <MenuSub label={t('arrange.copyAs')} icon={<Image />}>
        <MenuItem icon={<Image />} onSelect={() => void clipboard.copyFile('image/png', file('png'))}>
          {t('arrange.copyPng')}
        </MenuItem>
        <MenuItem
          icon={<FileCode />}
          onSelect={() => void clipboard.copyText(file('svg').then(async (svg) => await svg.text()))}
        >
          {t('arrange.copySvg')}
        </MenuItem>
      </MenuSub>
      <MenuItem icon={<Stamp />} onSelect={() => void keepAsStamp()}>
        {t('stamps.keep')}
      </MenuItem>
      {group(t('style.title'), <Paintbrush />, STYLE)}
      <MenuSeparator />
      {item(GROUP)}
      {item(UNGROUP)}
      {group(t('arrange.align'), <AlignStartVertical />, [...ALIGN, ...DISTRIBUTE])}
      {group(t('arrange.order'), <Layers />, ORDER)}
      {group(t('arrange.flip'), <FlipHorizontal2 />, FLIP)}
      <SheetMenus editor={editor} />
      <MenuSeparator />
      {item(available.has('unlock') ? UNLOCK : LOCK)}
      {item(DELETE)}
    </>
  )
}

interface ActionItemProps {
  readonly entry: ActionEntry
  readonly available: ReadonlySet<ArrangeAction>
  readonly onAction: (action: ArrangeAction) => void
}

function ActionItem({ entry: { action, word, Icon }, available, onAction }: ActionItemProps): JSX.Element {
  const { t } = useTranslation()
  const keys = action === 'delete' ? t('keys.deleteKey') : shortcutOfAction(action)
  return (
    <MenuItem
      icon={<Icon />}
      {...(keys === undefined ? {} : { shortcut: keys })}
      danger={action === 'delete'}
      disabled={!available.has(action)}
      onSelect={() => onAction(action)}
    >
      {t(word)}
    </MenuItem>
  )
}
