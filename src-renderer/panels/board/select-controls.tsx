import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { Segmented } from '../ui/segmented.tsx'
import styles from './style-controls.module.css'

/** What a drag from nowhere draws around things to select them. */
export function SelectControls({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const tool = useValue(editor.tool)
  return (
    <div className={styles['controls']} onPointerUp={() => editor.focus()}>
      <Segmented
        label={t('arrange.by')}
        value={tool === 'lasso' ? 'lasso' : 'select'}
        segments={[
          { value: 'select', label: t('arrange.box') },
          { value: 'lasso', label: t('tool.lasso') },
        ]}
        onChange={(next) => editor.setTool(next)}
      />
    </div>
  )
}
