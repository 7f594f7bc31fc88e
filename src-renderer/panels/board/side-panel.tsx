import { ArrowRight, MessageSquareLock, Pencil, X } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { ProfilePopover } from '../profile/profile-popover.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { isolate } from '../words/isolate.ts'
import { Chat } from './chat.tsx'
import { nameOfPage } from './sheet-names.ts'
import styles from './side-panel.module.css'

export interface SidePanelProps {
  readonly editor: Editor
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
  const { editor, room, members, me, writing, canWrite, onPerson, onClose } = props
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
            {member.online ? (
              <Elsewhere editor={editor} room={room} member={member} />
            ) : (
              <span className={styles['note']}>{t('people.away')}</span>
            )}
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

interface ElsewhereProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly member: Member
}

/** The page somebody looks at, and the way there; nothing where it is the same as one's own. */
function Elsewhere({ editor, room, member }: ElsewhereProps): JSX.Element | null {
  const { t } = useTranslation()
  const whereabouts = useValue(room.whereabouts)
  const pages = useValue(editor.pages.pages)
  const at = useValue(editor.pages.at)
  const theirs = editor.sheets.outline.pageOf({ page: whereabouts.get(member.number) ?? '' })
  const index = pages.findIndex(({ id }) => id === theirs)
  const page = pages[index]
  if (theirs === at || page === undefined) return null
  const name = nameOfPage(t, page, index)
  return (
    <button
      type="button"
      className={styles['elsewhere']}
      aria-label={t('pages.goThere', { page: name, name: isolate(member.name) })}
      onClick={() => editor.pages.go(theirs)}
    >
      <span dir="auto">{name}</span>
      <ArrowRight />
    </button>
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
