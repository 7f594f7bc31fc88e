import { describe, expect, test } from 'vitest'
import { LIMITS, type StrokeRecord } from '#shared/model/records.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { PenTool } from '#renderer/tools/pen-tool.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function drawnIn(context: FakeContext): StrokeRecord[] {
  return Array.from(context.room.store.values()).filter((record) => record.type === 'stroke')
}

describe('the pen', () => {
  test('draws what it was moved along, as one step of undo', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(10, 20))
    pen.move(
      at(30, 20, {
        samples: [
          { x: 20, y: 20, pressure: 0.5 },
          { x: 30, y: 20, pressure: 0.5 },
        ],
      }),
    )
    expect(context.room.live.strokes.size).toBe(1)
    expect(context.room.store.size).toBe(0)
    pen.up()
    const [stroke] = drawnIn(context)
    expect(stroke).toMatchObject({ x: 10, y: 20, width: 4, color: 'ink', opacity: 1, pressure: false })
    expect(unpackPoints(stroke!).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [10, 0],
      [20, 0],
    ])
    expect(context.room.live.strokes.size).toBe(0)
    expect(context.room.steps).toBe(1)
  })

  test('makes a dot of a tap', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(5, 5))
    pen.up()
    expect(unpackPoints(drawnIn(context)[0]!)).toHaveLength(1)
  })

  test('keeps the pressure of real pens only', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0, { device: 'pen', samples: [{ x: 0, y: 0, pressure: 0.2 }] }))
    pen.move(at(9, 0, { device: 'pen', samples: [{ x: 9, y: 0, pressure: 0.8 }] }))
    pen.up()
    const [stroke] = drawnIn(context)
    expect(stroke?.pressure).toBe(true)
    expect(unpackPoints(stroke!)[1]?.pressure).toBeCloseTo(0.8, 2)
  })

  test('does not send samples that packing would make the same', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let i = 0; i < 50; i++) pen.move(at(0.001 * i, 0))
    pen.move(at(3, 0))
    pen.up()
    expect(unpackPoints(drawnIn(context)[0]!)).toHaveLength(2)
  })

  test('keeps its width on the screen and its smoothness at any zoom', () => {
    const context = new FakeContext()
    context.scale = 16
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    pen.up()
    expect(drawnIn(context)[0]).toMatchObject({ width: 0.25, unit: 7 })
    context.scale = 1e-9
    context.ink = { ...context.ink, width: 32 }
    pen.down(at(0, 0))
    pen.up()
    expect(drawnIn(context)[1]?.width).toBe(LIMITS.maxWidth)
  })

  test('aims a straight line at multiples of 15° while Shift is held, and keeps it only when it is done', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    pen.move(at(100, 6, { shift: true }))
    pen.move(at(100, 100.5, { shift: true }))
    expect(context.shownAhead.length).toBeGreaterThan(2)
    const [live] = context.room.live.strokes.values()
    expect(live?.points).toHaveLength(1)
    pen.up()
    const points = unpackPoints(drawnIn(context)[0]!)
    const end = points.at(-1)!
    expect(Math.atan2(end.y, end.x)).toBeCloseTo(Math.PI / 4, 2)
    expect(points.every(({ x, y }) => Math.abs(x - y) < 0.2)).toBe(true)
    expect(context.shownAhead).toEqual([])
  })

  test('goes on freely from a straight line when Shift is let go', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    pen.move(at(100, 2, { shift: true }))
    pen.move(at(110, 40))
    pen.up()
    const points = unpackPoints(drawnIn(context)[0]!)
    expect(points.some(({ x, y }) => x === 100 && y === 0)).toBe(true)
    expect(points.at(-1)).toMatchObject({ x: 110, y: 40 })
  })

  test('shows predicted points and keeps none', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    pen.move(at(10, 0, { predicted: [{ x: 14, y: 0, pressure: 0.5 }] }))
    expect(context.shownAhead).toHaveLength(1)
    pen.up()
    expect(unpackPoints(drawnIn(context)[0]!).at(-1)?.x).toBe(10)
  })

  test('leaves nothing behind when it is cancelled', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    pen.move(at(50, 50))
    pen.cancel()
    pen.move(at(60, 60))
    pen.up()
    expect(context.room.store.size).toBe(0)
    expect(context.room.live.strokes.size).toBe(0)
    expect(context.room.steps).toBe(0)
  })
})
