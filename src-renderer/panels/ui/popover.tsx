import { Popover as Primitive } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import styles from './popover.module.css'

const DISTANCE = 8
const EDGE = 16

export interface PopoverProps {
  readonly label: string
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
}

export function Popover(props: PopoverProps): JSX.Element {
  const { label, trigger, children, align = 'end', side = 'bottom', open, onOpenChange } = props
  const control = {
    ...(open === undefined ? {} : { open }),
    ...(onOpenChange === undefined ? {} : { onOpenChange }),
  }
  return (
    <Primitive.Root {...control}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          className={styles['popover']}
          align={align}
          side={side}
          sideOffset={DISTANCE}
          collisionPadding={EDGE}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
