import { Ellipsis, Link, Pencil, Search, Trash2 } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinTarget, KnownRoom } from '#shared/desktop/desktop-api.ts'
import { sentenceOf } from '#shared/errors.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useNow } from '../hooks/use-later.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { useToasts } from '../ui/toasts.tsx'
import { isolate } from '../words/isolate.ts'
import { relativeTime } from '../words/relative-time.ts'
import { RemoveDialog, RenameDialog } from './board-dialogs.tsx'
import { RoomCard, RoomGrid } from './room-card.tsx'
import styles from './section.module.css'
import { useOpening } from './use-opening.ts'

const SEARCH_PAST = 8
const RENEW_MS = 30_000

export interface BoardsSectionProps {
  readonly desktop: Desktop
  readonly rooms: readonly KnownRoom[] | null
  readonly enter: (target: JoinTarget) => Promise<void>
}

export function BoardsSection({ desktop, rooms, enter }: BoardsSectionProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const toasts = useToasts()
  const now = useNow(RENEW_MS)
  const opening = useOpening(enter)
  const [sought, setSought] = useState('')
  const [renaming, setRenaming] = useState<KnownRoom | null>(null)
  const [removing, setRemoving] = useState<KnownRoom | null>(null)
  const count = rooms?.length ?? 0
  const searchable = count > SEARCH_PAST
  const shown = searchable ? (rooms ?? []).filter((room) => matches(room, sought)) : (rooms ?? [])

  function copyLink(room: KnownRoom): void {
    desktop
      .call('rooms.share', { roomId: room.roomId })
      .then(({ link }) => navigator.clipboard.writeText(link))
      .then(
        () => toasts.show(t('boards.linkCopied')),
        (error: unknown) => toasts.show(sentenceOf(error)),
      )
  }

  function linesOf(room: KnownRoom): readonly string[] {
    const whose = room.own ? t('boards.own') : t('boards.hostedBy', { host: isolate(room.hostName) })
    const when = relativeTime(room.lastOpened, now, locale.words) ?? t('time.justNow')
    const list = new Intl.ListFormat(locale.words, { style: 'narrow' })
    // Who hosts it has been named already.
    const others = room.own ? room.with : room.with.filter((name) => name !== room.hostName)
    return [
      t('boards.line', { whose, when }),
      ...(others.length === 0 ? [] : [t('boards.with', { names: list.format(others.map(isolate)) })]),
    ]
  }

  return (
    <section className={styles['section']} aria-labelledby="boards">
      <div className={styles['head']}>
        <h2 id="boards" className={styles['title']}>
          {t('boards.title')}
        </h2>
        {searchable ? (
          <label className={styles['search']}>
            <Search />
            <TextField
              type="search"
              aria-label={t('boards.search')}
              placeholder={t('boards.search')}
              value={sought}
              onChange={(event) => setSought(event.target.value)}
            />
          </label>
        ) : null}
      </div>
      <div className={styles['body']}>
        {rooms !== null && count === 0 ? (
          <div className={styles['empty']}>
            <div className={styles['slot']} />
            <div>
              <p className={styles['emptyTitle']}>{t('boards.empty')}</p>
              <p className={styles['emptyText']}>{t('boards.emptyHint')}</p>
            </div>
          </div>
        ) : null}
        {count > 0 && shown.length === 0 ? (
          <p className={styles['none']}>{t('boards.notFound', { text: sought.trim() })}</p>
        ) : null}
        <RoomGrid>
          {shown.map((room) => (
            <RoomCard
              key={room.roomId}
              desktop={desktop}
              thumbnail={{ hostId: null, roomId: room.roomId, version: room.thumbnailVersion }}
              name={room.name}
              lines={linesOf(room)}
              here={room.people > 0 ? t('boards.here', { count: room.people }) : null}
              problem={null}
              error={opening.errorOf(room.roomId)}
              busy={opening.isSlow(room.roomId) ? t('boards.opening') : null}
              onOpen={() => opening.open(room.roomId, { kind: 'known', roomId: room.roomId })}
              menu={
                <Menu
                  trigger={
                    <IconButton label={t('boards.menu', { name: room.name })}>
                      <Ellipsis />
                    </IconButton>
                  }
                >
                  <MenuItem icon={<Link />} onSelect={() => copyLink(room)}>
                    {t('share.copyLink')}
                  </MenuItem>
                  {room.own ? (
                    <MenuItem icon={<Pencil />} onSelect={() => setRenaming(room)}>
                      {t('boards.rename')}
                    </MenuItem>
                  ) : null}
                  <MenuSeparator />
                  <MenuItem icon={<Trash2 />} danger onSelect={() => setRemoving(room)}>
                    {room.own ? t('boards.remove') : t('boards.forget')}
                  </MenuItem>
                </Menu>
              }
            />
          ))}
        </RoomGrid>
      </div>
      {renaming === null ? null : <RenameDialog desktop={desktop} room={renaming} onClose={() => setRenaming(null)} />}
      {removing === null ? null : <RemoveDialog desktop={desktop} room={removing} onClose={() => setRemoving(null)} />}
    </section>
  )
}

function matches(room: KnownRoom, sought: string): boolean {
  const words = sought.toLocaleLowerCase().split(/\s+/u)
  const text = [room.name, room.hostName, ...room.with].join(' ').toLocaleLowerCase()
  return words.every((word) => text.includes(word))
}
