import { useEffect, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShareInfo } from '#shared/desktop/desktop-api.ts'
import { sentenceOf } from '#shared/errors.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useAction } from '../hooks/use-action.ts'
import { CopyRow } from '../ui/copy-row.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { QrCode } from './qr-code.tsx'
import styles from './share-panel.module.css'

const MOST_ADDRESSES = 3

export interface SharePanelProps {
  readonly desktop: Desktop
  readonly roomId: string
}

/** What others need to join this board. */
export function SharePanel({ desktop, roomId }: SharePanelProps): JSX.Element {
  const { t } = useTranslation()
  const [info, setInfo] = useState<ShareInfo | null>(null)
  const [error, setError] = useState<string | null>(null)
  const guests = useAction()

  useEffect(() => {
    let current = true
    desktop.call('rooms.share', { roomId }).then(
      (found) => {
        if (current) setInfo(found)
      },
      (failure: unknown) => {
        if (current) setError(sentenceOf(failure))
      },
    )
    return () => {
      current = false
    }
  }, [desktop, roomId])

  return (
    <div className={styles['share']}>
      <h2 className={styles['title']}>{t('share.title')}</h2>
      <ErrorLine text={error} />
      {info === null ? null : (
        <>
          <div className={styles['code']}>
            <QrCode className={styles['picture']} text={info.guestUrl ?? info.link} label={t('share.qr')} />
            <p>{info.guestUrl === null ? t('share.qrApp') : t('share.qrBrowser')}</p>
          </div>
          <div className={styles['block']}>
            <span className={styles['label']}>{t('share.link')}</span>
            <CopyRow text={info.link} label={t('share.copyLink')} />
          </div>
          {info.addresses.length === 0 ? null : (
            <div className={styles['block']}>
              <span className={styles['label']}>{t('share.addresses', { count: info.addresses.length })}</span>
              {info.addresses.slice(0, MOST_ADDRESSES).map((address) => (
                <CopyRow key={address} text={address} label={t('help.copyAddress')} />
              ))}
            </div>
          )}
          {info.own ? (
            <div className={styles['guests']}>
              <Toggle
                label={t('share.guests')}
                checked={info.guestUrl !== null}
                disabled={guests.busy}
                onChange={(allowed) =>
                  guests.run(async () => {
                    await desktop.call('rooms.setGuests', { roomId, allowed })
                    setInfo(await desktop.call('rooms.share', { roomId }))
                  })
                }
              />
              <p className={styles['label']}>{t('share.guestsHint')}</p>
              <ErrorLine text={guests.error} />
            </div>
          ) : null}
          {info.guestUrl === null ? null : (
            <div className={styles['block']}>
              <span className={styles['label']}>{t('share.guestUrl')}</span>
              <CopyRow text={info.guestUrl} label={t('share.copyGuestUrl')} />
            </div>
          )}
        </>
      )}
    </div>
  )
}
