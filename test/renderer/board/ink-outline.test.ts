import fc from 'fast-check'
import { getStrokeOutlinePoints, getStrokePoints } from 'perfect-freehand'
import { describe, expect, test } from 'vitest'
import { boundsOfPoints, inflate, MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { inkOutline, traceOutline, type Outline } from '#renderer/board/ink-outline.ts'
import { NIB } from '#renderer/board/ink-line.ts'
import { seededNumbers } from '../../support/random.ts'
import { wave } from '../../support/records.ts'

function extentOf(outline: Outline): { minX: number; minY: number; maxX: number; maxY: number } {
  if (outline.kind === 'dot') {
    const { x, y, radius } = outline
    return { minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }
  }
  return boundsOfPoints(outline.runs.flatMap(edgeOf))
}

function cornersOf(run: Float64Array): { x: number; y: number }[] {
  return Array.from({ length: run.length / 2 }, (_, i) => ({ x: run[2 * i]!, y: run[2 * i + 1]! }))
}

/** Places on the curves that the corners are joined by: through the middles of the edges. */
function edgeOf(run: Float64Array): { x: number; y: number }[] {
  const corners = cornersOf(run)
  return corners.flatMap((corner, i) => {
    const [before, after] = [corners.at(i - 1)!, corners[(i + 1) % corners.length]!]
    return [0, 0.25, 0.5, 0.75].map((t) => ({
      x: curve(before.x, corner.x, after.x, t),
      y: curve(before.y, corner.y, after.y, t),
    }))
  })
}

function curve(before: number, corner: number, after: number, t: number): number {
  const [from, to] = [(before + corner) / 2, (corner + after) / 2]
  return from * (1 - t) ** 2 + corner * 2 * t * (1 - t) + to * t ** 2
}

/** How high a level line is that is drawn with this pressure. */
function heightAt(pressure: number): number {
  const level = wave().map(({ x }) => ({ x, y: 0, pressure }))
  const { minY, maxY } = extentOf(inkOutline(level, 10, true))
  return maxY - minY
}

/** How thick a level line is at a place. */
function thicknessAt(outline: Outline, x: number): number {
  const inside = Array.from({ length: 801 }, (_, i) => (i - 400) / 10).filter((y) => covers(outline, x, y))
  return inside.at(-1)! - inside[0]!
}

/** Whether a place is inked, by the winding number of the outline's edges. */
function covers(outline: Outline, x: number, y: number): boolean {
  if (outline.kind === 'dot') return Math.hypot(x - outline.x, y - outline.y) <= outline.radius
  let winding = 0
  for (const run of outline.runs) {
    const edge = edgeOf(run)
    for (const [i, { x: ax, y: ay }] of edge.entries()) {
      const { x: bx, y: by } = edge[(i + 1) % edge.length]!
      if (ay <= y === by <= y) continue
      if (ax + ((y - ay) / (by - ay)) * (bx - ax) > x) winding += by > ay ? 1 : -1
    }
  }
  return winding !== 0
}

/** Places on the line that ink is drawn along, between its points too. */
function lineOf(points: readonly InkPoint[], pressure: boolean): (readonly [number, number])[] {
  const follow = 0.15 + 0.85 * (pressure ? 0.65 : 0.5)
  const line = [points[0]!]
  for (const [i, to] of points.entries()) {
    if (i === 0) continue
    const from = line.at(-1)!
    const part = i === points.length - 1 ? 1 : follow
    line.push({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, pressure: 0.5 })
  }
  return line.slice(1).flatMap((b, i) => {
    const a = line[i]!
    return Array.from({ length: 21 }, (_, j): [number, number] => [
      a.x + ((b.x - a.x) * j) / 20,
      a.y + ((b.y - a.y) * j) / 20,
    ])
  })
}

const point = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -300, max: 300, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})

