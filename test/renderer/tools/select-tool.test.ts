import { describe, expect, test } from 'vitest'
import { SelectTool } from '#renderer/tools/select-tool.ts'
import { line, shape, text } from '../../support/records.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function board(): { context: FakeContext; tool: SelectTool } {
  const context = new FakeContext([
    line('a', 0, 0, 100, 0, { z: 'a0' }),
    line('b', 0, 100, 100, 100, { z: 'a1' }),
    text({ id: 't', x: 0, y: 200, w: 70, h: 30, z: 'a2' }),
  ])
  return { context, tool: new SelectTool(context) }
}

describe('the select tool', () => {
  test('selects what is clicked, and gives the gesture to the handles', () => {
    const { context, tool } = board()
    expect(tool.down(at(50, 3))).toBe('handles')
    expect(context.selected).toEqual(['a'])
    tool.up()
    expect(context.selected).toEqual(['a'])
  })

  test('adds and takes away with Shift', () => {
    const { context, tool } = board()
    tool.down(at(50, 0))
    tool.up()
    expect(tool.down(at(50, 100, { shift: true }))).toBe('tool')
    tool.up()
    expect(context.selected).toEqual(['a', 'b'])
    tool.down(at(50, 0, { shift: true }))
    tool.up()
    expect(context.selected).toEqual(['b'])
  })

  test('drags all of several, and narrows to one only on a click without a drag', () => {
    const { context, tool } = board()
    context.selected = ['a', 'b']
    tool.down(at(50, 0))
    tool.move(at(80, 40))
    tool.up()
    expect(context.selected).toEqual(['a', 'b'])
    tool.down(at(50, 0))
    tool.move(at(51, 1))
    tool.up()
    expect(context.selected).toEqual(['a'])
  })

  test('moves the selection from anywhere in its frame, and lets go on a click there', () => {
    const { context, tool } = board()
    context.selected = ['a', 'b']
    context.frame = 'inside'
    expect(tool.down(at(50, 50))).toBe('handles')
    tool.move(at(90, 50))
    tool.up()
    expect(context.selected).toEqual(['a', 'b'])
    tool.down(at(50, 50))
    tool.up()
    expect(context.selected).toEqual([])
  })

  test('a handle wins over ink beneath it', () => {
    const { context, tool } = board()
    context.selected = ['b']
    context.frame = 'handle'
    expect(tool.down(at(50, 0))).toBe('handles')
    tool.up()
    expect(context.selected).toEqual(['b'])
  })

  test('draws a box from empty board, which selects as it grows', () => {
    const { context, tool } = board()
    context.selected = ['t']
    expect(tool.down(at(-50, -50))).toBe('tool')
    expect(context.selected).toEqual([])
    tool.move(at(60, 20))
    expect(context.box).toEqual({ minX: -50, minY: -50, maxX: 60, maxY: 20 })
    expect(context.selected).toEqual(['a'])
    tool.move(at(60, 120))
    expect(context.selected).toEqual(['a', 'b'])
    tool.move(at(60, 20))
    expect(context.selected).toEqual(['a'])
    tool.up()
    expect(context.box).toBeNull()
    expect(context.selected).toEqual(['a'])
  })

  test('a box with Shift adds to what is selected; cancelled, it gives back what was', () => {
    const { context, tool } = board()
    context.selected = ['t']
    tool.down(at(-50, -50, { shift: true }))
    tool.move(at(60, 20, { shift: true }))
    expect(context.selected).toEqual(['t', 'a'])
    tool.cancel()
    expect(context.selected).toEqual(['t'])
    expect(context.box).toBeNull()
  })

  test('a click on nothing lets go of everything', () => {
    const { context, tool } = board()
    context.selected = ['a']
    tool.down(at(500, 500))
    tool.up()
    expect(context.selected).toEqual([])
  })

  test('a double click opens text and nothing else', () => {
    const { context, tool } = board()
    tool.doubleClick(at(50, 0))
    expect(context.edited).toEqual([])
    tool.doubleClick(at(20, 215))
    expect(context.edited).toEqual(['t'])
  })

  test('a double click writes in a hollow shape, and begins a text where nothing is', () => {
    const context = new FakeContext([shape({ id: 's', w: 200, h: 100 }), line('a', 0, 50, 200, 50)])
    const tool = new SelectTool(context)
    tool.doubleClick(at(100, 20))
    expect(context.edited).toEqual(['s'])
    expect(context.begun).toEqual([])
    tool.doubleClick(at(100, 300))
    tool.doubleClick(at(100, 300, { shift: true }))
    expect(context.begun).toEqual([{ x: 100, y: 300 }])
  })

  test('a finger need not be as exact as a mouse', () => {
    const { context, tool } = board()
    tool.down(at(50, 13))
    tool.up()
    expect(context.selected).toEqual([])
    tool.down(at(50, 13, { device: 'touch' }))
    tool.up()
    expect(context.selected).toEqual(['a'])
  })
})

