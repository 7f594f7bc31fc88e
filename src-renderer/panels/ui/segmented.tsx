import { RadioGroup } from 'radix-ui'
import type { JSX } from 'react'
import styles from './segmented.module.css'

export interface Segment<T extends string> {
  readonly value: T
  readonly label: string
  readonly disabled?: boolean
}

export interface SegmentedProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly segments: readonly Segment<T>[]
  readonly onChange: (value: T) => void
}

/** One of a few, side by side. */
export function Segmented<T extends string>({ label, value, segments, onChange }: SegmentedProps<T>): JSX.Element {
  return (
    <RadioGroup.Root
      className={styles['group']}
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled ?? false}
          className={styles['choice']}
        >
          {segment.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
