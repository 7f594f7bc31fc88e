import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { shortcut } from '../words/shortcuts.ts'
import styles from './keyboard-help.module.css'
import { TOOLS } from './tools.ts'

export interface KeyboardHelpProps {
  readonly open: boolean
  readonly onClose: () => void
}

type Row = readonly [what: string, keys: string]

export function KeyboardHelp({ open, onClose }: KeyboardHelpProps): JSX.Element {
  const { t } = useTranslation()
  const tools: readonly Row[] = TOOLS.map(({ word, key }) => [t(word), key])
  const edit: readonly Row[] = [
    [t('board.undo'), shortcut('Z')],
    [t('board.redo'), shortcut('Shift', 'Z')],
    [t('keys.selectAll'), shortcut('A')],
    [t('keys.duplicate'), shortcut('D')],
    [t('keys.delete'), t('keys.deleteKey')],
    [t('keys.nudge'), t('keys.arrows')],
    [t('keys.clear'), t('keys.escape')],
  ]
  const view: readonly Row[] = [
    [t('zoom.in'), shortcut('+')],
    [t('zoom.out'), shortcut('−')],
    [t('zoom.reset'), shortcut('0')],
    [t('zoom.fit'), 'Shift+1'],
    [t('keys.pan'), t('keys.space')],
    [t('keys.title'), '?'],
  ]
  return (
    <Dialog title={t('keys.title')} open={open} onClose={onClose} wide>
      <div className={styles['columns']}>
        <Group title={t('tool.title')} rows={tools} />
        <Group title={t('keys.edit')} rows={edit} />
        <Group title={t('keys.view')} rows={view} />
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
