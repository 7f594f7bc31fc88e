import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { RECORD_TYPES, USUAL, type BoardRecord } from '#shared/model/records.ts'
import {
  clipboardHtml,
  clipboardInHtml,
  readClipboard,
  wordsOf,
  writeClipboard,
} from '#renderer/board/clipboard-format.ts'
import { aRecord } from '../../support/arbitraries.ts'
import { line, text } from '../../support/records.ts'

const records = fc.uniqueArray(aRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 12 })

/** What of a record goes with it to another board. */
function essence(record: BoardRecord): BoardRecord {
  return { ...record, z: 'a0', author: 0, locked: false }
}

function refusalOf(content: string): string {
  try {
    readClipboard(content)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'taken'
}

describe('what lies on the clipboard', () => {
  test('is what was copied, for every kind of record', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(records, (all) => {
        for (const { type } of all) seen.add(type)
        expect(readClipboard(writeClipboard(all, ''))).toEqual(all.map(essence))
      }),
    )
    expect(Array.from(seen).sort()).toEqual(Array.from(RECORD_TYPES).sort())
  })

  test('also goes through the HTML that other programs see', () => {
    fc.assert(
      fc.property(records, (all) => {
        const json = writeClipboard(all, '')
        const html = `<html><body><!--StartFragment-->${clipboardHtml(json, wordsOf(all))}<!--EndFragment--></body></html>`
        expect(clipboardInHtml(html)).toBe(json)
      }),
    )
    expect(clipboardInHtml('<p>Hello</p>')).toBe(null)
  })

  test('leaves the group in which it was copied behind', () => {
    const all = [line('a', 0, 0, 1, 1, { group: 'g1/g2' }), line('b', 0, 0, 1, 1, { group: 'g1' })]
    expect(readClipboard(writeClipboard(all, 'g1')).map(({ group }) => group)).toEqual(['g2', ''])
  })

  test('shows its words to other programs, top to bottom, and none of them as HTML', () => {
    const all = [text({ id: 'b', y: 50, text: 'second <b>' }), text({ id: 'a', y: 0, text: 'first & only' })]
    expect(wordsOf(all)).toBe('first & only\nsecond <b>')
    expect(clipboardHtml('{}', wordsOf(all))).toContain('first &amp; only<br>second &lt;b&gt;')
  })
})

describe('a clipboard that cannot be trusted', () => {
  const one = text({ id: 'a', text: 'Words' })
  const whole = writeClipboard([one], '')
  const changed = (change: Record<string, unknown>): string => {
    const content = JSON.parse(whole) as { records: Record<string, unknown>[] }
    return JSON.stringify({ ...content, records: [{ ...content.records[0], ...change }] })
  }

  test('is taken only as a whole', () => {
    expect(refusalOf(whole)).toBe('taken')
    for (let end = 0; end < whole.length; end++) expect(refusalOf(whole.slice(0, end))).toBe('clipboard/damaged')
  })

  test.each([
    ['a type that is none', { type: 'virus' }],
    ['an inherited name as type', { type: '__proto__' }],
    ['a place that is no number', { x: null }],
    ['a place beyond the board', { x: 1e300 }],
    ['a scale of nothing', { scaleX: 0 }],
    ['no words', { text: '' }],
    ['half a letter', { text: '\ud800' }],
    ['too many words', { text: 'a'.repeat(20_001) }],
    ['an id that is none', { id: 'a/b' }],
    ['a group of groups without end', { group: Array.from({ length: 9 }, () => 'g').join('/') }],
    ['ink without points', { type: 'stroke', width: 4, unit: 3, pressure: false }],
    ['ink that is no base64', { type: 'stroke', width: 4, unit: 3, pressure: false, points: '%' }],
    ['ink that is damaged', { type: 'stroke', width: 4, unit: 3, pressure: false, points: '////' }],
    ['a path that is none', { type: 'line', path: '1,2 Infinity,3' }],
  ])('is refused with %s', (_what, change) => {
    expect(refusalOf(changed(change))).toBe('clipboard/damaged')
  })

  test('is refused when it is not ours, empty, newer, or says the same thing twice', () => {
    for (const content of [
      '',
      'null',
      '[]',
      '{}',
      '{"records":[]}',
      '{"drawnet":"clipboard","version":1,"records":[]}',
    ]) {
      expect(refusalOf(content)).toBe('clipboard/damaged')
    }
    expect(refusalOf(whole.replace('"version":1', '"version":2'))).toBe('clipboard/damaged')
    expect(refusalOf(writeClipboard([one, one], ''))).toBe('clipboard/damaged')
  })

  test('brings nothing along that a record does not have', () => {
    const [record] = readClipboard(changed({ evil: true, locked: true, z: 'zzz', author: 7, radius: 3 }))
    expect(record).toEqual(essence(one))
    expect(Object.keys(record!).sort()).toEqual(
      ['author', 'h', 'id', 'size', 'text', 'type', 'w', 'x', 'y', 'z', ...Object.keys(USUAL.text)].sort(),
    )
  })

  test('is refused when there is too much of it', () => {
    const many = Array.from({ length: 50_001 }, () => 0)
    expect(refusalOf(JSON.stringify({ drawnet: 'clipboard', version: 1, records: many }))).toBe('clipboard/too-large')
  })
})
