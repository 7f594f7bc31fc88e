import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { cleanName } from '#shared/model/people.ts'
import type { Guest } from '#renderer/net/guest.ts'
import { useValue } from '../hooks/use-value.ts'
import { ProfileFields } from '../profile/profile-fields.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { Mark } from '../ui/marks.tsx'
import { isolate } from '../words/isolate.ts'
import styles from './guest-join.module.css'

export interface GuestJoinProps {
  readonly guest: Guest
  readonly onJoin: () => void
}

/** The first that a guest sees: which board it is, and who one will be there. */
export function GuestJoin({ guest, onJoin }: GuestJoinProps): JSX.Element {
  const { t } = useTranslation()
  const boardName = useValue(guest.boardName)
  const [typed, setTyped] = useState(() => guest.profile.get().name)
  const [color, setColor] = useState(() => guest.profile.get().color)
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const name = cleanName(typed)

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.title = boardName === '' ? t('app.name') : t('board.windowTitle', { name: boardName })
  }, [boardName, t])

  function join(): void {
    if (name === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    guest.setProfile(name, color)
    onJoin()
  }

  return (
    <main className={styles['page']}>
      <form
        className={styles['column']}
        onSubmit={(event) => {
          event.preventDefault()
          join()
        }}
      >
        <Mark className={styles['mark']} />
        <h1 className={styles['title']}>
          {boardName === '' ? t('guest.titleUnknown') : t('guest.title', { name: isolate(boardName) })}
        </h1>
        <ProfileFields
          name={name}
          typed={typed}
          color={color}
          fieldRef={field}
          invalid={missing}
          onType={(text) => {
            setTyped(text)
            setMissing(false)
          }}
          onColor={setColor}
        />
        <div className={styles['foot']}>
          <Button type="submit" look="primary">
            {t('guest.join')}
          </Button>
          <ErrorLine text={missing ? t('guest.nameMissing') : null} />
        </div>
      </form>
    </main>
  )
}
