import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { shortcut, shortcutOf } from '../words/shortcuts.ts'
import styles from './keyboard-help.module.css'
import {
  ALIGN,
  DISTRIBUTE,
  FLIP,
  GROUP,
  LOCK,
  ORDER,
  shortcutOfAction,
  STYLE,
  UNGROUP,
  type ActionEntry,
} from './selection-actions.ts'
import { FIGURES, KEEP_TOOL_KEY, TOOLS } from './tools.ts'

export interface KeyboardHelpProps {
  readonly open: boolean
  readonly onClose: () => void
}

type Row = readonly [what: string, keys: string]

export function KeyboardHelp({ open, onClose }: KeyboardHelpProps): JSX.Element {
  const { t } = useTranslation()
  const tools: readonly Row[] = [...TOOLS, ...FIGURES].flatMap(({ word, key }): Row[] =>
    key === undefined ? [] : [[t(word), key]],
  )
  const edit: readonly Row[] = [
    [t('board.undo'), shortcut('Z')],
    [t('board.redo'), shortcut('Shift', 'Z')],
    [t('keys.selectAll'), shortcut('A')],
    [t('keys.duplicate'), shortcut('D')],
    [t('keys.dragCopy'), t('keys.dragCopyKeys')],
    [t('keys.delete'), t('keys.deleteKey')],
    [t('keys.nudge'), t('keys.arrows')],
    [t('stamps.keys'), t('keys.arrows')],
    [t('keys.clear'), t('keys.escape')],
    [t('arrange.addTo'), t('arrange.addToKeys')],
    [t('arrange.cut'), shortcut('X')],
    [t('arrange.copy'), shortcut('C')],
    [t('arrange.pasteWord'), shortcut('V')],
  ]
  function rowsOf(entries: readonly ActionEntry[], kind?: string): Row[] {
    return entries.flatMap(({ action, word }): Row[] => {
      const keys = shortcutOfAction(action)
      const what = kind === undefined ? t(word) : t('arrange.row', { kind, what: t(word) })
      return keys === undefined ? [] : [[what, keys]]
    })
  }
  const arrange: readonly Row[] = [
    ...rowsOf([GROUP, UNGROUP, LOCK, ...STYLE]),
    ...rowsOf([...ALIGN, ...DISTRIBUTE], t('arrange.align')),
    ...rowsOf(ORDER, t('arrange.order')),
    ...rowsOf(FLIP, t('arrange.flip')),
    [t('arrange.freely'), t('arrange.freelyKeys', { key: shortcutOf(['Mod']) })],
  ]
  const view: readonly Row[] = [
    [t('zoom.in'), shortcut('+')],
    [t('zoom.out'), shortcut('−')],
    [t('zoom.reset'), shortcut('0')],
    [t('zoom.fit'), 'Shift+1'],
    [t('view.zoomToSelection'), 'Shift+2'],
    [t('find.button'), shortcut('F')],
    [t('keys.pan'), t('keys.space')],
    [t('keys.title'), '?'],
  ]
  const sheets: readonly Row[] = [
    [t('pages.title'), 'G'],
    [t('pages.next'), t('keys.pageDown')],
    [t('pages.previous'), t('keys.pageUp')],
    [t('layers.title'), 'Y'],
    [t('layers.above'), `Shift+${t('keys.pageUp')}`],
    [t('layers.below'), `Shift+${t('keys.pageDown')}`],
  ]
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose} wide>
      <div className={styles['columns']}>
        <div className={styles['stack']}>
          <Group
            title={t('tool.title')}
            rows={[
              ...tools,
              [t('picture.add'), 'I'],
              [t('tool.stamp'), 'S'],
              [t('tool.lasso'), 'Q'],
              [t('pen.next'), 'Shift+P'],
              [t('tool.keep'), KEEP_TOOL_KEY],
            ]}
          />
          <Group title={t('sheets.title')} rows={sheets} />
        </div>
        <div className={styles['stack']}>
          <Group title={t('keys.edit')} rows={edit} />
          <Group title={t('keys.view')} rows={view} />
        </div>
        <Group title={t('arrange.keys')} rows={arrange} />
      </div>
    </Dialog>
  )
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }): JSX.Element {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([what, keys]) => (
          <div key={what} className={styles['row']}>
            <dt>{what}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
