import type { ComponentProps, JSX } from 'react'
import styles from './field.module.css'

export function TextField({ className, ...rest }: ComponentProps<'input'>): JSX.Element {
  return (
    <input
      type="text"
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      className={`${styles['field']} ${className ?? ''}`}
      {...rest}
    />
  )
}

/** What went wrong, in the place where it did. */
export function ErrorLine({ id, text }: { readonly id?: string; readonly text: string | null }): JSX.Element | null {
  if (text === null) return null
  return (
    <p id={id} className={styles['error']} role="alert" dir="auto">
      {text}
    </p>
  )
}
