import { Pin } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { Tip } from '../ui/tip.tsx'
import controls from './shape-controls.module.css'
import styles from './tool-bar.module.css'
import { KEEP_TOOL_KEY } from './tools.ts'

export interface KeepToolProps {
  readonly editor: Editor
}

/** Says whether a tool stays in hand when something was drawn with it. */
export function KeepToolButton({ editor }: KeepToolProps): JSX.Element {
  const { t } = useTranslation()
  const isOn = useValue(editor.keeping.isOn)
  return (
    <Tip text={t('tool.keep')} shortcut={KEEP_TOOL_KEY} side="top">
      <button
        type="button"
        className={styles['tool']}
        aria-label={t('tool.keep')}
        aria-pressed={isOn}
        onClick={() => {
          editor.keeping.toggle()
          editor.focus()
        }}
      >
        <Pin />
      </button>
    </Tip>
  )
}

/** The same in a list, where there is no room beside the tools. */
export function KeepToolItem({ editor }: KeepToolProps): JSX.Element {
  const { t } = useTranslation()
  const isOn = useValue(editor.keeping.isOn)
  return (
    <button
      type="button"
      className={`${controls['item']} ${controls['wide']}`}
      aria-pressed={isOn}
      onClick={() => editor.keeping.toggle()}
    >
      <Pin />
      <span>{t('tool.keep')}</span>
      <kbd aria-hidden="true">{KEEP_TOOL_KEY}</kbd>
    </button>
  )
}
