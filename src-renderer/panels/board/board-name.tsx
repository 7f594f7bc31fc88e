import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME_LENGTH, cleanName } from '#shared/model/people.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { useValue } from '../hooks/use-value.ts'
import { TextField } from '../ui/field.tsx'
import { Tip } from '../ui/tip.tsx'
import styles from './room-title.module.css'

export interface BoardNameProps {
  readonly room: RoomView
  /** Whether it cannot be changed any more. */
  readonly fixed: boolean
}

/** The name of the board; pressed, it is a field. Enter keeps what was typed, and so does going elsewhere. */
export function BoardName({ room, fixed }: BoardNameProps): JSX.Element {
  const { t } = useTranslation()
  const name = useValue(room.roomName)
  const [typed, setTyped] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const ended = useRef(false)

  useEffect(() => {
    // The keys were in the field that is gone: they go where it was opened.
    if (typed === null && ended.current) button.current?.focus()
    ended.current = false
  }, [typed])

  function keep(): void {
    const next = cleanName(typed ?? '')
    if (next !== '' && next !== name) room.renameRoom(next)
    setTyped(null)
  }

  if (typed === null || fixed) {
    return (
      <Tip text={name}>
        <button
          ref={button}
          type="button"
          className={styles['name']}
          aria-label={t('board.rename', { name })}
          aria-disabled={fixed}
          onClick={() => {
            if (!fixed) setTyped(name)
          }}
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
      onBlur={() => {
        if (!ended.current) keep()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        // Otherwise the key would press what takes the focus after the field.
        event.preventDefault()
        ended.current = true
        if (event.key === 'Enter') keep()
        else setTyped(null)
      }}
    />
  )
}
