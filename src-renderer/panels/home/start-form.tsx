import { useLayoutEffect, useState, type JSX, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_NAME_LENGTH, cleanName } from '#shared/model/people.ts'
import type { AppState, JoinTarget, KnownRoom } from '#shared/desktop/desktop-api.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useAction } from '../hooks/use-action.ts'
import { useLater } from '../hooks/use-later.ts'
import { Button } from '../ui/button.tsx'
import { ErrorLine, TextField } from '../ui/field.tsx'
import { suggestedName } from '../words/suggested-name.ts'
import styles from './ways-in.module.css'

const SLOW_MS = 400

export interface StartFormProps {
  readonly desktop: Desktop
  readonly state: AppState | null
  readonly rooms: readonly KnownRoom[] | null
  readonly fieldRef: RefObject<HTMLInputElement | null>
  readonly enter: (target: JoinTarget) => Promise<void>
}

export function StartForm({ desktop, state, rooms, fieldRef, enter }: StartFormProps): JSX.Element {
  const { t } = useTranslation()
  const { busy, error, run, clear } = useAction()
  const slow = useLater(busy, SLOW_MS)
  const [typed, setTyped] = useState<string | null>(null)
  const ready = state !== null && rooms !== null
  const suggestion = ready
    ? suggestedName(
        cleanName(t('start.suggestion', { name: state.profile.name })),
        rooms.map((room) => room.name),
      )
    : ''

  // Another suggestion unselects the former one, and what is typed next would stand behind it.
  useLayoutEffect(() => {
    const field = fieldRef.current
    if (typed === null && field?.value === suggestion && field === document.activeElement) field.select()
  }, [fieldRef, suggestion, typed])

  function start(): void {
    // An emptied field means: take the suggestion.
    const name = cleanName(typed ?? '') || suggestion
    run(async () => {
      const { roomId } = await desktop.call('rooms.create', { name })
      await enter({ kind: 'known', roomId })
    })
  }

  return (
    <form
      className={styles['way']}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) start()
      }}
    >
      <h2 className={styles['title']}>{t('start.title')}</h2>
      <p className={styles['hint']}>{t('start.hint')}</p>
      <div className={styles['row']}>
        <TextField
          ref={fieldRef}
          aria-label={t('start.field')}
          placeholder={suggestion}
          value={typed ?? suggestion}
          maxLength={MAX_NAME_LENGTH}
          aria-invalid={error !== null}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setTyped(event.target.value)
            clear()
          }}
        />
        <Button type="submit" look="primary" disabled={!ready || busy}>
          {slow ? t('start.busy') : t('start.button')}
        </Button>
      </div>
      <div className={styles['error']}>
        <ErrorLine text={error} />
      </div>
    </form>
  )
}
