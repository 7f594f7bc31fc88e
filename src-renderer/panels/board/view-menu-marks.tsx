import { Fragment, type JSX } from 'react'
import type { GridKind } from '#renderer/board/grid.ts'
import { IconMark } from '../ui/icon-mark.tsx'

const DOTS = [6, 12, 18]
const STAFF = [5, 8.5, 12, 15.5, 19]

/** What a grid looks like. */
export function GridMark({ kind }: { readonly kind: GridKind }): JSX.Element {
  return <IconMark>{marks(kind)}</IconMark>
}

function marks(kind: GridKind): JSX.Element {
  switch (kind) {
    case 'none':
      return <rect x={5} y={5} width={14} height={14} rx={2} />
    case 'dots':
      return (
        <>
          {DOTS.map((y) => (
            <Fragment key={y}>
              {DOTS.map((x) => (
                <circle key={x} cx={x} cy={y} r={1} fill="currentColor" stroke="none" />
              ))}
            </Fragment>
          ))}
        </>
      )
    case 'lines':
      return <path d="M4 8.5h16M4 15.5h16M8.5 4v16M15.5 4v16" />
    case 'isometric':
      return <path d="M12 4l8 4.5v7L12 20l-8-4.5v-7zM12 12.5V20M12 12.5l8-4M12 12.5l-8-4" />
    case 'staves':
      return <path d={STAFF.map((y) => `M4 ${y}h16`).join('')} />
  }
}
