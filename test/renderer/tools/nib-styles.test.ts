import { expect, test } from 'vitest'
import { Value } from '#shared/emitter.ts'
import { fitsProperty, NIBS } from '#shared/model/properties.ts'
import { PenInHand } from '#renderer/board/pen-in-hand.ts'
import { NibStyles, widthsOf } from '#renderer/tools/nib-styles.ts'
import type { InkStyle, ToolId } from '#renderer/tools/tool.ts'

const PLAIN: InkStyle = { color: 'red', width: 8, opacity: 0.9 }

function penOf(first: ToolId): { pen: PenInHand; style: Value<InkStyle>; take: (tool: ToolId) => void } {
  const [tool, style] = [new Value<ToolId>(first), new Value<InkStyle>(PLAIN)]
  const take = (next: ToolId): void => {
    tool.set(next)
    pen.follow()
  }
  const pen: PenInHand = new PenInHand({ tool, style, setTool: take, showStyle: () => undefined })
  return { pen, style, take }
}

test('each nib begins with a style that a record may have, of a width that is offered', () => {
  const styles = new NibStyles()
  let present: InkStyle = { color: 'ink', width: 4, opacity: 1 }
  for (const nib of NIBS) {
    present = styles.change(nib, present)
    expect(fitsProperty('opacity', present.opacity)).toBe(true)
    expect(widthsOf(nib)).toContain(present.width)
    for (const width of widthsOf(nib)) expect(fitsProperty('width', width)).toBe(true)
  }
})

test('each nib keeps its style while another is in hand', () => {
  const { pen, style } = penOf('pen')
  pen.set({ nib: 'marker' })
  style.set({ color: 'teal', width: 20, opacity: 0.5 })
  pen.set({ nib: 'highlighter' })
  expect(style.get()).toMatchObject({ color: 'yellow' })
  pen.set({ nib: 'pen' })
  expect(style.get()).toEqual(PLAIN)
  pen.set({ nib: 'marker' })
  expect(style.get()).toEqual({ color: 'teal', width: 20, opacity: 0.5 })
})

test('other tools draw in the plain pen’s style, and the nib’s comes back with the pen', () => {
  const { pen, style, take } = penOf('pen')
  pen.set({ nib: 'highlighter' })
  take('text')
  expect(style.get()).toEqual(PLAIN)
  style.set({ ...PLAIN, color: 'green' })
  take('pen')
  expect(style.get()).toMatchObject({ color: 'yellow' })
  pen.set({ nib: 'pen' })
  expect(style.get()).toEqual({ ...PLAIN, color: 'green' })
})

test('taking the next nib goes around them all, and first takes the pen in hand', () => {
  const { pen } = penOf('select')
  const seen = NIBS.map(() => {
    pen.next()
    return pen.settings.get().nib
  })
  expect(seen).toEqual(NIBS)
  pen.next()
  expect(pen.settings.get().nib).toBe('pen')
})
