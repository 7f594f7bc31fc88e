import type { JSX } from 'react'
import { IconMark } from '../ui/icon-mark.tsx'

/** Stands wherever the things selected have different values. */
export function MixedMark(): JSX.Element {
  return (
    <IconMark>
      <path d="M8 12h8" />
    </IconMark>
  )
}
