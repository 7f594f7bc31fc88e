import { Unplug } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shell } from '#renderer/net/desktop.ts'
import type { Connection } from '../hooks/use-connection.ts'
import { useLater } from '../hooks/use-later.ts'
import { StatusLine } from '../ui/status-line.tsx'

const SLOW_START_MS = 1000

export interface ConnectionLineProps {
  readonly connection: Connection
  readonly shell: Shell
}

/** Says that DrawNet's other half cannot be reached, or is not running any more. */
export function ConnectionLine({ connection, shell }: ConnectionLineProps): JSX.Element | null {
  const { t } = useTranslation()
  const slow = useLater(connection === 'connecting', SLOW_START_MS)
  const sentence = ((): string | null => {
    switch (connection) {
      case 'connected':
        return null
      case 'connecting':
        return slow ? t('connection.connecting') : null
      case 'lost':
        return t('connection.lost')
      case 'refused':
        return t('connection.refused')
      case 'closed':
        return shell.kind === 'electron' ? t('connection.closedWindow') : t('connection.closedTab')
    }
  })()
  if (sentence === null) return null
  return <StatusLine icon={<Unplug />}>{sentence}</StatusLine>
}
