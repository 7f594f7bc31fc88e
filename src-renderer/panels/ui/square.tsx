import { RadioGroup } from 'radix-ui'
import type { ComponentProps, JSX, ReactNode } from 'react'
import { swatchOf } from './swatch.ts'
import styles from './square.module.css'
import { Tip } from './tip.tsx'

/** What lies on a square: a mark, which takes the accent with the square, or a colour, which gets a ring. */
export type SquareLook = 'mark' | 'color'

function classOf(look: SquareLook): string {
  return `${styles['square']} ${styles[look]}`
}

export interface SquareButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** Its accessible name and the text of its tip. */
  readonly label: string
  readonly look?: SquareLook
  /** Whether what it stands for is in use. */
  readonly active?: boolean
}

/** A button as wide as it is high, of the size of a pointer's or finger's target; also to open a popover with. */
export function SquareButton({
  label,
  look = 'mark',
  active = false,
  children,
  ...rest
}: SquareButtonProps): JSX.Element {
  return (
    <button type="button" {...rest} className={classOf(look)} aria-label={label} data-active={active ? '' : undefined}>
      {/* Within, for what opens and what tips both say in data-state how they are. */}
      <Tip text={label} side="top">
        <span className={styles['face']}>{children}</span>
      </Tip>
    </button>
  )
}

export interface SquareChoiceProps {
  readonly value: string
  readonly label: string
  readonly look?: SquareLook
  readonly children: ReactNode
}

/** One of a group of choices that stand side by side. */
export function SquareChoice({ value, label, look = 'mark', children }: SquareChoiceProps): JSX.Element {
  return (
    <Tip text={label} side="top">
      <RadioGroup.Item value={value} aria-label={label} className={classOf(look)}>
        {children}
      </RadioGroup.Item>
    </Tip>
  )
}

export interface SwatchProps {
  /** Null for none in particular. */
  readonly color: string | null
  /** Whether it has an edge, where it may be as light as what it lies on. */
  readonly edged?: boolean
  readonly children?: ReactNode
}

/** A round piece of a colour. */
export function Swatch({ color, edged = color === null, children }: SwatchProps): JSX.Element {
  return (
    <span
      className={edged ? `${styles['swatch']} ${styles['edged']}` : styles['swatch']}
      style={swatchOf(color ?? 'transparent')}
    >
      {children}
    </span>
  )
}
