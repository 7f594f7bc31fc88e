import type { ComponentProps, JSX } from 'react'
import styles from './button.module.css'
import { Tip, type TipProps } from './tip.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is for the one thing to do next. */
  readonly look?: 'primary' | 'secondary' | 'ghost' | 'danger' | 'link' | 'quiet'
}

export function Button({ look = 'secondary', className, ...rest }: ButtonProps): JSX.Element {
  const shape = look === 'link' || look === 'quiet' ? styles[look] : `${styles['button']} ${styles[look]}`
  return <button type="button" className={`${shape} ${className ?? ''}`} {...rest} />
}

export interface IconButtonProps extends ComponentProps<'button'> {
  /** Its accessible name and the text of its tooltip. */
  readonly label: string
  readonly shortcut?: string
  readonly side?: TipProps['side']
}

export function IconButton({ label, shortcut, side, className, ...rest }: IconButtonProps): JSX.Element {
  return (
    <Tip text={label} shortcut={shortcut} side={side}>
      <button type="button" aria-label={label} className={`${styles['icon']} ${className ?? ''}`} {...rest} />
    </Tip>
  )
}
