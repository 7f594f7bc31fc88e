import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Opened } from '#renderer/import/opened.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'

export interface LibraryDialogProps {
  /** A library that has been read; null for none. */
  readonly library: Opened | null
  readonly onUse: (as: 'board' | 'stamps') => void
  readonly onClose: () => void
}

/** Asks what the drawings of a library are wanted for. */
export function LibraryDialog({ library, onUse, onClose }: LibraryDialogProps): JSX.Element | null {
  const { t } = useTranslation()
  if (library === null) return null
  return (
    <Dialog title={t('open.library', { count: library.items?.length ?? 0 })} open onClose={onClose}>
      <p>{t('open.libraryHow')}</p>
      <DialogActions>
        <Button onClick={() => onUse('board')}>{t('open.onBoard')}</Button>
        <Button look="primary" onClick={() => onUse('stamps')}>
          {t('open.asStamps')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
