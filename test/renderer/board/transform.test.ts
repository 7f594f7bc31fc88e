import { expect, test } from 'vitest'
import { toBoard } from '#shared/model/bounds.ts'
import { faultOfPatch, patched, USUAL, type FrameRecord } from '#shared/model/records.ts'
import { patchFor, type Matrix } from '#renderer/board/transform.ts'
import { stroke } from '../../support/records.ts'

const record = stroke({ id: 'a', x: 30, y: -20, rotation: 0.4, scaleX: -2, scaleY: 1.5 })

function similar(factor: number, turn: number, e: number, f: number): Matrix {
  const a = factor * Math.cos(turn)
  const b = factor * Math.sin(turn)
  return [a, b, -b, a, e, f]
}

test('a record that is moved, scaled and turned has each of its points where the matrix puts it', () => {
  const map = similar(1.7, -2.2, 100, 45)
  const after = patched(record, patchFor(record, map)!)
  for (const [x, y] of [
    [0, 0],
    [10, 0],
    [-3, 25],
  ] as const) {
    const before = toBoard(record, x, y)
    const [a, b, c, d, e, f] = map
    const now = toBoard(after, x, y)
    expect(now.x).toBeCloseTo(a * before.x + c * before.y + e, 9)
    expect(now.y).toBeCloseTo(b * before.x + d * before.y + f, 9)
  }
})

test('a mere move changes nothing but the place', () => {
  expect(patchFor(record, similar(1, 0, 5, 0))).toEqual({ x: 35 })
  expect(patchFor(record, similar(1, 0, 0, 0))).toBeNull()
})

test('what would leave the limits is kept within them', () => {
  const patch = patchFor(record, similar(1e9, 0, 1e12, -1e12))!
  expect(faultOfPatch('stroke', patch)).toBeNull()
})

test('a frame becomes larger without its name doing so', () => {
  const frame: FrameRecord = {
    ...USUAL.frame,
    type: 'frame',
    id: 'f',
    z: 'a0',
    author: 1,
    x: 10,
    y: 20,
    w: 200,
    h: 100,
  }
  expect(patchFor(frame, similar(1.5, 0, 0, 0))).toEqual({ x: 15, y: 30, w: 300, h: 150 })
  const patch = patchFor(frame, similar(1e12, 0, 0, 0))!
  expect(faultOfPatch('frame', patch)).toBeNull()
})
