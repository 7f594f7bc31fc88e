import { describe, expect, test } from 'vitest'
import { boundsOf } from '#shared/model/bounds.ts'
import { courseOf, flattened } from '#shared/model/line-geometry.ts'
import { readPath } from '#shared/model/paths.ts'
import { faultOfRecord, USUAL, type LineRecord, type ShapeRecord } from '#shared/model/records.ts'
import { placesOf } from '#renderer/board/bindings.ts'
import { FreeformTool } from '#renderer/tools/freeform-tool.ts'
import { bentPath } from '#renderer/tools/line-bend.ts'
import { LineHandlesTool } from '#renderer/tools/line-tool-handles.ts'
import { LineTool } from '#renderer/tools/line-tool.ts'
import { SelectTool } from '#renderer/tools/select-tool.ts'
import { shape } from '../../support/records.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

function linesOf(context: FakeContext): LineRecord[] {
  return Array.from(context.room.store.values()).filter((record) => record.type === 'line')
}

function draw(
  context: FakeContext,
  from: readonly [number, number],
  to: readonly [number, number],
  more = {},
): LineRecord {
  const tool = new LineTool(context, 'arrow')
  tool.down(at(...from))
  tool.move(at(...to, more))
  tool.up()
  return linesOf(context).at(-1)!
}

describe('the tool for lines', () => {
  test('draws from where one presses to where one lets go, in the present style', () => {
    const context = new FakeContext()
    context.figures = { ...context.figures, dash: 'dashed', startHead: 'dot', endHead: 'triangle' }
    const tool = new LineTool(context, 'line')
    tool.down(at(10, 10))
    tool.move(at(60, 30))
    expect(context.sketched).toHaveLength(1)
    tool.up()
    const [line] = linesOf(context)
    expect(line).toMatchObject({ x: 10, y: 10, path: '0,0 50,20', dash: 'dashed', startHead: 'none', endHead: 'none' })
    expect(context.done).toEqual([line!.id])
    expect(draw(context, [0, 100], [50, 100])).toMatchObject({ startHead: 'dot', endHead: 'triangle' })
    expect(context.room.steps).toBe(2)
  })

  test('keeps to steps of 15 degrees with Shift, and begins in its middle with Alt', () => {
    const context = new FakeContext()
    expect(draw(context, [0, 0], [100, 4], { shift: true }).path).toBe('0,0 100,0')
    const [, diagonal] = placesOf(draw(context, [0, 0], [100, 96], { shift: true }))
    expect(diagonal!.x).toBeCloseTo(diagonal!.y)
    expect(placesOf(draw(context, [0, 0], [50, 20], { alt: true }))).toEqual([
      { x: -50, y: -20 },
      { x: 50, y: 20 },
    ])
  })

  test('looks the same on the screen at any zoom, heads included', () => {
    const seen = [1 / 16, 1, 64].map((zoom) => {
      const context = new FakeContext()
      context.scale = zoom
      context.ink = { ...context.ink, width: 2 }
      const line = draw(context, [0, 0], [100, 40], { at: { x: 100 / zoom, y: 40 / zoom } })
      const { minX, minY, maxX, maxY } = boundsOf(line)
      return [minX, minY, maxX, maxY].map((value) => Math.round(value * zoom * 10) / 10)
    })
    expect(seen[0]).toEqual(seen[1])
    expect(seen[2]).toEqual(seen[1])
  })

  test('is fastened exactly in a close view too', () => {
    const context = new FakeContext([shape({ id: 'box', x: 2, y: -0.5, w: 1, h: 1, width: 0.05 })])
    context.scale = 64
    const line = draw(context, [0, 0], [160, 0], { at: { x: 2.5, y: 0 } })
    expect(placesOf(line)[1]).toEqual({ x: 2, y: 0 })
  })

  test('makes a line of a usual length of a click, and none when taken back', () => {
    const context = new FakeContext()
    const tool = new LineTool(context, 'line')
    tool.down(at(10, 10))
    tool.up()
    expect(linesOf(context)).toMatchObject([{ path: '0,0 160,0' }])
    tool.down(at(0, 0))
    tool.move(at(80, 80))
    tool.cancel()
    tool.up()
    expect(linesOf(context)).toHaveLength(1)
    expect(context.sketched).toEqual([])
  })

  test('bows a curved line, so that it is seen to be one', () => {
    const context = new FakeContext()
    context.figures = { ...context.figures, bend: 'curved' }
    expect(readPath(draw(context, [0, 0], [100, 0]).path)).toHaveLength(3)
  })

  test('fastens its ends to what they are on: aims at the places dropped on, and is seen between the outlines', () => {
    const box = shape({ id: 'box', x: 0, y: 0, w: 100, h: 100 })
    const other = shape({ id: 'other', x: 300, y: 0, w: 100, h: 100, fill: 'solid' })
    const context = new FakeContext([box, other])
    const arrow = draw(context, [50, 50], [350, 50])
    expect(arrow).toMatchObject({ startOn: 'box', endOn: 'other', startX: 0.5, startY: 0.5, endX: 0.5, endY: 0.5 })
    expect(placesOf(arrow)).toEqual([
      { x: 100, y: 50 },
      { x: 300, y: 50 },
    ])
    expect(context.target).toBeNull()
  })

  test('aims at the outline itself where it is dropped near that', () => {
    const context = new FakeContext([shape({ id: 'box', x: 300, y: 0, w: 100, h: 100 })])
    expect(draw(context, [0, 80], [303, 80])).toMatchObject({ endOn: 'box', endX: 0, endY: 0.8 })
  })

  test('fastens nothing with Ctrl, nor within one and the same thing', () => {
    const context = new FakeContext([shape({ id: 'box', w: 100, h: 100 })])
    expect(draw(context, [50, 50], [350, 50], { ctrl: true })).toMatchObject({ startOn: '', endOn: '' })
    expect(draw(context, [20, 50], [80, 50])).toMatchObject({ startOn: '', endOn: '', path: '0,0 60,0' })
  })
})

