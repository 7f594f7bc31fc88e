import { RadioGroup } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { SquareChoice } from '../ui/square.tsx'
import styles from './shape-controls.module.css'

export interface Choice<T extends string> {
  readonly value: T
  readonly word: string
  readonly mark: ReactNode
  readonly shortcut?: string | undefined
}

export interface ChoiceProps<T extends string> {
  readonly label: string
  /** Null checks nothing: what is selected differs. */
  readonly value: T | null
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
  /** A choice by hand is over. */
  readonly onDone?: () => void
}

/** Marks side by side. */
export function MarkChoice<T extends string>({ label, value, choices, onChange, onDone }: ChoiceProps<T>): JSX.Element {
  return (
    <RadioGroup.Root
      className={styles['pair']}
      aria-label={label}
      value={value ?? ''}
      onPointerUp={onDone}
      onValueChange={(next) => onChange(next as T)}
    >
      {choices.map(({ value: one, word, mark }) => (
        <SquareChoice key={one} value={one} label={word}>
          {mark}
        </SquareChoice>
      ))}
    </RadioGroup.Root>
  )
}

/** Marks with their words, in two columns. Arrow keys go through them; a click, Enter or Space is done with it. */
export function ListChoice<T extends string>({ label, value, choices, onChange, onDone }: ChoiceProps<T>): JSX.Element {
  return (
    <RadioGroup.Root
      className={styles['list']}
      aria-label={label}
      value={value ?? ''}
      onKeyDown={({ key }) => {
        if (key === 'Enter' || key === ' ') onDone?.()
      }}
      onValueChange={(next) => onChange(next as T)}
    >
      {choices.map(({ value: one, word, mark, shortcut }) => (
        <RadioGroup.Item
          key={one}
          value={one}
          aria-label={word}
          className={styles['item']}
          onClick={(event) => {
            // The arrow keys click too, without a pointer.
            if (event.detail > 0) onDone?.()
          }}
        >
          {mark}
          <span>{word}</span>
          {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
