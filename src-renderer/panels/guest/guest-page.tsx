import { useEffect, useState, type JSX } from 'react'
import type { Settings } from '#shared/desktop/desktop-api.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { OpenRoom, Shell } from '#renderer/net/desktop.ts'
import type { Guest } from '#renderer/net/guest.ts'
import { BoardScreen } from '../board/board-screen.tsx'
import { GuestJoin } from './guest-join.tsx'

export interface GuestPageProps {
  readonly guest: Guest
  readonly shell: Shell
  readonly theme: Theme
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
}

/** What a browser without DrawNet shows: who one is, then the board. */
export function GuestPage({ guest, ...rest }: GuestPageProps): JSX.Element {
  const [open, setOpen] = useState<OpenRoom | null>(null)
  useEffect(() => () => open?.dispose(), [open])
  if (open === null) return <GuestJoin guest={guest} onJoin={() => setOpen(guest.open())} />
  return (
    <BoardScreen
      open={open}
      desktop={null}
      onPerson={(name, color) => guest.setProfile(name, color)}
      onLeave={null}
      {...rest}
    />
  )
}