describe('selecting groups', () => {
  function grouped(): { context: FakeContext; tool: SelectTool } {
    const context = new FakeContext([
      line('a', 0, 0, 100, 0, { group: 'g1' }),
      line('b', 0, 100, 100, 100, { group: 'g1/g2' }),
      line('c', 0, 200, 100, 200, { group: 'g1/g2' }),
      line('d', 0, 300, 100, 300),
    ])
    return { context, tool: new SelectTool(context) }
  }

  function click(tool: SelectTool, x: number, y: number, change = {}): void {
    tool.down(at(x, y, change))
    tool.up()
  }

  test('a click selects the outermost group, double clicks go into it one level at a time', () => {
    const { context, tool } = grouped()
    click(tool, 50, 100)
    expect(context.selected).toEqual(['a', 'b', 'c'])
    tool.doubleClick(at(50, 100))
    expect(context.selected).toEqual(['b', 'c'])
    click(tool, 50, 0)
    expect(context.selected).toEqual(['a'])
    click(tool, 50, 200)
    expect(context.selected).toEqual(['b', 'c'])
    tool.doubleClick(at(50, 200))
    expect(context.selected).toEqual(['c'])
  })

  test('a click elsewhere leaves the group', () => {
    const { context, tool } = grouped()
    click(tool, 50, 100)
    tool.doubleClick(at(50, 100))
    click(tool, 50, 300)
    expect(context.selected).toEqual(['d'])
    click(tool, 50, 100)
    expect(context.selected).toEqual(['a', 'b', 'c'])
  })

  test('Shift and Ctrl add and take away whole groups', () => {
    const { context, tool } = grouped()
    click(tool, 50, 300)
    click(tool, 50, 100, { ctrl: true })
    expect(context.selected).toEqual(['d', 'a', 'b', 'c'])
    click(tool, 50, 0, { shift: true })
    expect(context.selected).toEqual(['d'])
  })

  test('a box that touches a part takes all of it', () => {
    const { context, tool } = grouped()
    tool.down(at(-50, 150))
    tool.move(at(50, 250))
    tool.up()
    expect([...context.selected].sort()).toEqual(['a', 'b', 'c'])
  })
})

describe('selecting by lasso', () => {
  test('goes around things with Alt, or as its own tool', () => {
    for (const [id, alt] of [
      ['select', true],
      ['lasso', false],
    ] as const) {
      const { context } = board()
      const tool = new SelectTool(context, id)
      tool.down(at(-20, -20, { alt }))
      tool.move(at(120, -20, { alt }))
      tool.move(at(120, 60, { alt }))
      expect(context.lasso).toHaveLength(3)
      expect(context.box).toBe(null)
      tool.up()
      expect(context.selected).toEqual(['a'])
      expect(context.lasso).toBe(null)
    }
  })

  test('ends as if it had not been', () => {
    const { context } = board()
    const tool = new SelectTool(context, 'lasso')
    context.selected = ['b']
    tool.down(at(-20, -20, { shift: true }))
    tool.move(at(120, -20))
    tool.cancel()
    expect(context.lasso).toBe(null)
    expect(context.selected).toEqual(['b'])
  })
})

describe('what is locked', () => {
  test('is selected by a click but not dragged, and never by a box', () => {
    const context = new FakeContext([line('a', 0, 0, 100, 0, { locked: true }), line('b', 0, 50, 100, 50)])
    const tool = new SelectTool(context)
    expect(tool.down(at(50, 0))).toBe('tool')
    tool.up()
    expect(context.selected).toEqual(['a'])
    tool.down(at(50, 0))
    tool.move(at(80, 70))
    tool.up()
    expect(context.selected).toEqual(['b'])
  })
})
