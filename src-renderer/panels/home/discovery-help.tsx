import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState } from '#shared/desktop/desktop-api.ts'
import { formatEndpoint } from '#shared/desktop/join-link.ts'
import { CopyRow } from '../ui/copy-row.tsx'
import styles from './section.module.css'

/** Why a board may not be in the list, and what to do without it. */
export function DiscoveryHelp({ state }: { readonly state: AppState | null }): JSX.Element {
  const { t } = useTranslation()
  const host = state?.host
  return (
    <div className={styles['help']}>
      <div>
        <h3>{t('help.reasons')}</h3>
        <ul>
          <li>{t('help.sameNetwork')}</li>
          <li>{t('help.firewall')}</li>
          <li>{t('help.guestWifi')}</li>
          <li>{t('help.macPermission')}</li>
        </ul>
      </div>
      <div>
        <h3>{t('help.byAddress')}</h3>
        <p>{t('help.byAddressHow')}</p>
        {host === undefined || host.addresses.length === 0 ? (
          <p>{t('help.noAddress')}</p>
        ) : (
          <div className={styles['addresses']}>
            <p>{t('help.ownAddresses', { count: host.addresses.length })}</p>
            {host.addresses.map((address) => (
              <CopyRow
                key={address}
                text={formatEndpoint({ address, port: host.port })}
                label={t('help.copyAddress')}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
