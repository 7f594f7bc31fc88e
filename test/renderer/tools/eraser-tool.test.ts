import { describe, expect, test } from 'vitest'
import { boundsOfPoints, toBoard, type Box } from '#shared/model/bounds.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { USUAL, type BoardRecord, type LineRecord } from '#shared/model/records.ts'
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
      { minX: 100, minY: 0, maxX: 100, maxY: 50 },
      { minX: 100, minY: 70, maxX: 100, maxY: 200 },
    ])
    eraser.move(at(150, 140))
    eraser.move(at(50, 140))
    eraser.up(at(50, 140))
    expect(pieces(context).map(({ minY, maxY }) => [minY, maxY])).toEqual([
      [0, 50],
      [70, 130],
      [150, 200],
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
    expect(pieces(context)).toEqual([{ minX: 130, minY: 50, maxX: 200, maxY: 50 }])
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
      [-100, -14],
      [14, 100],
    ]
    found.forEach(({ minX, maxX, minY, maxY }, i) => {
      for (const x of [minX, maxX]) expect(Math.abs(x - 300)).toBeLessThan(0.5)
      expect(Math.abs(minY - expected[i]![0]!)).toBeLessThan(0.5)
      expect(Math.abs(maxY - expected[i]![1]!)).toBeLessThan(0.5)
    })
    expect(found).toHaveLength(2)
  })

  test('cuts thick ink as wide as it is itself, from where it touches its edge', () => {
    const { context, eraser } = cutting(line('a', 100, 100, 300, 100, { width: 32 }))
    eraser.down(at(200, 50))
    eraser.move(at(200, 150))
    eraser.up(at(200, 150))
    // Their ends are round, of a radius of 16.
    expect(pieces(context).map(({ minX, maxX }) => [minX, maxX])).toEqual([
      [100, 176],
      [224, 300],
    ])
    const beside = cutting(line('b', 100, 100, 300, 100, { width: 32 }))
    beside.eraser.down(at(200, 122))
    beside.eraser.up(at(200, 122))
    expect(pieces(beside.context)).toHaveLength(2)
  })

  test('cuts ink that is thicker on the screen than it is itself', () => {
    const { context, eraser } = cutting(line('a', 100, 100, 200, 100))
    context.scale = 8
    eraser.down(at(150, 90))
    eraser.move(at(150, 110))
    eraser.up(at(150, 110))
    expect(pieces(context).map(({ minX, maxX }) => [minX, maxX])).toEqual([
      [100, 147],
      [153, 200],
    ])
  })

  test('leaves pieces as they are while it stays where it cut them', () => {
    const { context, eraser } = cutting(line('a', 100, 0, 100, 200, { rotation: 0.3 }))
    eraser.down(at(80, 60))
    eraser.move(at(85, 61.3))
    const before = left(context)
    eraser.up(at(85, 61.3))
    expect(left(context)).toEqual(before)
    expect(before).toHaveLength(2)
  })

  const arrow: LineRecord = {
    ...USUAL.line,
    type: 'line',
    id: 'l',
    z: 'a0',
    author: 1,
    x: 100,
    y: 100,
    path: '0,0 100,0 100,100',
    startHead: 'dot',
    endHead: 'arrow',
    endOn: 'shape',
    endX: 0.25,
  }

  function lines(context: FakeContext): LineRecord[] {
    return Array.from(context.room.store.values()).filter((record) => record.type === 'line')
  }

  test('cuts lines and arrows: heads and fastenings stay on the ends that are left', () => {
    const { context, eraser } = cutting(arrow)
    eraser.down(at(150, 80))
    eraser.move(at(150, 120))
    eraser.up(at(150, 120))
    expect(lines(context)).toMatchObject([
      { path: '0,0 40,0', startHead: 'dot', endHead: 'none', endOn: '' },
      { path: '60,0 100,0 100,100', startHead: 'none', endHead: 'arrow', endOn: 'shape', endX: 0.25 },
    ])
    for (const { x, y, z, bend } of lines(context)) expect([x, y, z, bend]).toEqual([100, 100, 'a0', 'straight'])
    eraser.down(at(200, 220))
    eraser.move(at(200, 180))
    eraser.up(at(200, 180))
    expect(lines(context)[1]).toMatchObject({ path: '60,0 100,0 100,70', endHead: 'none', endOn: '' })
  })

  test('cuts lines that bend, and those that go around where nothing fills them', () => {
    const { context, eraser } = cutting(
      { ...arrow, bend: 'elbow', path: '0,0 100,100' },
      { ...arrow, id: 'c', x: 300, bend: 'curved' },
      { ...arrow, id: 'r', y: 300, closed: true, path: '0,0 100,0 100,100 0,100', startHead: 'none', endHead: 'none' },
      { ...arrow, id: 'f', y: 300, x: 300, closed: true, fill: 'solid' },
    )
    eraser.down(at(50, 150))
    eraser.move(at(500, 150))
    eraser.up(at(500, 150))
    eraser.down(at(150, 390))
    eraser.move(at(150, 410))
    eraser.up(at(150, 410))
    eraser.down(at(350, 290))
    eraser.move(at(350, 310))
    eraser.up(at(350, 310))
    const paths = lines(context).map(({ id, path, bend, closed }) => ({ id, path, bend, closed }))
    expect(paths.filter(({ path }) => path === '0,0 50,0 50,40')).toMatchObject([{ bend: 'straight' }])
    expect(paths.filter(({ path }) => path === '50,60 50,100 100,100')).toMatchObject([{ bend: 'straight' }])
    const around = paths.find(({ path }) => path.startsWith('40,100 '))
    expect(around).toMatchObject({ path: '40,100 0,100 0,0 100,0 100,100 60,100', closed: false })
    expect(paths.filter(({ bend }) => bend === 'curved').length).toBeGreaterThan(1)
    expect(paths.filter(({ closed }) => closed)).toMatchObject([{ id: 'f' }])
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
    expect(context.room.canRedo.get()).toBe(false)
  })
})
