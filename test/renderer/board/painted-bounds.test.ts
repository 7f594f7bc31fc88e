import { describe, expect, test } from 'vitest'
import { boundsOf, boundsOfPoints, contains, inflate, toBoard, type Box } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { unpackPoints } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { inkOutline } from '#renderer/board/ink-outline.ts'
import { localPaintedBounds, paintedBoundsOfAll } from '#renderer/board/painted-bounds.ts'
import { line, stroke, text } from '../../support/records.ts'

/** The extent of the outline as it lies on the board. */
function extentOf(record: StrokeRecord): Box {
  const outline = inkOutline(unpackPoints(record), record.width, record.pressure)
  if (outline.kind === 'dot') throw new Error('a dot')
  const corners = outline.runs.flatMap((run) => [...run].flatMap((x, i) => (i % 2 === 0 ? [[x, run[i + 1]!]] : [])))
  return boundsOfPoints(corners.map(([x, y]) => toBoard(record, x!, y!)))
}

function expectSame(a: Box | null, b: Box): void {
  for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) expect(a?.[side]).toBeCloseTo(b[side], 9)
}

describe('the extent of what is painted', () => {
  test('of a straight line is the line and half its nib on each side', () => {
    const { minX, minY, maxX, maxY } = localPaintedBounds(line('a', 0, 0, 100, 0, { width: 20 }))
    for (const [found, wanted] of [
      [minX, -10],
      [minY, -10],
      [maxX, 110],
      [maxY, 10],
    ] as const) {
      expect(Math.abs(found - wanted)).toBeLessThan(1)
    }
  })

  test('of corners that smoothing cuts is less than that of the points', () => {
    const ink: InkPoint[] = Array.from({ length: 9 }, (_, i) => ({ x: i * 30, y: i % 2 === 0 ? 0 : 80, pressure: 0.5 }))
    const record = stroke({ id: 'a', width: 4, ink })
    expect(localPaintedBounds(record).maxY).toBeLessThan(75)
    expectSame(localPaintedBounds(record), extentOf(record))
  })

  test('of a tap is its dot', () => {
    const dot = stroke({ id: 'a', width: 8, ink: [{ x: 3, y: 4, pressure: 0.5 }] })
    expectSame(localPaintedBounds(dot), { minX: -1, minY: 0, maxX: 7, maxY: 8 })
  })

  test('follows the width', () => {
    const thin = line('a', 0, 0, 100, 0, { width: 4 })
    const before = localPaintedBounds(thin).maxY
    expect(localPaintedBounds({ ...thin, width: 40 }).maxY).toBeGreaterThan(before * 8)
    expect(localPaintedBounds(thin).maxY).toBe(before)
  })

  test('of a turned and mirrored stroke is that of its turned outline, not of its turned box', () => {
    const record = stroke({ id: 'a', x: 40, y: -7, rotation: 0.7, scaleX: -2, scaleY: 1.5, width: 6 })
    expectSame(paintedBoundsOfAll([record]), extentOf(record))
    const straight = { ...record, rotation: 0 }
    expectSame(paintedBoundsOfAll([straight]), extentOf(straight))
  })

  test('of many is what they cover together, within what the model says', () => {
    const records = Array.from({ length: 60 }, (_, i) =>
      stroke({
        id: `s${i}`,
        x: (i * 97) % 700,
        y: (i * 61) % 500,
        rotation: i,
        width: 1 + (i % 30),
        pressure: i % 2 === 0,
      }),
    )
    const each = records.map(extentOf)
    const all = boundsOfPoints(
      each.flatMap((box) => [
        { x: box.minX, y: box.minY },
        { x: box.maxX, y: box.maxY },
      ]),
    )
    expectSame(paintedBoundsOfAll(records), all)
    for (const [i, record] of records.entries()) {
      expect(contains(inflate(boundsOf(record), 1e-6), each[i]!)).toBe(true)
    }
  })

  test('of text is its box, and of nothing there is none', () => {
    const words = text({ id: 'w', x: 5, y: 6, w: 70, h: 30 })
    expectSame(paintedBoundsOfAll([words]), { minX: 5, minY: 6, maxX: 75, maxY: 36 })
    expect(paintedBoundsOfAll([])).toBeNull()
  })
})
