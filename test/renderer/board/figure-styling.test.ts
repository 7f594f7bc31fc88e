import { describe, expect, test } from 'vitest'
import {
  patched,
  USUAL,
  type BoardRecord,
  type LineRecord,
  type NoteRecord,
  type RecordPatch,
} from '#shared/model/records.ts'
import { FigureStyling, patchOfFigure, shownOfRecords } from '#renderer/board/figure-styling.ts'
import type { ToolId } from '#renderer/tools/tool.ts'
import { line as ink, shape, text } from '../../support/records.ts'

const arrow: LineRecord = {
  ...USUAL.line,
  type: 'line',
  id: 'arrow',
  z: 'a1',
  author: 1,
  x: 0,
  y: 0,
  width: 4,
  path: '0,0 100,0',
  endHead: 'arrow',
}
const note: NoteRecord = { ...USUAL.note, type: 'note', id: 'note', z: 'a1', author: 1, x: 0, y: 0, w: 9, h: 9 }

function styling(tool: ToolId, ...selected: BoardRecord[]) {
  const patches: (readonly [string, RecordPatch])[][] = []
  const styled = new FigureStyling({
    tool: () => tool,
    selected: () => selected,
    zoom: () => 1,
    patch: (given) => patches.push([...given]),
  })
  styled.show()
  return { styled, patches }
}

describe('what is shown of shapes and lines', () => {
  test('is what they have in common; what differs is left open', () => {
    const round = shape({ id: 'a', radius: 16, dash: 'dashed', fill: 'solid' })
    const sharp = shape({ id: 'b', dash: 'dashed', fill: 'hatch' })
    expect(shownOfRecords([round, sharp])).toMatchObject({
      round: null,
      dash: 'dashed',
      fill: null,
      fillColor: 'ink',
      controls: ['fill', 'dash', 'round'],
    })
  })

  test('comes only from those that have it', () => {
    const star = shape({ id: 'a', shape: 'star', sides: 7 })
    const shown = shownOfRecords([star, arrow, ink('i', 0, 0, 9, 9), text({ id: 't' })])
    expect(shown).toMatchObject({ sides: 7, bend: 'straight', endHead: 'arrow', startHead: 'none' })
    expect(shown.controls).toEqual(['fill', 'dash', 'round', 'sides', 'bend', 'heads'])
    expect(shownOfRecords([note]).controls).toEqual([])
  })

  test('without a selection is what the tool in hand will draw', () => {
    expect(styling('arrow').styled.shown.get().controls).toEqual(['dash', 'bend', 'heads'])
    expect(styling('polygon').styled.shown.get().controls).toEqual(['fill', 'dash', 'round', 'sides'])
    expect(styling('ellipse').styled.shown.get().controls).toEqual(['fill', 'dash'])
    expect(styling('pen').styled.shown.get().controls).toEqual([])
  })
})

describe('a choice', () => {
  test('is remembered for what is drawn next, and changes all that is selected at once', () => {
    const { styled, patches } = styling('select', shape({ id: 'a' }), arrow, note)
    styled.set({ dash: 'dotted' })
    expect(styled.style.get().dash).toBe('dotted')
    expect(patches).toEqual([
      [
        ['a', { dash: 'dotted' }],
        ['arrow', { dash: 'dotted' }],
      ],
    ])
  })

  test('leaves alone what has it already, or has no use for it', () => {
    expect(patchOfFigure(shape({ id: 'a' }), { dash: 'solid' }, 1)).toBeNull()
    expect(patchOfFigure(shape({ id: 'a' }), { sides: 7, endHead: 'dot' }, 1)).toBeNull()
    expect(patchOfFigure(arrow, { fill: 'solid' }, 1)).toBeNull()
    expect(patchOfFigure({ ...arrow, closed: true }, { fill: 'solid' }, 1)).toEqual({ fill: 'solid' })
  })

  test('of round corners is as round on the screen at any zoom and scale', () => {
    expect(patchOfFigure(shape({ id: 'a', scaleX: 2, scaleY: 2 }), { round: true }, 4)).toEqual({ radius: 2 })
    expect(patchOfFigure(shape({ id: 'a', radius: 3 }), { round: false }, 1)).toEqual({ radius: 0 })
  })

  test('of a curve gives a straight line a place to curve by', () => {
    const patch = patchOfFigure(arrow, { bend: 'curved' }, 1)
    expect(patch).toMatchObject({ bend: 'curved', path: '0,0 50,-20 100,0' })
    expect(patchOfFigure(patched(arrow, patch!), { bend: 'elbow' }, 1)).toEqual({ bend: 'elbow', path: arrow.path })
  })

  test('of a line with right angles between things leaves none of the corners that were found for it', () => {
    const routed = { ...arrow, bend: 'elbow', startOn: 'box', path: '0,0 50,0 50,40 100,40' } as const
    expect(patchOfFigure(routed, { bend: 'straight' }, 1)).toEqual({ bend: 'straight', path: '0,0 100,40' })
    expect(patchOfFigure(routed, { bend: 'elbow' }, 1)).toBeNull()
  })
})

test('notes have a colour of their own, which is remembered by itself', () => {
  const { styled } = styling('note')
  const black = { color: 'ink', width: 4, opacity: 1 } as const
  expect(styled.inkOf(black)).toEqual({ ...black, color: 'yellow' })
  expect(styled.withoutPaper({ color: 'pink', opacity: 0.5 })).toEqual({ opacity: 0.5 })
  expect(styled.inkOf(black).color).toBe('pink')
  expect(styling('pen').styled.withoutPaper({ color: 'pink' })).toEqual({ color: 'pink' })
  expect(styling('select', note).styled.withoutPaper({ color: 'pink' })).toEqual({})
})
