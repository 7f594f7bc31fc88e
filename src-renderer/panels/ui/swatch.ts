import type { CSSProperties } from 'react'

/** Hands a colour to the style sheet. */
export function swatchOf(color: string): CSSProperties & Record<'--swatch', string> {
  return { '--swatch': color }
}
