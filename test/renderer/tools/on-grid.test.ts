import { beforeEach, describe, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { placesOf } from '#renderer/board/bindings.ts'
import { builtInStamp } from '#renderer/stamps/built-in.ts'
import { Stamps } from '#renderer/stamps/stamps.ts'
import { FreeformTool } from '#renderer/tools/freeform-tool.ts'
import { LineHandlesTool } from '#renderer/tools/line-tool-handles.ts'
import { LineTool } from '#renderer/tools/line-tool.ts'
import { SelectTool } from '#renderer/tools/select-tool.ts'
import { ShapeTool } from '#renderer/tools/shape-tool.ts'
import { StampTool } from '#renderer/tools/stamp-tool.ts'
import type { Tool, ToolInput } from '#renderer/tools/tool.ts'
import { shape } from '../../support/records.ts'
import { at, FakeContext } from '../../support/tool-context.ts'

let context: FakeContext

beforeEach(() => {
  context = new FakeContext()
  context.grid = { kind: 'lines', spacing: 20 }
})

function drag(
  tool: Tool,
  from: readonly [number, number],
  to: readonly [number, number],
  held: Partial<ToolInput> = {},
): void {
  tool.down(at(...from, held))
  tool.move(at(...to, held))
  tool.up(at(...to, held))
}

function drawn(): BoardRecord[] {
  return Array.from(context.room.store.values())
}

describe('on the grid that is shown', () => {
  test.each(['rectangle', 'star', 'note', 'frame'] as const)('a %s begins and ends', (kind) => {
    drag(new ShapeTool(context, kind), [23, 37], [96, 84])
    expect(drawn()).toMatchObject([{ x: 20, y: 40, w: 80, h: 40 }])
  })

  test('what a click makes is, as what is moved, with its top left corner', () => {
    const tool = new ShapeTool(context, 'rectangle')
    tool.down(at(103, 92))
    tool.up()
    expect(drawn()).toMatchObject([{ x: 20, y: 40, w: 160, h: 100 }])
  })

  test('a line begins and ends, unless it is fastened there', () => {
    drag(new LineTool(context, 'arrow'), [23, 37], [96, 84])
    expect(drawn()).toMatchObject([{ x: 20, y: 40, path: '0,0 80,40' }])
    context.room.others([['box', shape({ id: 'box', x: 207, y: 0, w: 100, h: 100 })]])
    drag(new LineTool(context, 'arrow'), [23, 47], [209, 53])
    expect(drawn().at(-1)).toMatchObject({ x: 20, y: 47, endOn: 'box', endX: 0, endY: 0.53 })
  })

  test('places of lines and of figures of one’s own are', () => {
    drag(new LineTool(context, 'line'), [20, 40], [120, 40])
    const [line] = drawn()
    context.selected = [line!.id]
    drag(new LineHandlesTool(context, new SelectTool(context)), [70, 40], [77, 98])
    expect(placesOf(drawn()[0] as never)[1]).toEqual({ x: 80, y: 100 })
    const freeform = new FreeformTool(context)
    for (const [x, y] of [
      [203, 3],
      [297, 3],
      [297, 97],
      [204, 4],
    ] as const) {
      freeform.down(at(x, y))
      freeform.up()
    }
    expect(drawn().at(-1)).toMatchObject({ x: 200, y: 0, path: '0,0 100,0 100,100', closed: true })
  })

  test('a stamp stands with its top left corner', () => {
    const stamps = new Stamps(null, () => context.room.newRecordId())
    stamps.take(builtInStamp('happy'))
    const tool = new StampTool(context, stamps)
    const [width, height] = sizeOf(tool)
    const [x, y] = [203 + width / 2, 97 + height / 2]
    drag(tool, [x, y], [x, y])
    expect(extentOf(drawn())).toMatchObject({ minX: expect.closeTo(200, 3), minY: expect.closeTo(100, 3) })
  })

  function sizeOf(tool: StampTool): [number, number] {
    tool.hover({ x: 0, y: 0 })
    const { minX, minY, maxX, maxY } = extentOf(context.ghosts)!
    return [maxX - minX, maxY - minY]
  }

  test('nothing is that is far from it, nor with Ctrl', () => {
    drag(new ShapeTool(context, 'rectangle'), [28, 31], [91, 89])
    expect(drawn()).toMatchObject([{ x: 28, y: 31, w: 63, h: 58 }])
    drag(new ShapeTool(context, 'rectangle'), [23, 37], [96, 84], { ctrl: true })
    expect(drawn().at(-1)).toMatchObject({ x: 23, y: 37, w: 73, h: 47 })
    drag(new LineTool(context, 'line'), [23, 37], [96, 84], { ctrl: true })
    expect(drawn().at(-1)).toMatchObject({ x: 23, y: 37, path: '0,0 73,47' })
  })
})
