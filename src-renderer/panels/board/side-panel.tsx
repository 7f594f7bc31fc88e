import { X } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Chat } from './chat.tsx'
import styles from './side-panel.module.css'

export interface SidePanelProps {
  readonly room: RoomView
  readonly members: readonly Member[]
  readonly me: number
  readonly canWrite: boolean
  readonly onClose: () => void
}

/** People and chat, over the board. */
export function SidePanel({ room, members, me, canWrite, onClose }: SidePanelProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const here = members.filter((member) => member.online)
  const away = members.filter((member) => !member.online)
  return (
    <aside
      className={styles['panel']}
      aria-label={t('people.panel')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={styles['head']}>
        <h2>{t('people.title')}</h2>
        <span className={styles['count']}>{new Intl.NumberFormat(locale.numbers).format(here.length)}</span>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {/* Focusable, so that a long list can be scrolled with the keys. */}
      <ul className={styles['people']} tabIndex={0} aria-label={t('people.title')}>
        {[...here, ...away].map((member) => (
          <li key={member.number} className={`${styles['person']} ${member.online ? '' : styles['away']}`}>
            <Avatar name={member.name} color={member.color} size="small" />
            <span className={styles['name']}>
              <bdi>{member.name}</bdi>
            </span>
            <span className={styles['note']}>
              {member.number === me ? t('people.you') : member.online ? null : t('people.away')}
            </span>
          </li>
        ))}
      </ul>
      <Chat room={room} members={members} me={me} canWrite={canWrite} />
    </aside>
  )
}
