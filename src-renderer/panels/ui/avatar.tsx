import type { CSSProperties, JSX } from 'react'
import { initials } from '../words/initials.ts'
import styles from './avatar.module.css'

export interface AvatarProps {
  readonly name: string
  readonly color: number
  readonly size?: 'small' | 'middle' | 'large'
}

/** A person's initials on their colour. Decoration: the name stands beside it or labels what holds it. */
export function Avatar({ name, color, size = 'middle' }: AvatarProps): JSX.Element {
  const fill: CSSProperties & Record<'--avatar', string> = { '--avatar': `var(--person-${color})` }
  return (
    <span className={`${styles['avatar']} ${styles[size] ?? ''}`} style={fill} aria-hidden>
      {initials(name)}
    </span>
  )
}

/** Stands for those who did not fit in a row of avatars. */
export function MoreAvatar({ count }: { readonly count: string }): JSX.Element {
  return (
    <span className={`${styles['avatar']} ${styles['more']}`} aria-hidden>
      {count}
    </span>
  )
}
