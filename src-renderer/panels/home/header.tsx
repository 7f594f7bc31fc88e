import { Settings as SettingsIcon } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState, Settings } from '#shared/desktop/desktop-api.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { IconButton } from '../ui/button.tsx'
import { Mark } from '../ui/marks.tsx'
import { Menu, MenuNote, MenuSeparator } from '../ui/menu.tsx'
import { ThemeChoices } from '../ui/theme-choices.tsx'
import styles from './header.module.css'
import { ProfilePopover } from './profile-popover.tsx'

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
      {state === null ? null : <ProfilePopover desktop={desktop} profile={state.profile} />}
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