describe('the tool for figures of one’s own', () => {
  function click(tool: FreeformTool, x: number, y: number): void {
    tool.down(at(x, y))
    tool.up()
  }

  test('draws around the places clicked, and ends with a click on the first', () => {
    const context = new FakeContext()
    context.figures = { ...context.figures, fill: 'solid' }
    const tool = new FreeformTool(context)
    click(tool, 0, 0)
    click(tool, 100, 0)
    tool.hover({ x: 50, y: 50 })
    expect(context.sketched).toMatchObject([{ path: '0,0 100,0 50,50' }])
    click(tool, 100, 100)
    expect(linesOf(context)).toEqual([])
    click(tool, 2, 2)
    expect(linesOf(context)).toMatchObject([{ path: '0,0 100,0 100,100', closed: true, fill: 'solid' }])
    expect(context.done).toHaveLength(1)
    expect(context.sketched).toEqual([])
    expect(context.room.steps).toBe(1)
  })

  test('ends with a double click or Enter as well; of two places it makes an open line', () => {
    const context = new FakeContext()
    const tool = new FreeformTool(context)
    click(tool, 0, 0)
    click(tool, 100, 0)
    click(tool, 100, 0)
    expect(linesOf(context)).toMatchObject([{ path: '0,0 100,0', closed: false }])
    click(tool, 0, 0)
    click(tool, 50, 0)
    click(tool, 50, 50)
    expect(tool.finish(true)).toBe(true)
    expect(linesOf(context)).toHaveLength(2)
    expect(tool.finish(true)).toBe(false)
  })

  test('makes nothing when it is given up, nor of one place', () => {
    const context = new FakeContext()
    const tool = new FreeformTool(context)
    click(tool, 0, 0)
    click(tool, 50, 0)
    expect(tool.finish(false)).toBe(true)
    click(tool, 0, 0)
    expect(tool.finish(true)).toBe(true)
    expect(linesOf(context)).toEqual([])
    expect(context.sketched).toEqual([])
  })

  test('a drag draws a side; a press that is taken back leaves those before it', () => {
    const context = new FakeContext()
    const tool = new FreeformTool(context)
    tool.down(at(0, 0))
    tool.move(at(40, 0))
    tool.move(at(80, 0))
    tool.up()
    tool.down(at(80, 80))
    tool.move(at(80, 90))
    tool.cancel()
    click(tool, 0, 80)
    tool.finish(true)
    expect(linesOf(context)).toMatchObject([{ path: '0,0 80,0 0,80' }])
  })
})

