import { Pencil, Settings as SettingsIcon } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState, Profile, Settings } from '#shared/desktop/desktop-api.ts'
import { sentenceOf } from '#shared/errors.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { ProfilePopover } from '../profile/profile-popover.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Mark } from '../ui/marks.tsx'
import { Menu, MenuNote, MenuSeparator } from '../ui/menu.tsx'
import { ThemeChoices } from '../ui/theme-choices.tsx'
import { useToasts } from '../ui/toasts.tsx'
import styles from './header.module.css'

export interface HeaderProps {
  readonly desktop: Desktop
  readonly state: AppState | null
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
}

export function Header({ desktop, state, wantedTheme, onTheme }: HeaderProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <header className={styles['header']}>
      <h1 className={styles['brand']}>
        <Mark className={styles['mark']} />
        {t('app.name')}
      </h1>
      {state === null ? null : <Me desktop={desktop} profile={state.profile} />}
      <Menu
        trigger={
          <IconButton label={t('settings.title')}>
            <SettingsIcon />
          </IconButton>
        }
      >
        <ThemeChoices value={wantedTheme} onChange={onTheme} />
        {state === null ? null : (
          <>
            <MenuSeparator />
            <MenuNote>{t('settings.version', { version: state.version })}</MenuNote>
          </>
        )}
      </Menu>
    </header>
  )
}

interface MeProps {
  readonly desktop: Desktop
  readonly profile: Profile
}

function Me({ desktop, profile }: MeProps): JSX.Element {
  const { t } = useTranslation()
  const toasts = useToasts()

  function keep(name: string, color: number): void {
    // The first time also keeps what was suggested.
    if (profile.chosen && name === profile.name && color === profile.color) return
    desktop.call('profile.set', { name, color }).catch((error: unknown) => toasts.show(sentenceOf(error)))
  }

  return (
    <ProfilePopover
      name={profile.name}
      color={profile.color}
      onKeep={keep}
      trigger={
        <button type="button" className={styles['me']} aria-label={t('profile.button', { name: profile.name })}>
          <Avatar name={profile.name} color={profile.color} />
          <span className={styles['name']} dir="auto">
            {profile.name}
          </span>
          <Pencil />
        </button>
      }
    />
  )
}
