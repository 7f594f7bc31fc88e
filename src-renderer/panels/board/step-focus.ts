import type { KeyboardEvent } from 'react'

/** Moves the focus with the arrow keys to the same button of the row above or below. Answers whether there is one. */
export function stepFocus({ key, currentTarget }: KeyboardEvent<HTMLElement>): boolean {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return false
  const row = currentTarget.closest('li')
  const next = key === 'ArrowUp' ? row?.previousElementSibling : row?.nextElementSibling
  const target = next?.querySelector<HTMLElement>('[aria-current]')
  target?.focus()
  return target !== undefined && target !== null
}
