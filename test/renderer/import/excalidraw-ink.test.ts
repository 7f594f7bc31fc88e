import { readFileSync } from 'node:fs'
import { getStrokePoints } from 'perfect-freehand'
import { expect, test } from 'vitest'
import { toBoard } from '#shared/model/bounds.ts'
import { flatInkOf } from '#shared/model/flat-ink.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { inkLine } from '#renderer/board/ink-line.ts'
import { openFile } from '#renderer/import/open-file.ts'
import type { ExcalidrawElement } from '../../support/excalidraw.ts'

interface Place {
  readonly x: number
  readonly y: number
}

/** What perfect-freehand makes of the points with Excalidraw's settings: it stays behind where a pen was not lifted. */
function theirs(element: ExcalidrawElement, last: boolean): Place[] {
  const points = (element.points ?? []).map(([x = 0, y = 0]): [number, number] => [x, y])
  const options = { size: element.strokeWidth * 4.25, streamline: 0.5, last }
  return getStrokePoints(points, options).map(({ point: [x, y] }) => ({ x: element.x + x, y: element.y + y }))
}

/** The middle of the line as it is painted here. */
function ours(record: StrokeRecord): Place[] {
  const line = inkLine(flatInkOf(record), record.width, record.pressure, record.nib)
  if (line === null) return []
  return Array.from({ length: line.count }, (_, i) => toBoard(record, line.x[i]! / line.scale, line.y[i]! / line.scale))
}

function apart(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

const library = new URL('../../fixtures/excalidraw/picasso-s-line-drawings.excalidrawlib', import.meta.url)
const { libraryItems: items } = JSON.parse(readFileSync(library, 'utf8')) as {
  readonly libraryItems: readonly { readonly elements: readonly ExcalidrawElement[] }[]
}

const MORE_THAN_DOTS = 20
/** So that no drawing is empty. */
const unlike = { type: 'rectangle', x: 0, y: 0, width: 9, height: 9, strokeColor: '#000', roughness: 0 }

test.for([false, true])('ink goes where it went and ends where it ended, lifted: %o', async (isLifted) => {
  for (const item of items) {
    const elements = item.elements
      .filter(({ type, width, height }) => type === 'freedraw' && Math.max(width, height) > MORE_THAN_DOTS)
      .map((element) => ({ ...element, backgroundColor: 'transparent', lastCommittedPoint: isLifted ? [0, 0] : null }))
    const drawing = new File([JSON.stringify({ type: 'excalidraw', elements: [...elements, unlike] })], 'x')
    const { records } = await openFile(drawing, () => ({ w: 1, h: 1 }))
    for (const [i, element] of elements.entries()) {
      const told = theirs(element, isLifted)
      const painted = ours(records[i] as StrokeRecord)
      expect(apart(painted.at(-1)!, told.at(-1)!)).toBeLessThan(0.2)
      const missed = told.filter((place) => Math.min(...painted.map((other) => apart(place, other))) > 1)
      expect(missed.length).toBeLessThan(Math.max(3, told.length / 20))
    }
  }
})
