import { describe, expect, test } from 'vitest'
import { isWithin, Lasso } from '#renderer/tools/lasso.ts'
import { line, text } from '../../support/records.ts'

function around(...corners: readonly (readonly [number, number])[]): Lasso {
  const [first, ...rest] = corners.map(([x, y]) => ({ x, y }))
  const lasso = new Lasso(first!, 1)
  for (const corner of rest) lasso.goTo(corner)
  return lasso
}

describe('a lasso', () => {
  test('catches what lies in it or under its edge, and nothing in its bay', () => {
    // The shape of a U, open at the top.
    const lasso = around([0, 0], [10, 0], [10, 80], [90, 80], [90, 0], [100, 0], [100, 100], [0, 100])
    const records = [
      line('inside', 2, 90, 95, 90),
      line('across', 5, 50, 60, 50),
      line('bay', 40, 10, 60, 10),
      line('outside', 200, 0, 300, 0),
      text({ id: 'words', x: 95, y: 95, w: 70, h: 30 }),
    ]
    expect(lasso.catch(records).map(({ id }) => id)).toEqual(['inside', 'across', 'words'])
  })

  test('closes itself', () => {
    const lasso = around([0, 0], [100, 0], [100, 100])
    expect(lasso.catch([line('near', 60, 40, 70, 45), line('beyond', 10, 60, 30, 90)]).map(({ id }) => id)).toEqual([
      'near',
    ])
  })

  test('takes no corner for less than a step', () => {
    const lasso = new Lasso({ x: 0, y: 0 }, 4)
    lasso.goTo({ x: 3, y: 0 })
    lasso.goTo({ x: 5, y: 0 })
    expect(lasso.corners).toEqual([
      { x: 0, y: 0 },
      { x: 5, y: 0 },
    ])
  })

  test('of one corner holds nothing', () => {
    expect(isWithin([{ x: 0, y: 0 }], { x: 0, y: 0 })).toBe(false)
    expect(new Lasso({ x: 0, y: 0 }, 1).catch([line('a', 50, 50, 60, 60)])).toEqual([])
  })
})
