import type { JSX } from 'react'

const END = { fill: 'var(--mark-end)' }

/** DrawNet's mark, as on its icon: one stroke from one person to another. */
export function Mark({ className }: { readonly className?: string | undefined }): JSX.Element {
  return (
    <svg className={className} viewBox="0 0 32 32" aria-hidden>
      <path
        d="M6 23.5C6.3 13 8.6 7.5 11.6 7.5 16.4 7.5 15.6 24.5 20.4 24.5 23.4 24.5 25.7 19 26 8.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <circle cx="6" cy="23.5" r="3.75" fill="currentColor" />
      <circle cx="26" cy="8.5" r="3.75" style={END} />
    </svg>
  )
}

/** Stands where a board has no picture yet. */
export function BlankBoard(): JSX.Element {
  return (
    <svg viewBox="0 0 96 48" fill="none" stroke="currentColor" aria-hidden>
      <path
        d="M4 34C14 12 24 8 28 14s-8 24 0 26 16-28 24-26-2 22 6 24 14-14 20-14 6 8 14 4"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
