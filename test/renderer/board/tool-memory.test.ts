import { expect, test } from 'vitest'
import { Value } from '#shared/emitter.ts'
import type { KeptKey } from '#shared/desktop/desktop-api.ts'
import { FigureStyling } from '#renderer/board/figure-styling.ts'
import { PenInHand } from '#renderer/board/pen-in-hand.ts'
import { FIRST_LOOK } from '#renderer/board/text-look.ts'
import { ToolKeeping } from '#renderer/board/tool-keeping.ts'
import { ToolMemory } from '#renderer/board/tool-memory.ts'
import type { Typing } from '#renderer/board/typing.ts'
import type { Keep } from '#renderer/net/keep.ts'
import type { EraserStyle, InkStyle, ToolId } from '#renderer/tools/tool.ts'

class MemoryKeep implements Keep {
  readonly texts = new Map<KeptKey, string>()

  getItem(key: KeptKey): string | null {
    return this.texts.get(key) ?? null
  }

  setItem(key: KeptKey, value: string): void {
    this.texts.set(key, value)
  }
}

/** The tools of a board that is opened. */
function tools(keep: Keep | null) {
  const tool = new Value<ToolId>('pen')
  const style = new Value<InkStyle>({ color: 'ink', width: 4, opacity: 1 })
  const eraser = new Value<EraserStyle>({ kind: 'whole', radius: 8 })
  const pen = new PenInHand({ tool, style, setTool: (next) => tool.set(next), showStyle: () => undefined })
  const figures = new FigureStyling({
    tool: () => tool.get(),
    selected: () => [],
    zoom: () => 1,
    patch: () => undefined,
  })
  const next = new Value(FIRST_LOOK)
  // Of typing only what will be written matters here.
  const typing = { next, setLook: (look: object) => next.update((old) => ({ ...old, ...look })) } as unknown as Typing
  const keeping = new ToolKeeping()
  const memory = new ToolMemory(keep, { style, eraser, keeping, pen, figures, typing })
  return { tool, style, eraser, keeping, pen, figures, next, memory }
}

test('tools come back as they were left, each nib with its own colour, width and helps', () => {
  const keep = new MemoryKeep()
  const before = tools(keep)
  before.style.set({ color: 'red', width: 8, opacity: 0.5 })
  before.pen.set({ steadiness: 'strong', straightens: false })
  before.pen.set({ nib: 'highlighter' })
  before.style.update((style) => ({ ...style, color: 'pink' }))
  before.pen.set({ pressure: false })
  before.eraser.set({ kind: 'part', radius: 32 })
  before.figures.set({ fill: 'hatch', sides: 7, endHead: 'dot', noteColor: 'teal' })
  before.next.set({ font: 'hand', weight: 'bold', align: 'right', size: 60 })
  before.keeping.toggle()
  before.memory.dispose()

  const after = tools(keep)
  expect(after.pen.settings.get()).toEqual({
    nib: 'highlighter',
    pressure: false,
    steadiness: 'off',
    straightens: true,
  })
  expect(after.style.get()).toEqual({ color: 'pink', width: 24, opacity: 0.4 })
  after.pen.set({ nib: 'pen' })
  expect(after.pen.settings.get()).toEqual({ nib: 'pen', pressure: true, steadiness: 'strong', straightens: false })
  expect(after.style.get()).toEqual({ color: 'red', width: 8, opacity: 0.5 })
  expect(after.eraser.get()).toEqual({ kind: 'part', radius: 32 })
  expect(after.keeping.isOn.get()).toBe(true)
  expect(after.figures.style.get()).toMatchObject({ fill: 'hatch', sides: 7, endHead: 'dot', noteColor: 'teal' })
  expect(after.next.get()).toEqual({ font: 'hand', weight: 'bold', align: 'right', size: 60 })
})

test('what was drawn with last need not be a pen: its style comes back all the same', () => {
  const keep = new MemoryKeep()
  const before = tools(keep)
  before.pen.set({ nib: 'marker' })
  before.tool.set('rectangle')
  before.pen.follow()
  before.style.update((style) => ({ ...style, color: 'green' }))
  const after = tools(keep)
  expect(after.style.get()).toEqual({ color: 'ink', width: 12, opacity: 1 })
  after.tool.set('rectangle')
  after.pen.follow()
  expect(after.style.get()).toMatchObject({ color: 'green' })
})

test.each(['', '{', 'null', '7', '[]', '{"nib":"quill","nibs":{"pen":{"color":"#fff"}},"eraser":{"radius":-1}}'])(
  'what is damaged is as it usually is: %s',
  (text) => {
    const keep = new MemoryKeep()
    const usual = tools(null)
    keep.texts.set('drawnet.tools', text)
    const opened = tools(keep)
    expect(opened.pen.settings.get()).toEqual(usual.pen.settings.get())
    expect(opened.style.get()).toEqual(usual.style.get())
    expect(opened.eraser.get()).toEqual(usual.eraser.get())
    expect(opened.keeping.isOn.get()).toBe(false)
  },
)

test('what is damaged takes nothing else with it', () => {
  const keep = new MemoryKeep()
  keep.texts.set('drawnet.tools', '{"nib":"marker","eraser":{"kind":"part","radius":1e9}}')
  const opened = tools(keep)
  expect(opened.pen.settings.get().nib).toBe('marker')
  expect(opened.eraser.get()).toEqual({ kind: 'whole', radius: 8 })
})

test('where nothing can be kept, tools work', () => {
  const full: Keep = {
    getItem: () => {
      throw new Error('denied')
    },
    setItem: () => {
      throw new Error('full')
    },
  }
  const { pen } = tools(full)
  pen.set({ nib: 'pencil' })
  expect(pen.settings.get().nib).toBe('pencil')
})
