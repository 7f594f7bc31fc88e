import { describe, expect, test } from 'vitest'
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
    eraser.up()
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
    eraser.up()
    expect(left(context)).toEqual(['b', 'c', 't'])
  })

  test('reaches as far on the screen at any zoom', () => {
    const context = board()
    context.scale = 10
    const eraser = new EraserTool(context)
    eraser.down(at(106, 50))
    eraser.up()
    expect(left(context)).toContain('a')
    context.scale = 1
    eraser.down(at(106, 50))
    eraser.up()
    expect(left(context)).not.toContain('a')
  })

  test('takes nothing when it touches nothing or is cancelled', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(50, 500))
    eraser.up()
    eraser.down(at(50, 50))
    eraser.move(at(420, 50))
    eraser.cancel()
    eraser.up()
    expect(left(context)).toHaveLength(4)
    expect(context.room.steps).toBe(0)
    expect(context.faded.size).toBe(0)
  })

  test('does not mind that somebody removed first what it touched', () => {
    const context = board()
    const eraser = new EraserTool(context)
    eraser.down(at(100, 50))
    context.room.others([['a', undefined]])
    eraser.up()
    expect(context.room.steps).toBe(0)
  })
})
