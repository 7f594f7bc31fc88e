import { Popover as Primitive } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useOpeningDistance } from '../hooks/use-opening-distance.ts'
import styles from './popover.module.css'

const EDGE = 16

export interface PopoverProps {
  readonly label: string
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** Whether it stays when the focus returns to the board after a choice by hand, for there is more to choose in it. */
  readonly stays?: boolean
}

export function Popover(props: PopoverProps): JSX.Element {
  const { trigger, open, onOpenChange, ...content } = props
  const control = {
    ...(open === undefined ? {} : { open }),
    ...(onOpenChange === undefined ? {} : { onOpenChange }),
  }
  return (
    <Primitive.Root {...control}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Content {...content} />
      </Primitive.Portal>
    </Primitive.Root>
  )
}

type ContentProps = Omit<PopoverProps, 'trigger' | 'open' | 'onOpenChange'>

function Content({ label, children, align = 'end', side = 'bottom', stays = false }: ContentProps): JSX.Element {
  const distance = useOpeningDistance()
  return (
    <Primitive.Content
      aria-label={label}
      className={styles['popover']}
      align={align}
      side={side}
      sideOffset={distance}
      collisionPadding={EDGE}
      onFocusOutside={(event) => {
        if (stays) event.preventDefault()
      }}
    >
      {children}
    </Primitive.Content>
  )
}
