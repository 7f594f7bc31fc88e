import { useLayoutEffect } from 'react'
import type { Settings } from '#shared/desktop/desktop-api.ts'
import type { Theme } from '#shared/model/palette.ts'
import { useMedia } from './use-media.ts'

/** Resolves the wanted theme, follows the system while it says so, and sets `data-theme` on the page. */
export function useTheme(wanted: Settings['theme']): Theme {
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  const theme: Theme = wanted === 'system' ? (systemIsDark ? 'dark' : 'light') : wanted
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  return theme
}
