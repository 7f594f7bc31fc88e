import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { LOSSES } from '#renderer/import/opened.ts'
import type { OpenedFile } from '#renderer/import/opening.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import styles from './losses-dialog.module.css'

export interface LossesDialogProps {
  /** How far a large file is, in words. */
  readonly progress: string | null
  /** What has been opened with losses. */
  readonly opened: OpenedFile | null
  readonly onClose: () => void
}

/** Says what of a file could not be kept; or, before that, how far it is. */
export function LossesDialog({ progress, opened, onClose }: LossesDialogProps): JSX.Element | null {
  const { t } = useTranslation()
  if (progress !== null) {
    return (
      <p className={styles['progress']} role="status">
        {progress}
      </p>
    )
  }
  if (opened === null) return null
  const lost = LOSSES.flatMap((loss) => {
    const count = opened.losses.get(loss)
    return count === undefined ? [] : [{ loss, count }]
  })
  return (
    <Dialog title={t('open.title')} open onClose={onClose}>
      <p>{t('open.done', { count: opened.count })}</p>
      <p className={styles['intro']}>{t('open.lost')}</p>
      <ul className={styles['list']}>
        {lost.map(({ loss, count }) => (
          <li key={loss}>{t(`open.losses.${loss}`, { count })}</li>
        ))}
      </ul>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
