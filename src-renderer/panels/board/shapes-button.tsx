import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { Popover } from '../ui/popover.tsx'
import { Tip } from '../ui/tip.tsx'
import { ListChoice } from './shape-controls-choice.tsx'
import styles from './tool-bar.module.css'
import { FIGURES, type ToolEntry } from './tools.ts'

/** All shapes and lines behind one button, which shows and takes the one that was used last. */
export function ShapesButton({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const tool = useValue(editor.tool)
  const [open, setOpen] = useState(false)
  const [last, setLast] = useState<ToolEntry>(FIGURES[0])
  const present = FIGURES.find(({ id }) => id === tool)
  if (present !== undefined && present !== last) setLast(present)
  const { Icon } = present ?? last

  return (
    <Popover
      label={t('tool.shapes')}
      side="top"
      align="center"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) editor.setTool(last.id)
      }}
      trigger={
        <button
          type="button"
          className={styles['tool']}
          aria-label={t('tool.shapes')}
          data-active={present === undefined ? undefined : ''}
        >
          <Tip text={t('tool.shapes')} side="top">
            <span className={styles['face']}>
              <Icon />
            </span>
          </Tip>
        </button>
      }
    >
      <ListChoice
        label={t('tool.shapes')}
        value={present?.id ?? null}
        choices={FIGURES.map(({ id, word, key, Icon: Mark }) => ({
          value: id,
          word: t(word),
          mark: <Mark />,
          shortcut: key,
        }))}
        onChange={(id) => editor.setTool(id)}
        onDone={() => setOpen(false)}
      />
    </Popover>
  )
}