describe('the outline of ink', () => {
  test('never leaves the bounds that the model gives it', () => {
    const width = fc.double({ min: 0.05, max: 60, noNaN: true })
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), width, fc.boolean(), (points, nib, pressure) => {
        const box = inflate(boundsOfPoints(points), (nib / 2) * MAX_PRESSURE_WIDENING + 1e-6)
        const extent = extentOf(inkOutline(points, nib, pressure))
        expect(extent.minX).toBeGreaterThanOrEqual(box.minX)
        expect(extent.minY).toBeGreaterThanOrEqual(box.minY)
        expect(extent.maxX).toBeLessThanOrEqual(box.maxX)
        expect(extent.maxY).toBeLessThanOrEqual(box.maxY)
      }),
    )
  })

  test('is finite whatever the points', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), fc.boolean(), (points, pressure) => {
        const doubled = points.flatMap((p) => [p, p])
        const { minX, minY, maxX, maxY } = extentOf(inkOutline(doubled, 3, pressure))
        expect([minX, minY, maxX, maxY].every(Number.isFinite)).toBe(true)
      }),
    )
  })

  test('has the same shape at any size', () => {
    const small = inkOutline(
      wave().map((p) => ({ ...p, x: p.x / 1000, y: p.y / 1000 })),
      0.01,
      true,
    )
    const large = inkOutline(wave(), 10, true)
    expect(small.kind).toBe('shape')
    expect(extentOf(small).maxX * 1000).toBeCloseTo(extentOf(large).maxX, 6)
    expect(extentOf(small).maxY * 1000).toBeCloseTo(extentOf(large).maxY, 6)
  })

  test('of a tap is a round dot as wide as the nib', () => {
    const tap: InkPoint[] = [{ x: 5, y: 6, pressure: 0.5 }]
    expect(inkOutline(tap, 8, false)).toEqual({ kind: 'dot', x: 5, y: 6, radius: 4 })
    expect(inkOutline([...tap, ...tap], 8, true)).toEqual({ kind: 'dot', x: 5, y: 6, radius: 4 })
  })

  test('of a real pen is wider where it presses harder', () => {
    expect(heightAt(0.9)).toBeGreaterThan(heightAt(0.5) * 1.3)
    expect(heightAt(0.1)).toBeLessThan(heightAt(0.5) * 0.7)
  })

  test('of a mouse is as thick at its ends as in its middle, slow or fast', () => {
    for (const step of [1, 4, 20, 60]) {
      const level = Array.from({ length: 40 }, (_, i) => ({ x: i * step, y: 0, pressure: 0.5 }))
      const thicknesses = [0.1, 0.5, 0.9].map((part) => thicknessAt(inkOutline(level, 32, false), 39 * step * part))
      const [least, most] = [Math.min(...thicknesses), Math.max(...thicknesses)]
      expect(most / least, `steps of ${step}`).toBeLessThan(1.05)
      expect(most).toBeLessThan(32 * 1.21)
      expect(least).toBeGreaterThan(32 * 0.79)
    }
  })

  test('of a mouse is thinner where the hand is quick', () => {
    const steps = Array.from({ length: 80 }, (_, i) => (i < 50 ? 2 : 24))
    let x = 0
    const level = steps.map((step) => ({ x: (x += step), y: 0, pressure: 0.5 }))
    const outline = inkOutline(level, 16, false)
    expect(thicknessAt(outline, x - 100)).toBeLessThan(thicknessAt(outline, 60) * 0.75)
  })

  test('of a mouse ends round, half a nib beyond its last point', () => {
    const level = Array.from({ length: 40 }, (_, i) => ({ x: i * 8, y: 0, pressure: 0.5 }))
    const { minX, maxX } = extentOf(inkOutline(level, 32, false))
    const half = thicknessAt(inkOutline(level, 32, false), 160) / 2
    expect(-minX / half).toBeCloseTo(1, 1)
    expect((maxX - 39 * 8) / half).toBeCloseTo(1, 1)
  })

  test('goes round an end without a nick', () => {
    const level = Array.from({ length: 21 }, (_, i) => ({ x: i * 10, y: 0, pressure: 0.5 }))
    const outline = inkOutline(level, 40, true)
    const nicks: string[] = []
    for (let angle = -90; angle <= 90; angle += 3) {
      const [across, along] = [Math.sin((angle * Math.PI) / 180) * 19.5, Math.cos((angle * Math.PI) / 180) * 19.5]
      if (!covers(outline, 200 + along, across)) nicks.push(`end ${angle}`)
      if (!covers(outline, -along, across)) nicks.push(`beginning ${angle}`)
    }
    for (let x = 0; x <= 200; x++) {
      for (const y of [-19.5, 19.5]) if (!covers(outline, x, y)) nicks.push(`side ${x} ${y}`)
    }
    expect(nicks).toEqual([])
  })

  test('covers the line between sharp turns', () => {
    const zigzag = Array.from({ length: 11 }, (_, i) => ({ x: i * 12, y: i % 2 === 0 ? 0 : 60, pressure: 0.5 }))
    for (const pressure of [false, true]) {
      const outline = inkOutline(zigzag, 8, pressure)
      const holes = lineOf(zigzag, pressure).filter(([x, y]) => !covers(outline, x, y))
      expect(holes).toEqual([])
    }
  })

  test('without sharp turns is written as one closed path', () => {
    const calls: string[] = []
    traceOutline(inkOutline(wave(), 5, false), {
      moveTo: () => calls.push('move'),
      lineTo: () => calls.push('line'),
      quadraticCurveTo: () => calls.push('curve'),
      arc: () => calls.push('arc'),
      closePath: () => calls.push('close'),
    })
    expect(calls[0]).toBe('move')
    expect(calls.at(-1)).toBe('close')
    expect(calls.filter((call) => call === 'move')).toHaveLength(1)
    expect(calls.filter((call) => call === 'curve').length).toBeGreaterThan(50)
  })

  test('of a real pen is the one that perfect-freehand makes', () => {
    const random = seededNumbers(7)
    for (let stroke = 0; stroke < 40; stroke++) {
      const width = 1 + random() * 30
      // It turns by no right angle, where ours begins another run.
      let [x, y, direction] = [random() * 100, random() * 100, random() * 6]
      const points = Array.from({ length: 3 + Math.floor(random() * 60) }, () => {
        direction += (random() - 0.5) * 0.6
        x += Math.cos(direction) * width
        y += Math.sin(direction) * width
        return { x, y, pressure: random() }
      })
      const scaled = points.map((p): [number, number, number] => [(p.x * NIB) / width, (p.y * NIB) / width, p.pressure])
      const line = getStrokePoints(scaled, { size: NIB, streamline: 0.35, last: true })
      const form = { size: NIB, thinning: MAX_PRESSURE_WIDENING - 1, smoothing: 0.5, simulatePressure: false }
      const theirs = getStrokeOutlinePoints(line, { ...form, last: true }).map(([a, b]) => [
        (a * width) / NIB,
        (b * width) / NIB,
      ])
      const outline = inkOutline(points, width, true)
      const ours = outline.kind === 'shape' ? outline.runs.flatMap(cornersOf) : []
      // Left side, end, right side, beginning: the sides are the same, what is round has fewer corners.
      const left = theirs.findIndex(([a, b], i) => Math.hypot(a! - ours[i]!.x, b! - ours[i]!.y) > 1e-6)
      expect(left).toBeGreaterThan(1)
      const right = ours.slice(left + 16, -7)
      expect(right).toHaveLength(theirs.length - left - 29 - 13)
      for (const [i, place] of right.entries()) {
        expect(place.x).toBeCloseTo(theirs[left + 29 + i]![0]!, 6)
        expect(place.y).toBeCloseTo(theirs[left + 29 + i]![1]!, 6)
      }
    }
  })

  test('of two points has the pressure of both', () => {
    const ends = [
      { x: 0, y: 0, pressure: 0.1 },
      { x: 200, y: 0, pressure: 0.9 },
    ]
    const outline = inkOutline(ends, 20, true)
    expect(thicknessAt(outline, 180)).toBeGreaterThan(thicknessAt(outline, 20) * 1.5)
  })
})
