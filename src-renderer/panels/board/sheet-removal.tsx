import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'

export interface SheetRemovalProps {
  readonly name: string
  /** How many things go with it. */
  readonly count: number
  readonly onRemove: () => void
  readonly onClose: () => void
}

/** Asks before a page or layer goes on which there is something. */
export function SheetRemoval({ name, count, onRemove, onClose }: SheetRemovalProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={t('sheets.removeTitle', { name })} open onClose={onClose}>
      <p>{t('sheets.removeText', { count })}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="danger"
          onClick={() => {
            onClose()
            onRemove()
          }}
        >
          {t('sheets.remove')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
