import { SlidersHorizontal } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useValue } from '../hooks/use-value.ts'
import { Popover } from '../ui/popover.tsx'
import { SquareButton } from '../ui/square.tsx'
import styles from './style-controls.module.css'

/** Whether things of several kinds are selected, which have little of a style in common. */
export function useIsMixed(editor: Editor): boolean {
  const ids = useValue(editor.selection)
  const { store } = editor.sheets
  return new Set(ids.flatMap((id) => store.get(id)?.type ?? [])).size > 1
}

/** What only some of the things selected have, behind a button: beside each other it would cover much of the board. */
export function MixedControls({ children }: { readonly children: ReactNode }): JSX.Element {
  const { t } = useTranslation()
  return (
    <Popover
      label={t('style.some')}
      side="top"
      align="center"
      stays
      trigger={
        <SquareButton label={t('style.some')}>
          <SlidersHorizontal />
        </SquareButton>
      }
    >
      <div className={styles['some']}>{children}</div>
    </Popover>
  )
}
