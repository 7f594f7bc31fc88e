import type { JSX, ReactNode } from 'react'
import styles from './icon-mark.module.css'

/** Width of the lines of all icons, in CSS pixels: large text makes icons larger, and no heavier. */
export const ICON_STROKE = 1.5

export interface IconMarkProps {
  readonly className?: string
  /** In a box of 24 units. */
  readonly children: ReactNode
}

/** A mark of DrawNet's own, drawn as the icons beside it are. */
export function IconMark({ className = '', children }: IconMarkProps): JSX.Element {
  return (
    <svg
      className={`${styles['mark']} ${className}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={ICON_STROKE}
      strokeLinecap="round"
      aria-hidden
    >
      {children}
    </svg>
  )
}
