import { describe, expect, test } from 'vitest'
import { moreColors, readHex } from '#renderer/panels/board/more-colors.ts'
import { fileNameOf } from '#renderer/panels/words/file-name.ts'
import { initials } from '#renderer/panels/words/initials.ts'
import { isolate } from '#renderer/panels/words/isolate.ts'
import { localeOfWords } from '#renderer/panels/words/locale.ts'
import { clockTime, relativeTime } from '#renderer/panels/words/relative-time.ts'
import { writeKeys } from '#renderer/panels/words/shortcuts.ts'
import { fileSize } from '#renderer/panels/words/sizes.ts'
import { suggestedName } from '#renderer/panels/words/suggested-name.ts'
import { isInk } from '#shared/model/palette.ts'

const NOW = new Date(2026, 10, 20, 15, 30).getTime()
const at = (...parts: [number, number, number, number, number]): number => new Date(...parts).getTime()

describe('relative time', () => {
  test.each([
    [NOW - 20_000, null],
    [NOW + 90_000, null],
    [NOW - 60_000, '1 minute ago'],
    [NOW - 59 * 60_000, '59 minutes ago'],
    [at(2026, 10, 20, 9, 0), '6 hours ago'],
    [at(2026, 10, 19, 23, 59), 'yesterday'],
    [at(2026, 10, 14, 1, 0), '6 days ago'],
    [at(2026, 10, 13, 23, 0), '13 November'],
    [at(2025, 10, 20, 15, 0), '20 November 2025'],
  ])('%i is %s', (time, words) => {
    expect(relativeTime(time, NOW, 'en-GB')).toBe(words)
  })

  test('just before midnight is yesterday even if it was an hour ago', () => {
    const earlyMorning = at(2026, 10, 20, 1, 10)
    expect(relativeTime(at(2026, 10, 19, 23, 50), earlyMorning, 'en')).toBe('yesterday')
  })
})

describe('the time of a message', () => {
  test('is the hour today, and day and hour before', () => {
    expect(clockTime(at(2026, 10, 20, 9, 5), NOW, 'en-GB')).toBe('9:05')
    expect(clockTime(at(2026, 10, 18, 9, 5), NOW, 'en-GB')).toBe('18 Nov, 9:05')
  })
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [12_345, '12 kB'],
  [999_499, '999 kB'],
  [999_600, '1 MB'],
  [3_440_000, '3.4 MB'],
  [2_000_000_000, '2 GB'],
])('a file of %i bytes has %s', (bytes, words) => {
  expect(fileSize(bytes, 'en')).toBe(words)
})

test.each([
  ['Mara', 'M'],
  ['jonas weber', 'JW'],
  ['Ana Maria de la Cruz', 'AC'],
  ['Łucja', 'Ł'],
  ['山田 花子', '山花'],
  ['(Kim)', 'K'],
  ['e\u0301va', 'E\u0301'],
  ['★', '★'],
  ['', ''],
])('initials of “%s” are “%s”', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

test.each([
  ['Plan', 'Plan.png'],
  ['a/b\\c: "d"?', 'a b c d.png'],
  ['..', 'DrawNet.png'],
  ['   ', 'DrawNet.png'],
  ['con', 'DrawNet con.png'],
  ['Notes. ', 'Notes.png'],
  ['لوحة', 'لوحة.png'],
])('the board “%s” is saved as “%s”', (board, file) => {
  expect(fileNameOf(board, 'png')).toBe(file)
})

test('a suggested name is the first that is free', () => {
  expect(suggestedName('Board', [])).toBe('Board')
  expect(suggestedName('Board', ['Board', 'Board 2', 'Board 4'])).toBe('Board 3')
})

test('shortcuts are written as the system writes them', () => {
  expect(writeKeys(false, ['Mod', 'Shift', 'Z'])).toBe('Ctrl+Shift+Z')
  expect(writeKeys(true, ['Mod', 'Shift', 'Z'])).toBe('⇧⌘Z')
  expect(writeKeys(true, ['Mod', '0'])).toBe('⌘0')
  expect(writeKeys(true, ['Mod', 'Alt', 'C'])).toBe('⌥⌘C')
  expect(writeKeys(true, ['Mod'])).toBe('⌘')
})

test('words take the variety of the language that the person reads', () => {
  expect(localeOfWords('en', ['de-DE', 'en-GB'])).toBe('en-GB')
  expect(localeOfWords('en', ['de-DE'])).toBe('en')
})

test('a name in a sentence is kept apart from its direction', () => {
  expect(isolate('لوحة')).toBe('\u2068لوحة\u2069')
})

describe('other colours', () => {
  test('are all inks that a board takes, and all different', () => {
    const colors = moreColors()
    expect(colors.every(isInk)).toBe(true)
    expect(new Set(colors).size).toBe(colors.length)
  })

  test.each([
    ['#1f66d6', '#1f66d6'],
    ['1F66D6', '#1f66d6'],
    [' #abc ', '#aabbcc'],
    ['#abcd', null],
    ['blue', null],
    ['', null],
  ])('“%s” is read as %s', (text, color) => {
    expect(readHex(text)).toBe(color)
  })
})
