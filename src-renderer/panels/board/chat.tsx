import { Lock } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { EVERYONE, type ChatMessage, type Member } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useNow } from '../hooks/use-later.ts'
import { useValue } from '../hooks/use-value.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { isolate } from '../words/isolate.ts'
import { clockTime } from '../words/relative-time.ts'
import { groupMessages, type ChatGroup } from './chat-groups.ts'
import styles from './chat.module.css'
import { Composer } from './composer.tsx'

const PAGE = 200
const RENEW_MS = 60_000
/** Closer to the end than this counts as being there, in CSS pixels. */
const NEAR_END = 32

export interface ChatProps {
  readonly room: RoomView
  readonly members: readonly Member[]
  readonly me: number
  /** Whether it was opened to write. */
  readonly writing: boolean
  readonly canWrite: boolean
  /** Who alone will read what is written; null for everyone. */
  readonly addressee: Member | null
  readonly onAddressee: (addressee: Member | null) => void
}

export function Chat(props: ChatProps): JSX.Element {
  const { room, members, me, writing, canWrite, addressee, onAddressee } = props
  const { t } = useTranslation()
  const messages = useValue(room.chat)
  const [pages, setPages] = useState(1)
  const list = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [behind, setBehind] = useState(false)
  const shown = messages.slice(-PAGE * pages).map((message) => ownIfPending(message, me))
  const last = messages.at(-1)

  const toEnd = useCallback(() => {
    const element = list.current
    if (element !== null) element.scrollTop = element.scrollHeight
    setBehind(false)
  }, [])

  // The field below grows with what is written in it: the end stays in view.
  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [toEnd])

  // What one writes oneself is always gone to; what others write only if one is reading there.
  useLayoutEffect(() => {
    if (last === undefined) return
    if (atEnd.current || last.pending) toEnd()
    else setBehind(true)
  }, [last, toEnd])

  return (
    <section className={styles['chat']} aria-label={t('chat.button')}>
      <h2 className={styles['title']}>{t('chat.button')}</h2>
      <div
        ref={list}
        className={styles['messages']}
        role="log"
        tabIndex={0}
        aria-label={t('chat.messages')}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atEnd.current = scrollHeight - clientHeight - scrollTop < NEAR_END
          if (atEnd.current) setBehind(false)
        }}
      >
        {messages.length === 0 ? <p className={styles['empty']}>{t('chat.empty')}</p> : null}
        {messages.length > shown.length ? (
          <Button look="ghost" className={styles['earlier']} onClick={() => setPages(pages + 1)}>
            {t('chat.earlier')}
          </Button>
        ) : null}
        <Groups messages={shown} members={members} me={me} />
      </div>
      <div className={styles['foot']}>
        {behind ? (
          <Button className={styles['newer']} look="primary" onClick={toEnd}>
            {t('chat.newer')}
          </Button>
        ) : null}
        <Composer
          disabled={!canWrite}
          focused={writing || addressee !== null}
          addressee={addressee}
          others={members.filter(({ number }) => number !== me)}
          onAddressee={onAddressee}
          onSend={(text, to) => room.say(text, to)}
        />
      </div>
    </section>
  )
}

interface GroupsProps {
  readonly messages: readonly ChatMessage[]
  readonly members: readonly Member[]
  readonly me: number
}

function Groups({ messages, members, me }: GroupsProps): JSX.Element {
  const { t } = useTranslation()
  const byNumber = new Map(members.map((member) => [member.number, member]))
  return (
    <>
      {groupMessages(messages).map((group, index) => {
        const member = byNumber.get(group.author)
        const addressee = byNumber.get(group.to)?.name ?? t('chat.someone')
        const onlyTo = group.to === me ? t('chat.onlyToYou') : t('chat.onlyTo', { name: isolate(addressee) })
        return (
          <Group
            key={keyOf(group.messages[0], index)}
            group={group}
            name={member?.name ?? t('chat.someone')}
            color={member?.color ?? 0}
            onlyTo={group.to === EVERYONE ? null : onlyTo}
          />
        )
      })}
    </>
  )
}

interface GroupProps {
  readonly group: ChatGroup
  readonly name: string
  readonly color: number
  /** Whose eyes it is for, in words; null for everyone's. */
  readonly onlyTo: string | null
}

function Group({ group, name, color, onlyTo }: GroupProps): JSX.Element {
  const locale = useLocale()
  const now = useNow(RENEW_MS)
  return (
    <div className={`${styles['group']} ${onlyTo === null ? '' : styles['private']}`}>
      <Avatar name={name} color={color} size="small" />
      <div className={styles['texts']}>
        <div className={styles['author']}>
          <span className={styles['name']}>
            <bdi>{name}</bdi>
          </span>
          <time className={styles['time']} dateTime={new Date(group.at).toISOString()}>
            {clockTime(group.at, now, locale.numbers)}
          </time>
        </div>
        {onlyTo === null ? null : (
          <p className={styles['only-to']}>
            <Lock aria-hidden />
            {onlyTo}
          </p>
        )}
        {group.messages.map((message, index) => (
          <p
            key={keyOf(message, index)}
            className={`${styles['text']} ${message.pending ? styles['pending'] : ''}`}
            dir="auto"
          >
            {message.text}
          </p>
        ))}
      </div>
    </div>
  )
}

function ownIfPending(message: ChatMessage, me: number): ChatMessage {
  return message.author === 0 ? { ...message, author: me } : message
}

function keyOf(message: ChatMessage | undefined, index: number): string {
  // What is pending has no position yet, but its place among the pending does not change.
  return message === undefined || message.pending ? `pending-${index}` : `${message.seq}`
}
