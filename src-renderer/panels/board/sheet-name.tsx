import type { JSX } from 'react'
import { useState } from 'react'
import { cleanName, MAX_NAME_LENGTH } from '#shared/model/people.ts'
import { TextField } from '../ui/field.tsx'
import styles from './sheets.module.css'

export interface SheetNameProps {
  readonly name: string
  readonly label: string
  /** Hears the new name; null if it stays as it was. */
  readonly onDone: (name: string | null) => void
}

/** The name of a page or layer while it is typed. Enter keeps it, and so does going elsewhere. */
export function SheetName({ name, label, onDone }: SheetNameProps): JSX.Element {
  const [typed, setTyped] = useState(name)

  function keep(): void {
    const next = cleanName(typed)
    onDone(next === '' || next === name ? null : next)
  }

  return (
    <TextField
      className={styles['field']}
      aria-label={label}
      value={typed}
      maxLength={MAX_NAME_LENGTH}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        if (event.key === 'Enter') keep()
        else onDone(null)
      }}
    />
  )
}
