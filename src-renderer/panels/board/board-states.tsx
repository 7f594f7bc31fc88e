import { Unplug } from 'lucide-react'
import type { CSSProperties, JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Shell } from '#renderer/net/desktop.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useLater } from '../hooks/use-later.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import styles from './board-states.module.css'

const SLOW_MS = 1000

/** How far loading is, once it has taken longer than a moment. */
export function Loading({ room }: { readonly room: RoomView }): JSX.Element | null {
  const { t } = useTranslation()
  const status = useValue(room.status)
  const locale = useLocale()
  const slow = useLater(status.kind === 'loading', SLOW_MS)
  if (status.kind !== 'loading' || !slow) return null
  const number = new Intl.NumberFormat(locale.numbers)
  const share: CSSProperties & Record<'--share', number> = {
    '--share': status.total === 0 ? 0 : status.loaded / status.total,
  }
  return (
    <Island className={styles['loading']} role="status">
      <p>
        {status.total === 0
          ? t('loading.connecting')
          : t('loading.progress', { loaded: number.format(status.loaded), total: number.format(status.total) })}
      </p>
      <div className={styles['track']}>
        <div className={styles['bar']} style={share} />
      </div>
    </Island>
  )
}

export interface ClosedProps {
  readonly sentence: string
  readonly onExport: () => void
  /** Null where there is no home. */
  readonly onBack: (() => void) | null
}

/** The room is over. What was drawn can still be seen and exported. */
export function Closed({ sentence, onExport, onBack }: ClosedProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <div className={styles['closed']}>
      <Island className={styles['card']} role="alertdialog" aria-label={t('closed.title')}>
        <h2>{t('closed.title')}</h2>
        <p dir="auto">{sentence}</p>
        <div className={styles['actions']}>
          <Button onClick={onExport}>{t('closed.export')}</Button>
          {onBack === null ? null : (
            <Button look="primary" autoFocus onClick={onBack}>
              {t('closed.home')}
            </Button>
          )}
        </div>
      </Island>
    </div>
  )
}

export interface StoppedProps {
  readonly room: RoomView
  readonly shell: Shell
}

/** DrawNet was ended by its person: how to go on, and what has become of the board, which is still seen below. */
export function Stopped({ room, shell }: StoppedProps): JSX.Element {
  const { t } = useTranslation()
  const lost = useValue(room.unsaved)
  return (
    <Island className={styles['stopped']} role="status">
      <Unplug />
      <div>
        <p className={styles['what']}>
          {shell.kind === 'electron' ? t('connection.closedWindow') : t('connection.closedTab')}
        </p>
        <p>{lost === 0 ? t('connection.kept') : t('connection.notKept', { count: lost })}</p>
      </div>
    </Island>
  )
}