describe('the handles of a line', () => {
  const line: LineRecord = {
    ...USUAL.line,
    type: 'line',
    id: 'line',
    z: 'a1',
    author: 1,
    x: 200,
    y: 50,
    width: 4,
    path: '0,0 200,0',
  }

  function board(...records: ShapeRecord[]): { context: FakeContext; tool: LineHandlesTool } {
    const context = new FakeContext([line, ...records])
    context.selected = ['line']
    return { context, tool: new LineHandlesTool(context, new SelectTool(context)) }
  }

  function drag(tool: LineHandlesTool, from: readonly [number, number], to: readonly [number, number]): void {
    tool.down(at(...from))
    tool.move(at(...to))
    tool.up(at(...to))
  }

  test('take an end elsewhere, in one step of undo', () => {
    const { context, tool } = board()
    expect(tool.cursorAt({ x: 400, y: 50 })).not.toBeNull()
    drag(tool, [401, 51], [500, 90])
    expect(placesOf(linesOf(context)[0]!)).toEqual([
      { x: 200, y: 50 },
      { x: 500, y: 90 },
    ])
    expect(context.room.steps).toBe(1)
    expect(context.sketched).toEqual([])
  })

  test('fasten an end to what it is dragged onto, and loosen it again', () => {
    const box = shape({ id: 'box', x: 500, y: 0, w: 100, h: 100 })
    const { context, tool } = board(box)
    tool.down(at(400, 50))
    tool.move(at(550, 50))
    expect(context.target).toMatchObject({ id: 'box' })
    tool.up(at(550, 50))
    const [fastened] = linesOf(context)
    expect(fastened).toMatchObject({ endOn: 'box', endX: 0.5, endY: 0.5, startOn: '' })
    expect(placesOf(fastened!)[1]).toEqual({ x: 500, y: 50 })
    drag(tool, [500, 50], [420, 200])
    expect(linesOf(context)[0]).toMatchObject({ endOn: '' })
    expect(context.target).toBeNull()
  })

  test('make a new place between two others', () => {
    const { context, tool } = board()
    drag(tool, [300, 50], [300, 120])
    expect(placesOf(linesOf(context)[0]!)).toEqual([
      { x: 200, y: 50 },
      { x: 300, y: 120 },
      { x: 400, y: 50 },
    ])
  })

  test('leave places where they are put while the ends turn to them', () => {
    const box = shape({ id: 'box', x: 500, y: 0, w: 100, h: 100 })
    const { context, tool } = board(box)
    drag(tool, [400, 50], [550, 50])
    drag(tool, [350, 50], [550, 300])
    expect(placesOf(linesOf(context)[0]!)).toEqual([
      { x: 200, y: 50 },
      { x: 550, y: 300 },
      { x: 550, y: 100 },
    ])
  })

  test('of a line whose corners are found for it are its ends, and these find them anew', () => {
    const box = shape({ id: 'box', x: 0, y: 0, w: 100, h: 100 })
    const { context, tool } = board(box)
    const routed = {
      ...line,
      x: 0,
      y: 0,
      bend: 'elbow',
      startOn: 'box',
      path: '100,50 200,50 200,120 300,120',
    } as const
    context.room.others([['line', routed]])
    expect(tool.cursorAt({ x: 300, y: 120 })).not.toBeNull()
    expect(tool.cursorAt({ x: 200, y: 50 })).toBeNull()
    drag(tool, [300, 120], [500, 90])
    expect(flattened(courseOf(linesOf(context)[0]!))).toEqual([
      { x: 100, y: 50 },
      { x: 300, y: 50 },
      { x: 300, y: 90 },
      { x: 500, y: 90 },
    ])
  })

  describe('at a place between the ends', () => {
    function crooked(path = '0,0 100,70 200,0', change: Partial<LineRecord> = {}) {
      const { context, tool } = board()
      context.room.others([['line', { ...line, path, ...change }]])
      return { context, tool, path: () => linesOf(context)[0]!.path }
    }

    test('hold it once it was clicked, and Delete takes it away and not the line', () => {
      const { context, tool, path } = crooked()
      expect(tool.remove()).toBe(false)
      tool.down(at(300, 120))
      tool.up(at(300, 120))
      expect(context.held).toMatchObject({ index: 1 })
      expect(tool.remove()).toBe(true)
      expect(path()).toBe('0,0 200,0')
      expect(context.held).toBeNull()
      expect(context.room.steps).toBe(1)
      // Now the line itself would go.
      expect(tool.remove()).toBe(false)
    })

    test('hold what was dragged or made last, until something else is pressed or the line changes', () => {
      const { context, tool, path } = crooked()
      drag(tool, [300, 120], [310, 150])
      expect(tool.remove()).toBe(true)
      expect(path()).toBe('0,0 200,0')
      drag(tool, [300, 50], [300, 90])
      expect(path()).toBe('0,0 100,40 200,0')
      context.room.undo()
      expect(tool.remove()).toBe(false)
      drag(tool, [300, 50], [300, 90])
      tool.down(at(200, 50))
      tool.up(at(200, 50))
      expect(tool.remove()).toBe(false)
    })

    test('let go of it with Delete while it is dragged', () => {
      const { context, tool, path } = crooked()
      tool.down(at(300, 120))
      tool.move(at(330, 180))
      expect(tool.remove()).toBe(true)
      tool.move(at(340, 190))
      tool.up(at(340, 190))
      expect(path()).toBe('0,0 200,0')
      expect(context.sketched).toEqual([])
    })

    test('take it away when it is put onto its neighbour, and with a double click', () => {
      const dragged = crooked('0,0 100,70 150,70 200,0')
      drag(dragged.tool, [300, 120], [348, 121])
      expect(dragged.path()).toBe('0,0 150,70 200,0')
      dragged.tool.doubleClick(at(350, 120))
      expect(dragged.path()).toBe('0,0 200,0')
      dragged.tool.doubleClick(at(400, 50))
      expect(dragged.path()).toBe('0,0 200,0')
      expect(dragged.context.room.steps).toBe(2)
    })

    test('leave a closed figure three of them', () => {
      const closed = crooked('0,0 100,0 100,100 0,100', { closed: true })
      closed.tool.doubleClick(at(200, 50))
      expect(closed.path()).toBe('100,0 100,100 0,100')
      closed.tool.doubleClick(at(300, 50))
      expect(closed.path()).toBe('100,0 100,100 0,100')
    })
  })

  test('put all back when the drag is taken back, and do nothing on a click', () => {
    const { context, tool } = board()
    tool.down(at(400, 50))
    tool.move(at(500, 90))
    tool.cancel()
    tool.down(at(400, 50))
    tool.up(at(400, 50))
    expect(linesOf(context)).toEqual([line])
    expect(context.sketched).toEqual([])
    expect(context.room.steps).toBe(0)
  })

  test('are not there for locked lines, nor for several things', () => {
    const { context, tool } = board(shape({ id: 'box', x: 600, y: 0, w: 10, h: 10 }))
    context.selected = ['line', 'box']
    expect(tool.cursorAt({ x: 400, y: 50 })).toBeNull()
    context.selected = ['line']
    context.room.others([['line', { ...line, locked: true }]])
    expect(tool.cursorAt({ x: 400, y: 50 })).toBeNull()
  })

  test('leave everything else to the select tool', () => {
    const { context, tool } = board()
    expect(tool.down(at(600, 400))).toBe('tool')
    tool.up(at(600, 400))
    expect(context.selected).toEqual([])
    expect(tool.down(at(340, 50))).toBe('handles')
    expect(context.selected).toEqual(['line'])
  })
})

