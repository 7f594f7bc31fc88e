import { Popover as Primitive } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { KEEPS_TYPING } from '#renderer/board/keeps-typing.ts'
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
  /** Whether words go on being typed while it has the keys. */
  readonly keepsTyping?: boolean
  /** Gives the keys to something as it closes, and answers whether it did: otherwise what opened it takes them. */
  readonly giveKeys?: () => boolean
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

function Content({
  label,
  children,
  align = 'end',
  side = 'bottom',
  stays = false,
  ...keys
}: ContentProps): JSX.Element {
  const distance = useOpeningDistance()
  return (
    <Primitive.Content
      aria-label={label}
      {...(keys.keepsTyping === true && KEEPS_TYPING)}
      onCloseAutoFocus={(event) => {
        if (keys.giveKeys?.() === true) event.preventDefault()
      }}
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
