import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinTarget } from '#shared/desktop/desktop-api.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useLater } from '../hooks/use-later.ts'
import { Button } from '../ui/button.tsx'
import { ErrorLine, TextField } from '../ui/field.tsx'
import { RoomChooser } from './room-chooser.tsx'
import { useJoin } from './use-join.ts'
import styles from './ways-in.module.css'

const SLOW_MS = 400

export interface JoinFormProps {
  readonly desktop: Desktop
  readonly enter: (target: JoinTarget) => Promise<void>
}

export function JoinForm({ desktop, enter }: JoinFormProps): JSX.Element {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const join = useJoin(desktop, enter, t('join.noBoards'))
  const slow = useLater(join.busy, SLOW_MS)

  return (
    <form
      className={styles['way']}
      onSubmit={(event) => {
        event.preventDefault()
        join.join(text)
      }}
    >
      <h2 className={styles['title']}>{t('join.title')}</h2>
      <p className={styles['hint']}>{t('join.hint')}</p>
      <div className={styles['row']}>
        <TextField
          aria-label={t('join.field')}
          placeholder={t('join.placeholder')}
          value={text}
          inputMode="url"
          autoCapitalize="none"
          aria-invalid={join.error !== null}
          onChange={(event) => {
            setText(event.target.value)
            join.clear()
          }}
        />
        <Button type="submit" disabled={join.busy}>
          {slow ? t('join.busy') : t('join.button')}
        </Button>
      </div>
      <div className={styles['error']}>
        <ErrorLine text={join.error} />
      </div>
      <RoomChooser found={join.choice} onChoose={join.choose} onClose={join.cancel} />
    </form>
  )
}