describe('a change of bend', () => {
  test('bows a line of two places, and takes the bow away again', () => {
    const curved = bentPath('0,0 100,0', 'curved')
    expect(readPath(curved)).toHaveLength(3)
    expect(bentPath(curved, 'straight')).toBe('0,0 100,0')
    expect(bentPath(curved, 'curved')).toBe(curved)
  })

  test('keeps places that were put by hand', () => {
    expect(bentPath('0,0 50,80 100,0', 'straight')).toBe('0,0 50,80 100,0')
    expect(bentPath('nonsense', 'curved')).toBe('nonsense')
  })
})

test('what the tools draw is what a board takes', () => {
  const context = new FakeContext()
  expect(faultOfRecord(draw(context, [0, 0], [1e-7, 30]))).toBeNull()
})

test('undoing takes back the last place of a figure that is being drawn, and ends it with the first', () => {
  const context = new FakeContext()
  const tool = new FreeformTool(context)
  expect(tool.undo()).toBe(false)
  for (const place of [at(0, 0), at(100, 0), at(100, 100)]) {
    tool.down(place)
    tool.up()
  }
  expect(tool.undo()).toBe(true)
  expect(context.sketched).toMatchObject([{ closed: false }])
  tool.undo()
  expect(context.sketched).toEqual([])
  expect(tool.undo()).toBe(true)
  expect(tool.undo()).toBe(false)
  expect(tool.finish(true)).toBe(false)
  expect(linesOf(context)).toEqual([])
})
