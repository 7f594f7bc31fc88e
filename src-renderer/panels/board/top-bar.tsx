import { Ellipsis, FolderOpen, ImageDown, Keyboard, MessageCircle, UserPlus } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '#shared/desktop/desktop-api.ts'
import type { Member } from '#shared/model/people.ts'
import type { Desktop, OpenRoom } from '#renderer/net/desktop.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { SMALL_WINDOW, useMedia } from '../hooks/use-media.ts'
import { Avatar, MoreAvatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { Popover } from '../ui/popover.tsx'
import { ThemeChoices } from '../ui/theme-choices.tsx'
import { Tip } from '../ui/tip.tsx'
import { SharePanel } from './share-panel.tsx'
import styles from './top-bar.module.css'

const AVATARS = 5
const MOST_UNREAD = 99

export interface TopBarProps {
  readonly open: OpenRoom
  /** Null on the guest page, which cannot share. */
  readonly desktop: Desktop | null
  /** Those who are here now. */
  readonly people: readonly Member[]
  readonly unread: number
  readonly panelOpen: boolean
  /** DrawNet has been stopped: nobody can join. */
  readonly stopped: boolean
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
  readonly onTogglePanel: (purpose: 'reading' | 'writing') => void
  readonly onExport: () => void
  readonly onOpenFile: () => void
  readonly onHelp: () => void
}

export function TopBar(props: TopBarProps): JSX.Element {
  const {
    open,
    desktop,
    people,
    unread,
    panelOpen,
    stopped,
    wantedTheme,
    onTheme,
    onTogglePanel,
    onExport,
    onOpenFile,
    onHelp,
  } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const small = useMedia(SMALL_WINDOW)
  const shown = small ? [] : people.slice(0, AVATARS)
  const others = people.length - shown.length
  const number = new Intl.NumberFormat(locale.numbers)

  return (
    <Island className={styles['bar']}>
      <Tip text={t('people.here', { count: people.length })}>
        <button
          type="button"
          className={styles['people']}
          aria-label={t('people.here', { count: people.length })}
          onClick={() => onTogglePanel('reading')}
        >
          {shown.map((person) => (
            <Avatar key={person.number} name={person.name} color={person.color} />
          ))}
          {others > 0 ? <MoreAvatar count={`${small ? '' : '+'}${number.format(others)}`} /> : null}
        </button>
      </Tip>
      {desktop === null ? null : (
        <Popover
          label={t('share.title')}
          trigger={
            <Button look="primary" className={styles['share']} disabled={stopped}>
              <UserPlus />
              <span>{t('share.button')}</span>
            </Button>
          }
        >
          <SharePanel desktop={desktop} roomId={open.info.roomId} />
        </Popover>
      )}
      <IconButton
        label={unread > 0 ? t('chat.buttonUnread', { count: unread }) : t('chat.button')}
        aria-pressed={panelOpen}
        onClick={() => onTogglePanel('writing')}
      >
        <MessageCircle />
        {unread > 0 ? (
          <span className={styles['badge']} aria-hidden>
            {unread > MOST_UNREAD ? `${MOST_UNREAD}+` : number.format(unread)}
          </span>
        ) : null}
      </IconButton>
      {small ? null : (
        <IconButton label={t('export.button')} onClick={onExport}>
          <ImageDown />
        </IconButton>
      )}
      <Menu
        trigger={
          <IconButton label={t('board.more')}>
            <Ellipsis />
          </IconButton>
        }
      >
        {small ? (
          <MenuItem icon={<ImageDown />} onSelect={onExport}>
            {t('export.button')}
          </MenuItem>
        ) : null}
        <MenuItem icon={<FolderOpen />} disabled={stopped} onSelect={onOpenFile}>
          {t('open.button')}
        </MenuItem>
        <MenuItem icon={<Keyboard />} shortcut="?" onSelect={onHelp}>
          {t('keys.title')}
        </MenuItem>
        <MenuSeparator />
        <ThemeChoices value={wantedTheme} onChange={onTheme} />
      </Menu>
    </Island>
  )
}
