import { describe, expect, test } from 'vitest'
import { LIMITS } from '#shared/model/properties.ts'
import { type StrokeRecord } from '#shared/model/records.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { PenTool } from '#renderer/tools/pen-tool.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function drawnIn(context: FakeContext): StrokeRecord[] {
  return Array.from(context.room.store.values()).filter((record) => record.type === 'stroke')
}

/** A stroke of a real pen that leans so at its beginning and its end. */
function drawnLeaning(context: FakeContext, from: number, to: number): StrokeRecord {
  const pen = new PenTool(context)
  pen.down(at(0, 0, { device: 'pen', samples: [{ x: 0, y: 0, pressure: 0.5, lean: from }] }))
  pen.move(at(90, 0, { device: 'pen', samples: [{ x: 90, y: 0, pressure: 0.5, lean: to }] }))
  pen.up()
  return drawnIn(context).at(-1)!
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

  test('a pencil that leans draws with the side of its lead: broad and pale', () => {
    const context = new FakeContext()
    context.penSettings = { ...context.penSettings, nib: 'pencil' }
    const [upright, leaning] = [0.3, 0.9].map((lean) => drawnLeaning(context, lean, lean))
    expect(upright).toMatchObject({ width: 4, opacity: 1 })
    expect(leaning!.width).toBeGreaterThan(16)
    expect(leaning!.opacity).toBeLessThan(0.8)
    const middling = drawnLeaning(context, 0.65, 0.65)
    expect(middling.width).toBeGreaterThan(4)
    expect(middling.width).toBeLessThan(leaning!.width)
  })

  test('a pen that is leaned while it draws gets broader from there on', () => {
    const context = new FakeContext()
    const stroke = drawnLeaning(context, 0, 0.9)
    expect(stroke.width).toBe(4)
    const [first, last] = unpackPoints(stroke)
    expect(first!.pressure).toBeCloseTo(0.5, 2)
    expect(last!.pressure).toBeGreaterThan(0.7)
  })

  test('whoever switches pressure and tilt off draws as with a mouse', () => {
    const context = new FakeContext()
    context.penSettings = { ...context.penSettings, nib: 'pencil', pressure: false }
    expect(drawnLeaning(context, 0.9, 0.9)).toMatchObject({ width: 4, opacity: 1, pressure: false })
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
    // Others see it as a stroke of its own.
    expect(context.told).toMatchObject([{ id: live!.id, type: 'stroke', width: 4 }])
    expect(unpackPoints(context.told[0] as StrokeRecord)).toHaveLength(context.shownAhead.length)
    pen.up()
    expect(context.told).toEqual([])
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
    expect(context.told).toEqual([])
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

/** A pen that went around a square and rests where it began. */
function aroundSquare(context: FakeContext, side = 200): PenTool {
  const pen = new PenTool(context)
  pen.down(at(100, 100))
  const corners = [
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0.04],
  ] as const
  let [x, y] = [100, 100]
  for (const [right, down] of corners) {
    const [toX, toY] = [100 + right * side, 100 + down * side]
    for (let i = 1; i <= 20; i++) {
      // An unsteady hand.
      const wobble = i < 20 ? 2 * Math.sin(i) : 0
      pen.move(at(x + ((toX - x) * i) / 20 + wobble, y + ((toY - y) * i) / 20 - wobble))
    }
    ;[x, y] = [toX, toY]
  }
  return pen
}

describe('a pen that is held still', () => {
  test('makes clean ink of the figure, which others see before it lifts, as one step of undo', () => {
    const context = new FakeContext()
    const pen = aroundSquare(context)
    context.clock.advance(599)
    expect([...context.room.live.strokes.values()][0]!.points.length).toBeLessThan(90)
    context.clock.advance(1)
    const live = [...context.room.live.strokes.values()]
    expect(live).toHaveLength(1)
    expect(live[0]!.points.length).toBeGreaterThan(300)
    pen.up()
    const strokes = drawnIn(context)
    expect(strokes).toHaveLength(1)
    const points = unpackPoints(strokes[0]!)
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(Math.max(...ys) - Math.min(...ys), 0)
    expect(points[0]).toMatchObject({ x: 0, y: 0 })
    expect(Math.hypot(points.at(-1)!.x, points.at(-1)!.y)).toBeLessThan(0.2)
    expect(context.room.steps).toBe(1)
    context.room.undo()
    expect(context.room.store.size).toBe(0)
    expect(context.clock.pending).toBe(0)
  })

  test('turns and scales the figure while it stays down, and keeps what was shown', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let x = 10; x <= 200; x += 10) pen.move(at(x, x === 200 ? 0 : Math.sin(x)))
    context.clock.advance(600)
    pen.move(at(201, 1))
    expect(context.shownAhead).toEqual([])
    pen.move(at(0, 150))
    const shown = context.shownAhead
    expect(shown.at(-1)!.y).toBeCloseTo(150, 6)
    const [told] = context.told as StrokeRecord[]
    expect(told!.y + unpackPoints(told!).at(-1)!.y).toBeCloseTo(150, 0)
    pen.up()
    expect(context.told).toEqual([])
    const [stroke] = drawnIn(context)
    const end = unpackPoints(stroke!).at(-1)!
    expect(stroke!.y + end.y).toBeCloseTo(150, 0)
    expect(stroke!.x + end.x).toBeCloseTo(0, 0)
    expect(unpackPoints(stroke!)).toHaveLength(shown.length)
    expect(context.room.steps).toBe(1)
  })

  test('waits anew whenever it goes on, and not while it only trembles', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let x = 10; x <= 200; x += 10) {
      pen.move(at(x, 0.2 * Math.sin(x)))
      context.clock.advance(500)
    }
    expect([...context.room.live.strokes.values()][0]!.points).toHaveLength(21)
    pen.move(at(202, 1))
    pen.move(at(199, 0))
    context.clock.advance(100)
    expect([...context.room.live.strokes.values()][0]!.points.length).toBeGreaterThan(60)
    pen.cancel()
  })

  test('leaves what is no figure, and all ink where it is switched off', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let i = 1; i <= 60; i++) pen.move(at(i * 4, 40 * Math.sin(i / 5)))
    context.clock.advance(5000)
    pen.up()
    expect(unpackPoints(drawnIn(context)[0]!)).toHaveLength(61)
    context.penSettings = { ...context.penSettings, straightens: false }
    const other = aroundSquare(context)
    context.clock.advance(5000)
    other.up()
    expect(unpackPoints(drawnIn(context)[1]!).length).toBeLessThan(90)
    expect(context.clock.pending).toBe(0)
  })

  test('leaves nothing behind when it is cancelled', () => {
    const context = new FakeContext()
    const pen = aroundSquare(context)
    context.clock.advance(600)
    pen.move(at(300, 300))
    pen.cancel()
    expect(context.room.store.size).toBe(0)
    expect(context.room.live.strokes.size).toBe(0)
    expect(context.shownAhead).toEqual([])
    expect(context.clock.pending).toBe(0)
  })

  test('makes ink as hard as the hand pressed', () => {
    const context = new FakeContext()
    const pen = new PenTool(context)
    const pressed = (x: number): ReturnType<typeof at> =>
      at(x, 0, { device: 'pen', samples: [{ x, y: 0, pressure: 0.8 }] })
    pen.down(pressed(0))
    for (let x = 10; x <= 200; x += 10) pen.move(pressed(x))
    context.clock.advance(600)
    pen.up()
    const points = unpackPoints(drawnIn(context)[0]!)
    expect(points.length).toBeGreaterThan(60)
    for (const { pressure } of points) expect(pressure).toBeCloseTo(0.8, 2)
  })
})

