import { describe, expect, test } from 'vitest'
import { boundsOfPoints, toBoard, type Box } from '#shared/model/bounds.ts'
import { unpackPoints } from '#shared/model/points.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { EraserTool } from '#renderer/tools/eraser-tool.ts'
import { line, text } from '../../support/records.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function board(): FakeContext {
  return new FakeContext([
    line('a', 100, 0, 100, 200),
    line('b', 200, 0, 200, 200),
    line('c', 300, 150, 300, 400),
    text({ id: 't', x: 390, y: 40, w: 60, h: 30 }),
  ])
}

function left(context: FakeContext): string[] {
  return Array.from(context.room.store.values(), ({ id }) => id)
}

describe('the eraser', () => {
  test('removes whatever its path touched, at once and in one step of undo', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(50, 50))
    eraser.move(at(420, 50))
    expect(Array.from(context.faded).sort()).toEqual(['a', 'b', 't'])
    expect(left(context)).toHaveLength(4)
    eraser.up(at(0, 0))
    expect(left(context)).toEqual(['c'])
    expect(context.faded.size).toBe(0)
    expect(context.room.steps).toBe(1)
    context.room.undo()
    expect(left(context)).toHaveLength(4)
  })

  test('touches every sample between two events', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(50, 300))
    const detour = [
      { x: 100, y: 190, pressure: 0.5 },
      { x: 150, y: 300, pressure: 0.5 },
    ]
    eraser.move(at(150, 300, { samples: detour }))
    eraser.up(at(0, 0))
    expect(left(context)).toEqual(['b', 'c', 't'])
  })

  test('reaches as far on the screen at any zoom', () => {
    const context = board()
    context.scale = 10
    const eraser = new EraserTool(context)
    eraser.down(at(106, 50))
    eraser.up(at(0, 0))
    expect(left(context)).toContain('a')
    context.scale = 1
    eraser.down(at(106, 50))
    eraser.up(at(0, 0))
    expect(left(context)).not.toContain('a')
  })

  test('takes nothing when it touches nothing or is cancelled', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(50, 500))
    eraser.up(at(0, 0))
    eraser.down(at(50, 50))
    eraser.move(at(420, 50))
    eraser.cancel()
    eraser.up(at(0, 0))
    expect(left(context)).toHaveLength(4)
    expect(context.room.steps).toBe(0)
    expect(context.faded.size).toBe(0)
  })

  test('does not mind that somebody removed first what it touched', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(100, 50))
    context.room.others([['a', undefined]])
    eraser.up(at(0, 0))
    expect(context.room.steps).toBe(0)
  })
})

describe('the eraser for parts of lines', () => {
  function cutting(...records: BoardRecord[]) {
    const context = new FakeContext(records)
    context.rubber = { kind: 'part', radius: 8 }
    return { context, eraser: new EraserTool(context) }
  }

  function pieces(context: FakeContext): Box[] {
    const lines = Array.from(context.room.store.values()).filter((record) => record.type === 'stroke')
    const boxes = lines.map((record) => boundsOfPoints(unpackPoints(record).map(({ x, y }) => toBoard(record, x, y))))
    return boxes.toSorted((a, b) => a.minX - b.minX || a.minY - b.minY)
  }

  test('cuts a line where it crosses it, while it moves, and in one step of undo', () => {
    const { context, eraser } = cutting(line('a', 100, 0, 100, 200, { color: 'red', z: 'a5' }))
    eraser.down(at(50, 60))
    eraser.move(at(150, 60))
    expect(pieces(context)).toEqual([
      { minX: 100, minY: 0, maxX: 100, maxY: 52 },
      { minX: 100, minY: 68, maxX: 100, maxY: 200 },
    ])
    eraser.move(at(150, 140))
    eraser.move(at(50, 140))
    eraser.up(at(50, 140))
    expect(pieces(context).map(({ minY, maxY }) => [minY, maxY])).toEqual([
      [0, 52],
      [68, 132],
      [148, 200],
    ])
    for (const record of context.room.store.values()) expect(record).toMatchObject({ color: 'red', z: 'a5', width: 4 })
    expect(context.room.steps).toBe(1)
    context.room.undo()
    expect(left(context)).toEqual(['a'])
  })

  test('takes the end of a line, or all of a short one, and leaves words alone', () => {
    const { context, eraser } = cutting(
      line('end', 100, 50, 200, 50),
      line('short', 40, 50, 44, 50),
      text({ id: 't', x: 90, y: 40, w: 60, h: 30 }),
    )
    eraser.down(at(30, 50))
    eraser.move(at(120, 50))
    eraser.up(at(120, 50))
    expect(pieces(context)).toEqual([{ minX: 128, minY: 50, maxX: 200, maxY: 50 }])
    expect(left(context)).toContain('t')
  })

  test('cuts lines that were turned, stretched and mirrored where they are seen', () => {
    const turned = line('a', 300, 100, 400, 100, { rotation: Math.PI / 2, scaleX: -2, scaleY: 3 })
    const { context, eraser } = cutting(turned)
    eraser.down(at(250, 0))
    eraser.move(at(350, 0))
    eraser.up(at(350, 0))
    const found = pieces(context)
    const expected = [
      [-100, -8],
      [8, 100],
    ]
    found.forEach(({ minX, maxX, minY, maxY }, i) => {
      for (const x of [minX, maxX]) expect(Math.abs(x - 300)).toBeLessThan(0.5)
      expect(Math.abs(minY - expected[i]![0]!)).toBeLessThan(0.5)
      expect(Math.abs(maxY - expected[i]![1]!)).toBeLessThan(0.5)
    })
    expect(found).toHaveLength(2)
  })

  test('has cut nothing when it is cancelled or misses', () => {
    const { context, eraser } = cutting(line('a', 100, 0, 100, 200))
    eraser.down(at(50, 60))
    eraser.move(at(150, 60))
    eraser.cancel()
    eraser.down(at(400, 400))
    eraser.up(at(450, 400))
    expect(left(context)).toEqual(['a'])
    expect(context.room.steps).toBe(0)
  })
})
