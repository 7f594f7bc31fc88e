import type { JSX, ReactNode } from 'react'
import type { Bend, Dash, Fill, Head } from '#shared/model/properties.ts'
import { IconMark } from '../ui/icon-mark.tsx'

export function FillMark({ fill }: { readonly fill: Fill }): JSX.Element {
  return (
    <IconMark>
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
    </IconMark>
  )
}

const DASHES: Readonly<Record<Dash, string>> = { solid: '', dashed: '4.5 4', dotted: '0.1 4' }

export function DashMark({ dash }: { readonly dash: Dash }): JSX.Element {
  return (
    <IconMark>
      <path d="M4 12h16" strokeDasharray={DASHES[dash]} />
    </IconMark>
  )
}

export function CornerMark({ round }: { readonly round: boolean }): JSX.Element {
  return (
    <IconMark>
      <path d={round ? 'M5 19v-6a8 8 0 0 1 8-8h6' : 'M5 19V5h14'} strokeLinejoin="miter" />
    </IconMark>
  )
}

const BENDS: Readonly<Record<Bend, string>> = {
  straight: 'M5 19 19 5',
  curved: 'M5 19C5 10 10 5 19 5',
  elbow: 'M5 19v-7h14V5',
}

export function BendMark({ bend }: { readonly bend: Bend }): JSX.Element {
  return (
    <IconMark>
      <path d={BENDS[bend]} strokeLinejoin="round" />
    </IconMark>
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
    <IconMark>
      <g transform={start ? 'matrix(-1 0 0 1 24 0)' : undefined}>{HEADS[head]}</g>
    </IconMark>
  )
}