describe('how the pen draws', () => {
  test('is kept with the ink: its nib, and pressure only where that is wanted', () => {
    const context = new FakeContext()
    context.penSettings = { ...context.penSettings, nib: 'pencil', pressure: false }
    const pen = new PenTool(context)
    pen.down(at(0, 0, { device: 'pen', samples: [{ x: 0, y: 0, pressure: 0.9 }] }))
    pen.up()
    expect(drawnIn(context)[0]).toMatchObject({ nib: 'pencil', pressure: false })
  })

  test('with a steadied hand lags behind, shows the way to the pointer, and keeps exactly what was shown', () => {
    const context = new FakeContext()
    context.penSettings = { ...context.penSettings, steadiness: 'strong', straightens: false }
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let i = 1; i <= 40; i++) pen.move(at(i * 8, 30 * Math.sin(i / 3)))
    const [live] = context.room.live.strokes.values()
    expect(live!.points.at(-1)!.x).toBeLessThan(310)
    const { shownAhead } = context
    expect(shownAhead.at(-1)).toMatchObject({ x: 320 })
    const before = live!.points.length
    pen.up()
    const points = unpackPoints(drawnIn(context)[0]!)
    expect(points).toHaveLength(before + shownAhead.length)
    for (const [i, { x, y }] of shownAhead.entries()) {
      expect(Math.hypot(points[before + i]!.x - x, points[before + i]!.y - y)).toBeLessThan(0.1)
    }
  })

  test('with a steadied hand goes on in straight lines from where the pointer was', () => {
    const context = new FakeContext()
    context.penSettings = { ...context.penSettings, steadiness: 'strong' }
    const pen = new PenTool(context)
    pen.down(at(0, 0))
    for (let x = 10; x <= 100; x += 10) pen.move(at(x, 0))
    pen.move(at(100, 80, { shift: true }))
    pen.up()
    const points = unpackPoints(drawnIn(context)[0]!)
    expect(points).toContainEqual({ x: 100, y: 0, pressure: 0.5 })
    expect(points.at(-1)).toMatchObject({ x: 100, y: 80 })
  })
})
