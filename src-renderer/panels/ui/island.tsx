import type { ComponentProps, JSX } from 'react'
import styles from './island.module.css'

/** A calm surface over the board that holds controls. */
export function Island({ className, ...rest }: ComponentProps<'div'>): JSX.Element {
  return <div className={`${styles['island']} ${className ?? ''}`} {...rest} />
}

export function Divider({ className }: { readonly className?: string | undefined }): JSX.Element {
  return <span className={`${styles['divider']} ${className ?? ''}`} aria-hidden />
}
