import { useRef, type JSX } from 'react'
import type { JoinTarget, Settings } from '#shared/desktop/desktop-api.ts'
import type { Desktop, Shell } from '#renderer/net/desktop.ts'
import { useValue } from '../hooks/use-value.ts'
import { BoardsSection } from './boards-section.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { Header } from './header.tsx'
import styles from './home.module.css'
import { JoinForm } from './join-form.tsx'
import { NearbySection } from './nearby-section.tsx'
import { StartForm } from './start-form.tsx'
import { StorageFailed } from './storage-failed.tsx'
import { StorageNotice } from './storage-notice.tsx'
import ways from './ways-in.module.css'

export interface HomeProps {
  readonly desktop: Desktop
  readonly shell: Shell
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
  readonly enter: (target: JoinTarget) => Promise<void>
}

export function Home({ desktop, shell, wantedTheme, onTheme, enter }: HomeProps): JSX.Element {
  const connection = useValue(desktop.connection)
  const state = useValue(desktop.state)
  const rooms = useValue(desktop.rooms)
  const nearby = useValue(desktop.nearby)
  const nameField = useRef<HTMLInputElement>(null)
  const inert = connection === 'lost' || connection === 'closed' || connection === 'refused'

  if (state?.storage.kind === 'failed' && !inert) return <StorageFailed desktop={desktop} storage={state.storage} />
  return (
    <div className={styles['home']}>
      <ConnectionLine connection={connection} shell={shell} />
      <div className={styles['scroll']}>
        <main className={styles['page']} inert={inert}>
          <Header desktop={desktop} state={state} wantedTheme={wantedTheme} onTheme={onTheme} />
          <StorageNotice notice={state?.storage.kind === 'ready' ? state.storage.notice : null} />
          <div className={ways['ways']}>
            <StartForm desktop={desktop} state={state} rooms={rooms} fieldRef={nameField} enter={enter} />
            <JoinForm desktop={desktop} enter={enter} />
          </div>
          <NearbySection
            desktop={desktop}
            state={state}
            nearby={nearby}
            enter={enter}
            onStart={() => nameField.current?.focus()}
          />
          <BoardsSection desktop={desktop} rooms={rooms} enter={enter} />
        </main>
      </div>
    </div>
  )
}
