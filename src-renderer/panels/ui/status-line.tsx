import type { JSX, ReactNode } from 'react'
import styles from './status-line.module.css'

export interface StatusLineProps {
  readonly icon?: ReactNode
  /** Laid over what is below instead of standing above it. */
  readonly over?: boolean
  readonly children: ReactNode
}

/** One line about something that goes on and concerns all of the window. */
export function StatusLine({ icon, over = false, children }: StatusLineProps): JSX.Element {
  return (
    <p className={`${styles['line']} ${over ? styles['over'] : ''}`} role="status">
      {icon}
      {children}
    </p>
  )
}
