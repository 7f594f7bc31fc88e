import { Monitor, Moon, Sun } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '#shared/desktop/desktop-api.ts'
import { MenuChoices } from './menu.tsx'

export interface ThemeChoicesProps {
  readonly value: Settings['theme']
  readonly onChange: (theme: Settings['theme']) => void
}

export function ThemeChoices({ value, onChange }: ThemeChoicesProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <MenuChoices
      label={t('theme.title')}
      value={value}
      onChange={onChange}
      choices={[
        { value: 'system', label: t('theme.system'), icon: <Monitor /> },
        { value: 'light', label: t('theme.light'), icon: <Sun /> },
        { value: 'dark', label: t('theme.dark'), icon: <Moon /> },
      ]}
    />
  )
}
