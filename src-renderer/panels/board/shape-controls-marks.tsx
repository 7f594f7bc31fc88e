import type { JSX, ReactNode } from 'react'
import type { Bend, Dash, Fill, Head } from '#shared/model/properties.ts'

function Mark({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={1.75} strokeLinecap="round" aria-hidden>
      {children}
    </svg>
  )
}

export function FillMark({ fill }: { readonly fill: Fill }): JSX.Element {
  return (
    <Mark>
      <rect
        x={4.5}
        y={4.5}
        width={15}
        height={15}
        rx={3}
        fill={fill === 'solid' || fill === 'full' ? 'currentColor' : 'none'}
        fillOpacity={fill === 'solid' ? 0.3 : 1}
      />
      {fill === 'hatch' ? <path d="M5 12 12 5M5 19 19 5M12 19l7-7" strokeWidth={1.25} /> : null}
    </Mark>
  )
}

const DASHES: Readonly<Record<Dash, string>> = { solid: '', dashed: '4.5 4', dotted: '0.1 4' }

export function DashMark({ dash }: { readonly dash: Dash }): JSX.Element {
  return (
    <Mark>
      <path d="M4 12h16" strokeWidth={2} strokeDasharray={DASHES[dash]} />
    </Mark>
  )
}

export function CornerMark({ round }: { readonly round: boolean }): JSX.Element {
  return (
    <Mark>
      <path d={round ? 'M5 19v-6a8 8 0 0 1 8-8h6' : 'M5 19V5h14'} strokeLinejoin="miter" />
    </Mark>
  )
}

const BENDS: Readonly<Record<Bend, string>> = {
  straight: 'M5 19 19 5',
  curved: 'M5 19C5 10 10 5 19 5',
  elbow: 'M5 19v-7h14V5',
}

export function BendMark({ bend }: { readonly bend: Bend }): JSX.Element {
  return (
    <Mark>
      <path d={BENDS[bend]} strokeLinejoin="round" />
    </Mark>
  )
}

const HEADS: Readonly<Record<Head, ReactNode>> = {
  none: <path d="M4 12h16" />,
  arrow: <path d="M4 12h16m-5-5 5 5-5 5" strokeLinejoin="round" />,
  triangle: (
    <>
      <path d="M4 12h9" />
      <path d="M13 7v10l8-5z" fill="currentColor" strokeLinejoin="round" />
    </>
  ),
  bar: <path d="M4 12h15m0-5v10" />,
  dot: (
    <>
      <path d="M4 12h9" />
      <circle cx={16.5} cy={12} r={3.5} fill="currentColor" />
    </>
  ),
  diamond: (
    <>
      <path d="M4 12h7" />
      <path d="m11 12 5-4 5 4-5 4z" fill="currentColor" strokeLinejoin="round" />
    </>
  ),
}

/** @param start whether the head stands at the beginning of the line, pointing left */
export function HeadMark({ head, start }: { readonly head: Head; readonly start: boolean }): JSX.Element {
  return (
    <Mark>
      <g transform={start ? 'matrix(-1 0 0 1 24 0)' : undefined}>{HEADS[head]}</g>
    </Mark>
  )
}

/** Where what is selected differs. */
export function MixedMark(): JSX.Element {
  return (
    <Mark>
      <path d="M9 12h6" />
    </Mark>
  )
}
