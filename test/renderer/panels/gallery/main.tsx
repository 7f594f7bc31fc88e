import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '#renderer/app.tsx'
import type { Shell } from '#renderer/net/desktop.ts'
import type { RoomStatus } from '#shared/sync/room-view.ts'
import {
  ARABIC_NAME,
  LONG_NAME,
  makeDesktop,
  makeGuest,
  makeKnown,
  makeNearby,
  makeRoom,
  makeState,
} from './made-up.ts'

const query = new URLSearchParams(window.location.search)
const scene = query.get('scene') ?? 'home-some'
const amount = scene.split('-')[1] ?? 'some'
const shell: Shell = { kind: 'browser', saveFile: async () => true, paste: null }

const STATUSES: Readonly<Record<string, RoomStatus>> = {
  loading: { kind: 'loading', loaded: 3200, total: 10_000 },
  offline: { kind: 'reconnecting', sentence: 'The connection to Mara’s computer is lost. Trying again.' },
  unsaved: { kind: 'unsaved', sentence: 'The disk of Mara’s computer is full, so nothing new is kept at the moment.' },
  closed: { kind: 'closed', code: 'room/closed', sentence: 'Mara has removed this board.' },
}

const room = makeRoom({
  name: amount === 'many' ? LONG_NAME : amount === 'arabic' ? ARABIC_NAME : 'Storyboard',
  status: STATUSES[amount] ?? { kind: 'live' },
  unsaved: amount === 'offline' ? 12 : 0,
  people: amount === 'many' ? 40 : amount === 'none' ? 1 : 4,
  chat: amount === 'many' ? 'many' : amount === 'none' ? 'none' : 'some',
})
const counts: Readonly<Record<string, number>> = { none: 0, some: 3, many: 60 }
const count = counts[amount] ?? 3
const state = makeState({
  ...(amount === 'nodiscovery'
    ? {
        discovery: {
          kind: 'failed',
          reason: 'blocked',
          sentence: 'This network does not let DrawNet look for boards.',
        },
      }
    : {}),
  ...(amount === 'nostorage'
    ? {
        storage: {
          kind: 'failed',
          code: 'storage/corrupt',
          sentence:
            'The file with your boards is damaged. It has been moved aside to /home/mara/.drawnet/damaged-2026-11-20/drawnet.db.',
          canStartFresh: true,
        },
      }
    : {}),
  ...(amount === 'restored'
    ? {
        storage: {
          kind: 'ready',
          notice:
            'The file that keeps your boards was damaged, so they were restored from the backup of 20 Nov 2026, 14:31. What came after it may be missing. The damaged file is kept as “/home/mara/.local/share/drawnet/drawnet.corrupt-20261120-143412.db”.',
        },
      }
    : {}),
  ...(amount === 'many' ? { profile: { name: LONG_NAME, color: 3, chosen: true } } : {}),
})
const desktop = makeDesktop({
  connection: amount === 'lost' ? 'lost' : amount === 'stopped' ? 'closed' : 'connected',
  state: amount === 'starting' ? null : state,
  rooms: amount === 'starting' ? null : makeKnown(count),
  nearby: amount === 'starting' ? null : makeNearby(count),
  room,
})
const guest = scene.startsWith('guest')

const root = document.getElementById('root')
if (root === null) throw new Error('no root')
createRoot(root).render(
  <StrictMode>
    <App
      desktop={guest ? null : desktop}
      shell={shell}
      guest={guest ? makeGuest(room, amount === 'first' ? '' : 'Mara') : null}
    />
  </StrictMode>,
)
