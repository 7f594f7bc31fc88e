import { describe, expect, test } from 'vitest'
import { faultOfRecord, type ShapeRecord } from '#shared/model/records.ts'
import { ShapeTool, boxBetween } from '#renderer/tools/shape-tool.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function drawn(context: FakeContext): unknown[] {
  return Array.from(context.room.store.values())
}

describe('the tools that draw a box', () => {
  test('make a shape as large as the drag, in the present style, as one step of undo', () => {
    const context = new FakeContext()
    context.ink = { color: 'red', width: 8, opacity: 0.5 }
    context.figures = { ...context.figures, fill: 'hatch', fillColor: 'green', dash: 'dotted', round: true, sides: 7 }
    const tool = new ShapeTool(context, 'star')
    expect(tool.down(at(10, 20))).toBe('tool')
    tool.move(at(110, 220))
    tool.up()
    const [shape] = drawn(context) as ShapeRecord[]
    expect(shape).toMatchObject({
      type: 'shape',
      shape: 'star',
      x: 10,
      y: 20,
      w: 100,
      h: 200,
      color: 'red',
      width: 8,
      opacity: 0.5,
      fill: 'hatch',
      fillColor: 'green',
      dash: 'dotted',
      sides: 7,
      radius: 16,
    })
    expect(context.done).toEqual([shape!.id])
    expect(context.room.steps).toBe(1)
    expect(context.sketched).toEqual([])
  })

  test('show what they will make while the pointer is down, and make nothing when it is taken back', () => {
    const context = new FakeContext()
    const tool = new ShapeTool(context, 'ellipse')
    tool.down(at(0, 0))
    tool.move(at(2, 2))
    expect(context.sketched).toEqual([])
    tool.move(at(-50, -30))
    expect(context.sketched).toMatchObject([{ x: -50, y: -30, w: 50, h: 30 }])
    tool.cancel()
    tool.up()
    expect(context.sketched).toEqual([])
    expect(drawn(context)).toEqual([])
    expect(context.done).toEqual([])
  })

  test('make one of a usual size about a click, as large on the screen at any zoom', () => {
    const context = new FakeContext()
    context.scale = 2
    const tool = new ShapeTool(context, 'rectangle')
    tool.down(at(100, 100))
    tool.move(at(101, 101))
    tool.up()
    const [shape] = drawn(context) as ShapeRecord[]
    expect(shape).toMatchObject({ x: 60, y: 75, w: 80, h: 50, width: 2, size: 12 })
  })

  test('open a note for writing, and not a frame', () => {
    const context = new FakeContext()
    const note = new ShapeTool(context, 'note')
    note.down(at(0, 0))
    note.up()
    expect(drawn(context)).toMatchObject([{ type: 'note', color: 'yellow', w: 180, h: 180 }])
    expect(context.edited).toEqual(context.done)
    const frame = new ShapeTool(context, 'frame')
    frame.down(at(0, 0))
    frame.move(at(300, 200))
    frame.up()
    expect(drawn(context)[1]).toMatchObject({ type: 'frame', w: 300, h: 200 })
    expect(context.edited).toHaveLength(1)
  })

  test('make nothing that the board would refuse, however it is dragged', () => {
    const ends = [
      [0, 50],
      [50, 0],
      [1e9, 1e9],
    ] as const
    for (const [x, y] of ends) {
      const context = new FakeContext()
      const tool = new ShapeTool(context, 'polygon')
      tool.down(at(0, 0))
      tool.move(at(x, y))
      tool.up()
      expect(faultOfRecord(drawn(context)[0] as ShapeRecord)).toBeNull()
    }
  })
})

describe('a dragged box', () => {
  test('has equal sides with Shift, towards where the pointer is', () => {
    expect(boxBetween({ x: 0, y: 0 }, { x: -30, y: 10 }, { shift: true, alt: false })).toEqual({
      minX: -30,
      minY: 0,
      maxX: 0,
      maxY: 30,
    })
  })

  test('grows from its middle with Alt, and both together', () => {
    expect(boxBetween({ x: 0, y: 0 }, { x: 30, y: 10 }, { shift: false, alt: true })).toEqual({
      minX: -30,
      minY: -10,
      maxX: 30,
      maxY: 10,
    })
    expect(boxBetween({ x: 0, y: 0 }, { x: 30, y: -10 }, { shift: true, alt: true })).toEqual({
      minX: -30,
      minY: -30,
      maxX: 30,
      maxY: 30,
    })
  })
})
