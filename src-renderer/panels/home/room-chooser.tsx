import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { LookedUp, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { isolate } from '../words/isolate.ts'
import styles from './room-chooser.module.css'

export interface RoomChooserProps {
  readonly found: LookedUp | null
  readonly onChoose: (room: NearbyRoom) => void
  readonly onClose: () => void
}

/** Asks which of an address's rooms is meant. */
export function RoomChooser({ found, onChoose, onClose }: RoomChooserProps): JSX.Element {
  const { t } = useTranslation()
  return (
    <Dialog title={t('chooser.title')} open={found !== null} onClose={onClose}>
      <p className={styles['intro']}>
        {t('chooser.intro', { host: isolate(found?.hostName ?? ''), count: found?.rooms.length ?? 0 })}
      </p>
      <ul className={styles['list']}>
        {found?.rooms.map((room) => (
          <li key={room.roomId}>
            <button
              type="button"
              className={styles['room']}
              disabled={room.problem !== null}
              onClick={() => onChoose(room)}
            >
              <span className={styles['name']}>
                <bdi>{room.name}</bdi>
                {room.problem === null ? null : <span className={styles['problem']}>{room.problem}</span>}
              </span>
              <span className={styles['people']}>{t('rooms.people', { count: room.people })}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
