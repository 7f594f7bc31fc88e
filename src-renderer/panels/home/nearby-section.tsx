import { TriangleAlert } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState, JoinTarget, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { Button } from '../ui/button.tsx'
import { isolate } from '../words/isolate.ts'
import { DiscoveryHelp } from './discovery-help.tsx'
import { RoomCard, RoomGrid } from './room-card.tsx'
import styles from './section.module.css'
import { targetOf } from './use-join.ts'
import { useOpening } from './use-opening.ts'
import { useSteadyOrder } from './use-steady-order.ts'

/** More than these would push one's own boards out of sight. */
const AT_FIRST = 8

export interface NearbySectionProps {
  readonly desktop: Desktop
  readonly state: AppState | null
  readonly nearby: readonly NearbyRoom[] | null
  readonly enter: (target: JoinTarget) => Promise<void>
  readonly onStart: () => void
}

export function NearbySection({ desktop, state, nearby, enter, onStart }: NearbySectionProps): JSX.Element {
  const { t } = useTranslation()
  const opening = useOpening(enter)
  const [helping, setHelping] = useState(false)
  const [all, setAll] = useState(false)
  const rooms = useSteadyOrder(nearby ?? [], keyOf)
  const shown = all ? rooms : rooms.slice(0, AT_FIRST)
  const failed = state?.discovery.kind === 'failed' ? state.discovery.sentence : null

  return (
    <section className={styles['section']} aria-labelledby="nearby">
      <div className={styles['head']}>
        <h2 id="nearby" className={styles['title']}>
          {t('nearby.title')}
        </h2>
        {failed === null ? (
          <span className={styles['searching']}>
            <span className={styles['pulse']} />
            <span>{t('nearby.searching')}</span>
          </span>
        ) : null}
        <span className={styles['end']}>
          <Button look="quiet" aria-expanded={helping} onClick={() => setHelping(!helping)}>
            {helping ? t('help.close') : t('help.open')}
          </Button>
        </span>
      </div>
      {failed === null ? null : (
        <p className={styles['trouble']} role="status">
          <TriangleAlert />
          <span>{t('nearby.trouble', { sentence: failed })}</span>
        </p>
      )}
      {helping ? <DiscoveryHelp state={state} /> : null}
      <div className={styles['body']}>
        {rooms.length === 0 ? (
          <div className={styles['empty']}>
            <div className={styles['slot']} />
            <div hidden={nearby === null}>
              <p className={styles['emptyTitle']}>{t('nearby.empty')}</p>
              <p className={styles['emptyText']}>{t('nearby.emptyHint')}</p>
              <div className={styles['links']}>
                <Button look="link" onClick={onStart}>
                  {t('start.title')}
                </Button>
                {helping ? null : (
                  <Button look="link" onClick={() => setHelping(true)}>
                    {t('help.open')}
                  </Button>
                )}
              </div>
            </div>
          </div>
        ) : (
          <RoomGrid>
            {shown.map((room) => (
              <RoomCard
                key={keyOf(room)}
                desktop={desktop}
                thumbnail={{ hostId: room.hostId, roomId: room.roomId, version: room.thumbnailVersion }}
                name={room.name}
                lines={[
                  t('nearby.line', { host: isolate(room.hostName), people: t('rooms.people', { count: room.people }) }),
                ]}
                here={null}
                problem={room.problem}
                error={opening.errorOf(keyOf(room))}
                busy={opening.isSlow(keyOf(room)) ? t('join.busy') : null}
                onOpen={() => opening.open(keyOf(room), targetOf(room))}
              />
            ))}
          </RoomGrid>
        )}
      </div>
      {rooms.length > AT_FIRST ? (
        <div className={styles['all']}>
          <Button onClick={() => setAll(!all)}>
            {all ? t('nearby.fewer') : t('nearby.all', { count: rooms.length })}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function keyOf(room: NearbyRoom): string {
  return `${room.hostId}/${room.roomId}`
}
