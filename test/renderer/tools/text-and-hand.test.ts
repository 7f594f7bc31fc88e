import { expect, test } from 'vitest'
import { USUAL } from '#shared/model/records.ts'
import { HandTool } from '#renderer/tools/hand-tool.ts'
import { TextTool } from '#renderer/tools/text-tool.ts'
import { line, shape, text } from '../../support/records.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

test('the text tool begins a text where one clicks, or opens the one that is there', () => {
  const context = new FakeContext([text({ id: 't', x: 0, y: 0, w: 70, h: 30 }), line('a', 200, 0, 300, 0)])
  const tool = new TextTool(context)
  tool.down(at(20, 10))
  tool.up(at(20, 10))
  expect(context.edited).toEqual(['t'])
  expect(context.begun).toEqual([])
  tool.down(at(250, 0))
  tool.up(at(250, 0))
  expect(context.begun).toEqual([{ x: 250, y: 0 }])
})

test('the text tool writes as wide as the box that one draws, from any of its corners', () => {
  const context = new FakeContext()
  const tool = new TextTool(context)
  tool.down(at(220, 110))
  tool.move(at(60, 10))
  expect(context.box).toEqual({ minX: 60, minY: 10, maxX: 220, maxY: 110 })
  tool.up(at(60, 10))
  expect(context.box).toBeNull()
  expect(context.begun).toEqual([{ x: 60, y: 10 }])
  expect(context.wraps).toEqual([160])
  tool.down(at(20, 10))
  tool.move(at(30, 200))
  tool.up(at(30, 200))
  expect(context.wraps).toEqual([160, 0])
})

test('the text tool opens the words of shapes and notes, and writes beside what has none', () => {
  const note = { ...USUAL.note, type: 'note', id: 'n', z: 'a0', author: 1, x: 0, y: 0, w: 100, h: 100 } as const
  const context = new FakeContext([note, line('a', 200, 0, 300, 0)])
  const tool = new TextTool(context)
  tool.down(at(50, 50))
  tool.up(at(50, 50))
  expect(context.edited).toEqual(['n'])
  expect(context.begun).toEqual([])
})

test('the text tool writes in the innermost hollow shape, and beside those that are locked', () => {
  const context = new FakeContext([
    shape({ id: 'outer', w: 400, h: 400 }),
    shape({ id: 'inner', z: 'a0', shape: 'ellipse', x: 100, y: 100, w: 200, h: 200 }),
    shape({ id: 'locked', z: 'a2', x: 150, y: 150, w: 100, h: 100, locked: true }),
  ])
  const tool = new TextTool(context)
  for (const place of [at(200, 200), at(105, 105), at(600, 100)]) {
    tool.down(place)
    tool.up(place)
  }
  // A corner of its box is not in an ellipse.
  expect(context.edited).toEqual(['inner', 'outer'])
  expect(context.begun).toEqual([{ x: 600, y: 100 }])
})

test('the text tool takes a cancelled press for nothing', () => {
  const context = new FakeContext()
  const tool = new TextTool(context)
  tool.down(at(20, 10))
  tool.cancel()
  tool.up(at(20, 10))
  expect(context.begun).toEqual([])
})

test('the hand moves the view by what the pointer moves on the screen', () => {
  const context = new FakeContext()
  const tool = new HandTool(context)
  tool.move(at(5, 5))
  tool.down(at(10, 10))
  expect(context.cursor).toBe('grabbing')
  tool.move(at(30, 5))
  tool.move(at(40, 0))
  tool.up()
  tool.move(at(90, 90))
  expect(context.panned).toEqual({ x: 30, y: -10 })
  expect(context.cursor).toBe('grab')
})
