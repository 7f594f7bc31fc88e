import { describe, expect, test } from 'vitest'
import { courseOf } from '#shared/model/line-geometry.ts'
import { USUAL, type LineRecord } from '#shared/model/records.ts'
import { figuresOf } from '#renderer/board/figures.ts'
import { withoutEnd, withoutStart } from '#renderer/board/line-trimming.ts'

const straight = courseOf({ path: '0,0 100,0', bend: 'straight', closed: false })
const curved = courseOf({ path: '0,0 50,40 100,0', bend: 'curved', closed: false })

describe('a course without an end', () => {
  test('stops so far before it', () => {
    expect(withoutEnd(straight, 10).curves.at(-1)!.x).toBeCloseTo(90)
    expect(withoutStart(straight, 10).x).toBeCloseTo(10)
    const { x, y } = withoutEnd(curved, 10).curves.at(-1)!
    expect(Math.hypot(100 - x, y)).toBeCloseTo(10, 3)
    const start = withoutStart(curved, 10)
    expect(Math.hypot(start.x, start.y)).toBeCloseTo(10, 3)
    expect(start.curves.at(-1)).toMatchObject({ x: 100, y: 0 })
  })

  test('is whole where there is too little of it, or nothing to take', () => {
    expect(withoutEnd(straight, 100)).toEqual(straight)
    expect(withoutEnd(straight, 0)).toEqual(straight)
    expect(withoutEnd({ x: 1, y: 2, curves: [] }, 5)).toEqual({ x: 1, y: 2, curves: [] })
  })
})

test('a line ends within its filled heads, and at its very ends without', () => {
  const line: LineRecord = {
    ...USUAL.line,
    type: 'line',
    id: 'a',
    z: 'a0',
    author: 1,
    x: 0,
    y: 0,
    width: 4,
    path: '0,0 100,0',
  }
  const shaft = (change: Partial<LineRecord>): readonly unknown[] =>
    figuresOf({ ...line, ...change })
      .find(({ kind }) => kind === 'stroke')!
      .path.flat()
  expect(shaft({ endHead: 'arrow' }).slice(-2)).toEqual([100, 0])
  const [x] = shaft({ endHead: 'triangle' }).slice(-2) as number[]
  expect(x).toBeGreaterThan(85)
  expect(x).toBeLessThan(98)
  expect(shaft({ startHead: 'diamond' })[1]).toBeGreaterThan(2)
})
