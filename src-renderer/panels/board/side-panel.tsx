import { MessageSquareLock, Pencil, X } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { ProfilePopover } from '../profile/profile-popover.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { isolate } from '../words/isolate.ts'
import { Chat } from './chat.tsx'
import styles from './side-panel.module.css'

export interface SidePanelProps {
  readonly room: RoomView
  readonly members: readonly Member[]
  readonly me: number
  /** Whether it was opened to write. */
  readonly writing: boolean
  readonly canWrite: boolean
  readonly onPerson: (name: string, color: number) => void
  readonly onClose: () => void
}

/** People and chat, over the board. */
export function SidePanel(props: SidePanelProps): JSX.Element {
  const { room, members, me, writing, canWrite, onPerson, onClose } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const own = members.find((member) => member.number === me)
  const others = members.filter((member) => member !== own)
  const here = others.filter((member) => member.online)
  const away = others.filter((member) => !member.online)
  // As they were when one began to write: who goes for good must not turn a private message into a public one.
  const [chosen, setChosen] = useState<Member | null>(null)
  const addressee = others.find((member) => member.number === chosen?.number) ?? chosen
  return (
    <aside className={styles['panel']} aria-label={t('people.panel')}>
      <div className={styles['head']}>
        <h2>{t('people.title')}</h2>
        <span className={styles['count']}>
          {new Intl.NumberFormat(locale.numbers).format(members.filter((member) => member.online).length)}
        </span>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {/* Focusable, so that a long list can be scrolled with the keys. */}
      <ul className={styles['people']} tabIndex={0} aria-label={t('people.title')}>
        {own === undefined ? null : (
          <li>
            <Me member={own} canChange={canWrite} onPerson={onPerson} />
          </li>
        )}
        {[...here, ...away].map((member) => (
          <li key={member.number} className={`${styles['person']} ${member.online ? '' : styles['away']}`}>
            <Avatar name={member.name} color={member.color} size="small" />
            <span className={styles['name']}>
              <bdi>{member.name}</bdi>
            </span>
            {member.online ? null : <span className={styles['note']}>{t('people.away')}</span>}
            <IconButton
              className={styles['write']}
              label={t('people.writePrivately', { name: isolate(member.name) })}
              side="left"
              disabled={!canWrite}
              onClick={() => setChosen(member)}
            >
              <MessageSquareLock />
            </IconButton>
          </li>
        ))}
      </ul>
      <Chat
        room={room}
        members={members}
        me={me}
        writing={writing}
        canWrite={canWrite}
        addressee={addressee}
        onAddressee={setChosen}
      />
    </aside>
  )
}

interface MeProps {
  readonly member: Member
  readonly canChange: boolean
  readonly onPerson: (name: string, color: number) => void
}

/** One's own row, where one's name and colour can be changed. */
function Me({ member, canChange, onPerson }: MeProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <ProfilePopover
      name={member.name}
      color={member.color}
      onKeep={(name, color) => {
        if (name !== member.name || color !== member.color) onPerson(name, color)
      }}
      trigger={
        <button
          type="button"
          className={`${styles['person']} ${styles['me']}`}
          aria-label={t('profile.button', { name: member.name })}
          disabled={!canChange}
        >
          <Avatar name={member.name} color={member.color} size="small" />
          <span className={styles['name']}>
            <bdi>{member.name}</bdi>
          </span>
          <span className={styles['note']}>{t('people.you')}</span>
          <Pencil />
        </button>
      }
    />
  )
}
