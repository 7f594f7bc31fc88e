import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Box } from '#shared/model/bounds.ts'
import { cuts, elbowRoute, type Door, type RouteEnd } from '#shared/model/elbow-routes.ts'

function boxAt(x: number, y: number, w = 100, h = 60): Box {
  return { minX: x, minY: y, maxX: x + w, maxY: y + h }
}

function doorsOf({ minX, minY, maxX, maxY }: Box): Record<'left' | 'right' | 'top' | 'bottom', Door> {
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2]
  return {
    left: { at: { x: minX, y }, dx: -1, dy: 0 },
    right: { at: { x: maxX, y }, dx: 1, dy: 0 },
    top: { at: { x, y: minY }, dx: 0, dy: -1 },
    bottom: { at: { x, y: maxY }, dx: 0, dy: 1 },
  }
}

function all(box: Box): RouteEnd {
  return { box, doors: Object.values(doorsOf(box)) }
}

const aBox = fc
  .tuple(
    fc.integer({ min: -400, max: 400 }),
    fc.integer({ min: -400, max: 400 }),
    fc.integer({ min: 10, max: 200 }),
    fc.integer({ min: 10, max: 200 }),
  )
  .map(([x, y, w, h]) => boxAt(x, y, w, h))

describe('the way with right angles between two things', () => {
  test('is straight where they face each other, and turns half way where they are shifted', () => {
    expect(elbowRoute(all(boxAt(0, 0)), all(boxAt(300, 0)), 20)).toEqual([
      { x: 100, y: 30 },
      { x: 300, y: 30 },
    ])
    expect(elbowRoute(all(boxAt(0, 0)), all(boxAt(300, 100)), 20)).toEqual([
      { x: 100, y: 30 },
      { x: 200, y: 30 },
      { x: 200, y: 130 },
      { x: 300, y: 130 },
    ])
  })

  test('goes around what it comes from when it has to leave on the far side', () => {
    const [from, to] = [boxAt(0, 0), boxAt(300, 0)]
    const way = elbowRoute({ box: from, doors: [doorsOf(from).left] }, all(to), 20)!
    expect(way[0]).toEqual({ x: 0, y: 30 })
    expect(way[1]).toEqual({ x: -20, y: 30 })
    for (const [i, place] of way.entries()) if (i > 0) expect(cuts(from, way[i - 1]!, place)).toBe(false)
  })

  test('leaves and enters at right angles, and goes through neither of them, wherever they are', () => {
    const side = fc.constantFrom('left', 'right', 'top', 'bottom')
    fc.assert(
      fc.property(aBox, aBox, side, side, fc.boolean(), (a, b, sideA, sideB, isFree) => {
        const [doorA, doorB] = [doorsOf(a)[sideA], doorsOf(b)[sideB]]
        const way = elbowRoute(
          isFree ? all(a) : { box: a, doors: [doorA] },
          isFree ? all(b) : { box: b, doors: [doorB] },
          20,
        )
        const isApart = a.maxX < b.minX || b.maxX < a.minX || a.maxY < b.minY || b.maxY < a.minY
        expect(way !== null).toBe(isApart)
        if (way === null) return
        for (const [i, to] of way.entries()) {
          const from = way[i - 1]
          if (from === undefined) continue
          expect(from.x === to.x || from.y === to.y).toBe(true)
          expect(cuts(a, from, to) || cuts(b, from, to)).toBe(false)
        }
        if (isFree) return
        const [first, second, last, before] = [way[0]!, way[1]!, way.at(-1)!, way.at(-2)!]
        expect([first, last]).toEqual([doorA.at, doorB.at])
        expect([Math.sign(second.x - first.x), Math.sign(second.y - first.y)]).toEqual([doorA.dx, doorA.dy])
        expect([Math.sign(before.x - last.x), Math.sign(before.y - last.y)]).toEqual([doorB.dx, doorB.dy])
        expect(way.length).toBeLessThanOrEqual(7)
      }),
    )
  })

  test('ends at a loose end from where it comes', () => {
    const at = { x: 300, y: 200 }
    const loose: RouteEnd = {
      box: { minX: 300, minY: 200, maxX: 300, maxY: 200 },
      doors: [{ at, dx: -1, dy: 0 }],
    }
    const way = elbowRoute(all(boxAt(0, 0)), loose, 20)!
    expect(way.at(-1)).toEqual(at)
    expect(way.length).toBeLessThanOrEqual(4)
  })
})
