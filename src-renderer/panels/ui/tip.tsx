import { Tooltip } from 'radix-ui'
import type { FocusEvent, JSX, ReactNode } from 'react'
import styles from './tip.module.css'

export interface TipProps {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  readonly children: ReactNode
}

const DISTANCE = 8

/** A word about what is under the pointer, beside it and never over it. */
export function Tip({ text, shortcut, side = 'bottom', children }: TipProps): JSX.Element {
  return (
    <Tooltip.Root disableHoverableContent>
      <Tooltip.Trigger asChild onFocus={keepShut}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles['tip']} side={side} sideOffset={DISTANCE} collisionPadding={DISTANCE}>
          <span dir="auto">{text}</span>
          {shortcut === undefined ? null : <kbd className={styles['shortcut']}>{shortcut}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

/**
 * When a menu or dialog closes, the focus returns to the button that opened it; when one opens by hand, the focus goes
 * to the first of what is in it. Nobody asked for these tips.
 */
function keepShut(event: FocusEvent<HTMLElement>): void {
  const from = event.relatedTarget
  const layer = from instanceof Element ? from.closest('[role="menu"], [role="dialog"], [role="alertdialog"]') : null
  const isReturn = from === null || (layer !== null && !layer.contains(event.currentTarget))
  // The primitive opens on focus unless its default is prevented.
  if (isReturn || !event.currentTarget.matches(':focus-visible')) event.preventDefault()
}
