import { expect, test } from 'vitest'
import { isSameStyle, nearestWidth, styleOfRecords } from '#renderer/board/shown-style.ts'
import { line, text } from '../../support/records.ts'

const red = line('a', 0, 0, 10, 0, { color: 'red', width: 8, opacity: 0.5 })

test('one record shows its own style', () => {
  expect(styleOfRecords([red], 1)).toMatchObject({ color: 'red', width: 8, opacity: 0.5, hasLines: true })
})

test('what differs is left open, one by one', () => {
  const thick = { ...red, id: 'b', width: 16 }
  expect(styleOfRecords([red, thick], 1)).toMatchObject({ color: 'red', width: null, opacity: 0.5, hasLines: true })
  const faint = { ...red, id: 'c', opacity: 0.1 }
  expect(styleOfRecords([red, faint], 1)).toMatchObject({ color: 'red', width: 8, opacity: null, hasLines: true })
  const blue = { ...red, id: 'd', color: 'blue' } as const
  expect(styleOfRecords([red, blue, thick, faint], 1)).toMatchObject({
    color: null,
    width: null,
    opacity: null,
    hasLines: true,
  })
})

test('what differed once stays open, whatever follows', () => {
  const blue = { ...red, id: 'b', color: 'blue', width: 2, opacity: 1 } as const
  expect(styleOfRecords([red, blue, red], 1)).toMatchObject({ color: null, width: null, opacity: null })
})

test('text has a colour and an opacity, and leaves the width to the lines beside it', () => {
  const words = text({ id: 't', color: 'red', opacity: 0.5 })
  expect(styleOfRecords([words], 1)).toMatchObject({ color: 'red', width: null, opacity: 0.5, hasLines: false })
  expect(styleOfRecords([words, red], 1)).toMatchObject({ color: 'red', width: 8, opacity: 0.5, hasLines: true })
  expect(styleOfRecords([text({ id: 'u', color: 'blue', opacity: 1 }), words, red], 1)).toMatchObject({
    width: 8,
    hasLines: true,
  })
})

test('a width counts as it is seen: with the scale of the line and the zoom of the view', () => {
  const scaled = { ...red, id: 'b', width: 4, scaleX: -2, scaleY: 2 }
  expect(styleOfRecords([red, scaled], 1).width).toBe(8)
  expect(styleOfRecords([red], 2).width).toBe(16)
})

test('a width is one of those to choose from when it is as good as equal', () => {
  const widths = [2, 4, 8]
  expect(nearestWidth(4.003, widths)).toBe(4)
  expect(nearestWidth(5, widths)).toBeNull()
  expect(nearestWidth(null, widths)).toBeNull()
})

test('ink says what it is drawn with, as far as it is the same', () => {
  expect(styleOfRecords([red], 1)).toMatchObject({ hasInk: true, nib: 'pen' })
  expect(styleOfRecords([red, { ...red, id: 'b', nib: 'marker' }], 1)).toMatchObject({ hasInk: true, nib: null })
  expect(styleOfRecords([text({ id: 't' })], 1)).toMatchObject({ hasInk: false, nib: null })
  expect(isSameStyle(styleOfRecords([red], 1), styleOfRecords([{ ...red, nib: 'marker' }], 1))).toBe(false)
})
