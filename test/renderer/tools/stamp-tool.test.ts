import { beforeEach, expect, test } from 'vitest'
import { Stamps } from '#renderer/stamps/stamps.ts'
import { builtInStamp } from '#renderer/stamps/built-in.ts'
import { StampTool } from '#renderer/tools/stamp-tool.ts'
import { fileOf, image } from '../../support/pictures.ts'
import { at, FakeContext } from '../../support/tool-context.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import type { BoardRecord } from '#shared/model/records.ts'

let context: FakeContext
let stamps: Stamps
let tool: StampTool

beforeEach(() => {
  context = new FakeContext()
  stamps = new Stamps(null, () => context.room.newRecordId())
  tool = new StampTool(context, stamps)
})

function placed(): BoardRecord[] {
  return Array.from(context.room.store.values())
}

function middleOf(records: readonly BoardRecord[]): [number, number] {
  const { minX, maxX, minY, maxY } = extentOf(records)!
  return [Math.round((minX + maxX) / 2), Math.round((minY + maxY) / 2)]
}

test('what is in hand is seen faintly under the pointer, and stands there after a click: one step of undo each', () => {
  stamps.take(builtInStamp('happy'))
  tool.hover({ x: 100, y: 80 })
  expect(middleOf(context.ghosts)).toEqual([100, 80])
  expect(context.ghosts.every(({ opacity }) => opacity < 0.5)).toBe(true)
  expect(placed()).toEqual([])
  tool.down(at(100, 80))
  tool.up(at(100, 80))
  expect(middleOf(placed())).toEqual([100, 80])
  expect(placed().every(({ opacity }) => opacity === 1)).toBe(true)
  expect(new Set(placed().map(({ group }) => group)).size).toBe(1)
  tool.down(at(300, 80))
  tool.up(at(300, 80))
  expect(context.room.steps).toBe(2)
  expect(new Set(placed().map(({ group }) => group)).size).toBe(2)
  expect(new Set(placed().map(({ id }) => id)).size).toBe(placed().length)
  context.room.undo()
  expect(middleOf(placed())).toEqual([100, 80])
})

test('the file of a picture goes to the board when it stands there, and not before', async () => {
  const { hash, bytes } = fileOf(700)
  await stamps.keep([image({ id: 'p', x: 40, w: 60, h: 20, blob: hash })], 1, {
    file: () => Promise.resolve(bytes),
    decoded: () => Promise.resolve(null),
  })
  tool.hover({ x: 100, y: 80 })
  expect(context.ghosts).toMatchObject([{ type: 'image', blob: hash }])
  expect(context.room.blobs.get(hash)).toBeUndefined()
  tool.down(at(100, 80))
  tool.up(at(100, 80))
  expect(placed()).toMatchObject([{ type: 'image', blob: hash, w: 60, h: 20 }])
  expect(middleOf(placed())).toEqual([100, 80])
  expect(context.room.blobs.get(hash)).toEqual(bytes)
})

test('a finger can find the place before it lets go, and leaves nothing behind', () => {
  tool.down(at(10, 10, { device: 'touch' }))
  tool.move(at(60, 40, { device: 'touch' }))
  expect(middleOf(context.ghosts)).toEqual(middleOf(stamps.recordsAt({ x: 60, y: 40 }, 1)))
  tool.up(at(60, 40, { device: 'touch' }))
  expect(middleOf(placed())).toEqual(middleOf(stamps.recordsAt({ x: 60, y: 40 }, 1)))
  expect(context.ghosts).toEqual([])
})

test('a gesture that is cancelled puts nothing on the board', () => {
  tool.down(at(10, 10))
  tool.cancel()
  tool.up(at(10, 10))
  expect(placed()).toEqual([])
  expect(context.ghosts).toEqual([])
})

test('arrow keys turn what is in hand and size it, where it is seen', () => {
  stamps.take(builtInStamp('right'))
  tool.hover({ x: 0, y: 0 })
  const [before] = context.ghosts
  for (let i = 0; i < 6; i++) expect(tool.nudge(1, 0)).toBe(true)
  const [after] = context.ghosts
  expect(after!.rotation - before!.rotation).toBeCloseTo(Math.PI / 2)
  tool.nudge(0, -1)
  expect(context.ghosts[0]!.scaleX).toBeGreaterThan(after!.scaleX)
  tool.nudge(0, 10)
  expect(context.ghosts[0]!.scaleX).toBeCloseTo(after!.scaleX)
})

test('Enter puts it where it is seen, or in the middle of the view', () => {
  stamps.take(builtInStamp('happy'))
  expect(tool.enter()).toBe(true)
  expect(middleOf(placed())).toEqual([640, 400])
  context.room.undo()
  tool.hover({ x: 30, y: 20 })
  tool.enter()
  expect(middleOf(placed())).toEqual([30, 20])
})

test('another tool in hand, and the stamp is out of sight', () => {
  tool.hover({ x: 30, y: 20 })
  expect(tool.finish()).toBe(false)
  expect(context.ghosts).toEqual([])
  expect(placed()).toEqual([])
  tool.hover({ x: 30, y: 20 })
  tool.leave()
  expect(context.ghosts).toEqual([])
})
