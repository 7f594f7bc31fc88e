import { useState, type HTMLAttributes, type PointerEvent } from 'react'

/** A row on its way, and the place among the others where it would come to rest. */
interface Drag {
  readonly from: number
  readonly to: number
}

export interface Reorder {
  /** For what a row is dragged by; the rows are the children of one list. */
  handle(index: number): HTMLAttributes<HTMLElement>
  /** Where the row that is dragged would be put, as seen from this one. */
  dropAt(index: number): 'before' | 'after' | undefined
}

/** Lets the rows of a list be dragged to other places. */
export function useReorder(onMove: (from: number, to: number) => void): Reorder {
  const [drag, setDrag] = useState<Drag | null>(null)

  function end(event: PointerEvent<HTMLElement>, keep: boolean): void {
    if (drag === null) return
    setDrag(null)
    const to = placeAt(event, drag.from)
    if (keep && to !== drag.from) onMove(drag.from, to)
  }

  return {
    handle: (index) => ({
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: index, to: index })
      },
      onPointerMove: (event) => {
        if (drag !== null) setDrag({ ...drag, to: placeAt(event, drag.from) })
      },
      onPointerUp: (event) => end(event, true),
      onPointerCancel: (event) => end(event, false),
    }),
    dropAt: (index) => {
      if (drag === null || drag.to === drag.from || index === drag.from) return undefined
      if (index !== drag.to) return undefined
      return drag.to < drag.from ? 'before' : 'after'
    },
  }
}

/** How many of the other rows have their middle above. */
function placeAt({ currentTarget, clientY }: PointerEvent<HTMLElement>, from: number): number {
  const rows = Array.from(currentTarget.closest('ul')?.children ?? []).filter((_, i) => i !== from)
  return rows.filter((row) => {
    const { top, height } = row.getBoundingClientRect()
    return top + height / 2 < clientY
  }).length
}
