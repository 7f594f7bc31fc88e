import { ArrowLeft } from 'lucide-react'
import { useMemo, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomStatus, RoomView } from '#shared/sync/room-view.ts'
import { isOver, type Connection } from '../hooks/use-connection.ts'
import { useHeld } from '../hooks/use-held.ts'
import { useLater } from '../hooks/use-later.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { NARROW_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useSelected, useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { Tip } from '../ui/tip.tsx'
import { BoardName } from './board-name.tsx'
import styles from './room-title.module.css'
import { saveState, type SaveState } from './save-state.ts'
import { useEngineAway } from './use-engine-away.ts'

const UNSAVED_FOR_MS = 1000
/** Enough of the hash for two people to compare. */
const CODE_LENGTH = 6

export interface RoomTitleProps {
  readonly room: RoomView
  readonly connection: Connection
  readonly penDown: boolean
  /** Whether what waits for the host outlives this window. */
  readonly keeps: boolean
  /** Null where there is no home to go back to. */
  readonly onBack: (() => void) | null
}

/** The way back, the board's name and whether what is drawn is kept. */
export function RoomTitle({ room, connection, penDown, keeps, onBack }: RoomTitleProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const status = useSelected(room.status, withoutProgress)
  const unsaved = useValue(room.unsaved)
  const checked = useValue(room.checked)
  const sending = useValue(room.blobs.sending)
  const late = useLater(unsaved > 0 || sending.files > 0, UNSAVED_FOR_MS)
  const away = useEngineAway(connection, status)
  const narrow = useMedia(NARROW_WINDOW)
  // That DrawNet has been stopped is said in a place of its own.
  const stopped = isOver(connection)
  const state = useHeld(
    useMemo(() => saveState(status, late, away), [status, late, away]),
    penDown,
  )
  const sentence = useSentence(state, keeps, useHeld(unsaved, penDown))
  const wordKey = WORDS[state.kind]
  const percent = new Intl.NumberFormat(locale.numbers, { style: 'percent' }).format(sending.sent / sending.size || 0)
  const word =
    wordKey === null
      ? null
      : state.kind === 'saving' && sending.files > 0
        ? t('board.sending', { count: sending.files, percent })
        : t(wordKey)

  return (
    <>
      <Island>
        {onBack === null ? null : (
          <IconButton label={t('board.back')} disabled={stopped} onClick={onBack}>
            <ArrowLeft />
          </IconButton>
        )}
        <BoardName room={room} fixed={stopped || status.kind === 'closed'} />
        {stopped || status.kind === 'loading' || status.kind === 'closed' ? null : (
          <span className={`${styles['status']} ${styles[LOOKS[state.kind]]}`} role="status">
            {state.kind === 'saved' ? (
              <Tip
                text={checked === null ? t('board.saved') : t('board.checked', { code: checked.slice(0, CODE_LENGTH) })}
              >
                <span className={styles['dot']} />
              </Tip>
            ) : (
              <span className={styles['dot']} />
            )}
            {/* In a narrow window there is room for it below only. */}
            {narrow && sentence !== null ? null : word}
          </span>
        )}
      </Island>
      {sentence === null || stopped ? null : (
        <Island className={styles['sentence']}>
          {narrow ? <strong>{word}</strong> : null}
          <p dir="auto">{sentence}</p>
        </Island>
      )}
    </>
  )
}

/** Why, and what has not been kept yet. */
function useSentence(state: SaveState, keeps: boolean, waiting: number): string | null {
  const { t } = useTranslation()
  if (state.kind !== 'offline' && state.kind !== 'unsaved') return null
  const hostAway = keeps ? 'connection.hostAway' : 'connection.hostAwayGuest'
  const reason = state.kind === 'unsaved' ? state.sentence : t(state.away === 'engine' ? 'connection.trying' : hostAway)
  return waiting > 0 ? `${reason} ${t('board.waiting', { count: waiting })}` : reason
}

const WORDS = { saved: null, saving: 'board.saving', offline: 'board.offline', unsaved: 'board.unsaved' } as const
const LOOKS = { saved: 'good', saving: 'calm', offline: 'warning', unsaved: 'danger' } as const

const LOADING: RoomStatus = { kind: 'loading', loaded: 0, total: 0 }

function withoutProgress(status: RoomStatus): RoomStatus {
  return status.kind === 'loading' ? LOADING : status
}
