import { History, X } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import styles from './storage-notice.module.css'

/** The notice that was put away in this window. */
const KEY = 'drawnet.put-away-notice'

export interface StorageNoticeProps {
  /** What was done to open one's boards, in a sentence. */
  readonly notice: string | null
}

/** One's boards are open, but something had to be done for it. Stays until it is put away. */
export function StorageNotice({ notice }: StorageNoticeProps): JSX.Element | null {
  const { t } = useTranslation()
  // Home comes and goes with every board that is opened.
  const [putAway, setPutAway] = useState(() => window.sessionStorage.getItem(KEY))
  if (notice === null || notice === putAway) return null
  return (
    <div className={styles['notice']} role="status">
      <History />
      <p className={styles['text']}>{notice}</p>
      <IconButton
        label={t('common.dismiss')}
        onClick={() => {
          window.sessionStorage.setItem(KEY, notice)
          setPutAway(notice)
        }}
      >
        <X />
      </IconButton>
    </div>
  )
}
