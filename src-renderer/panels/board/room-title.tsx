import { ArrowLeft } from 'lucide-react'
import { useMemo, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME_LENGTH, cleanName } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { useHeld } from '../hooks/use-held.ts'
import { useLater } from '../hooks/use-later.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Island } from '../ui/island.tsx'
import { Tip } from '../ui/tip.tsx'
import styles from './room-title.module.css'
import { saveState } from './save-state.ts'

const UNSAVED_FOR_MS = 1000

export interface RoomTitleProps {
  readonly room: RoomView
  readonly penDown: boolean
  /** Null where there is no home to go back to. */
  readonly onBack: (() => void) | null
}

/** The way back, the board's name and whether what is drawn is kept. */
export function RoomTitle({ room, penDown, onBack }: RoomTitleProps): JSX.Element {
  const { t } = useTranslation()
  const status = useValue(room.status)
  const unsaved = useValue(room.unsaved)
  const late = useLater(unsaved > 0, UNSAVED_FOR_MS)
  const state = useHeld(
    useMemo(() => saveState(status, late), [status, late]),
    penDown,
  )
  const waiting = useHeld(unsaved, penDown)

  return (
    <>
      <Island>
        {onBack === null ? null : (
          <IconButton label={t('board.back')} onClick={onBack}>
            <ArrowLeft />
          </IconButton>
        )}
        <BoardName room={room} />
        {status.kind === 'loading' || status.kind === 'closed' ? null : (
          <span className={`${styles['status']} ${styles[LOOKS[state.kind]]}`} role="status">
            {state.kind === 'saved' ? (
              <Tip text={t('board.saved')}>
                <span className={styles['dot']} />
              </Tip>
            ) : (
              <span className={styles['dot']} />
            )}
            {state.kind === 'saving' ? t('board.saving') : null}
            {state.kind === 'offline' ? t('board.offline') : null}
            {state.kind === 'unsaved' ? t('board.unsaved') : null}
          </span>
        )}
      </Island>
      {state.kind === 'offline' || state.kind === 'unsaved' ? (
        <Island className={styles['sentence']}>
          <p dir="auto">
            {state.sentence} {waiting > 0 ? t('board.waiting', { count: waiting }) : null}
          </p>
        </Island>
      ) : null}
    </>
  )
}

const LOOKS = { saved: 'good', saving: 'calm', offline: 'warning', unsaved: 'danger' } as const

function BoardName({ room }: { readonly room: RoomView }): JSX.Element {
  const { t } = useTranslation()
  const name = useValue(room.roomName)
  const [typed, setTyped] = useState<string | null>(null)

  function keep(): void {
    const next = cleanName(typed ?? '')
    if (next !== '' && next !== name) room.renameRoom(next)
    setTyped(null)
  }

  if (typed === null) {
    return (
      <Tip text={name}>
        <button
          type="button"
          className={styles['name']}
          aria-label={t('board.rename', { name })}
          onClick={() => setTyped(name)}
        >
          <span dir="auto">{name}</span>
        </button>
      </Tip>
    )
  }
  return (
    <TextField
      className={styles['field']}
      aria-label={t('start.field')}
      value={typed}
      maxLength={MAX_NAME_LENGTH}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}
