import { describe, expect, test } from 'vitest'
import { enterInList, markerOf } from '#renderer/board/text-lists.ts'
import { broken } from '#renderer/board/text-breaking.ts'
import { mergeWords } from '#renderer/board/text-merge.ts'

describe('items of lists', () => {
  test.for([
    ['- paper', '•', '- '],
    ['  - paper', '•', '  - '],
    ['1. draw', '1.', '2. '],
    ['99. draw', '99.', '100. '],
    ['999. draw', '999.', '999. '],
    ['- ', '•', '- '],
  ] as const)('%s', ([line, shown, next]) => {
    expect(markerOf(line)).toMatchObject({ shown, next })
  })

  test.for(['-paper', '–  paper', '1 . draw', '1000. draw', '1.draw', 'a. draw', '         - deep', '', '-'])(
    '%s is none',
    (line) => {
      expect(markerOf(line)).toBeNull()
    },
  )
})

describe('Enter', () => {
  test('begins the next item where the caret is', () => {
    expect(enterInList('- paper', 7, 7)).toEqual({ from: 7, to: 7, text: '\n- ' })
    expect(enterInList('a\n3. draw it', 9, 9)).toEqual({ from: 9, to: 9, text: '\n4. ' })
    expect(enterInList('- paper', 4, 7)).toEqual({ from: 4, to: 7, text: '\n- ' })
  })

  test('ends the list on an item without words', () => {
    expect(enterInList('- paper\n- ', 10, 10)).toEqual({ from: 8, to: 10, text: '' })
    expect(enterInList('- a\n- \nafter', 6, 6)).toEqual({ from: 4, to: 6, text: '' })
  })

  test('does nothing special elsewhere, nor before an item’s own words', () => {
    expect(enterInList('paper', 5, 5)).toBeNull()
    expect(enterInList('- paper', 1, 1)).toBeNull()
    expect(enterInList('- paper\n', 8, 8)).toBeNull()
  })
})

describe('breaking lines', () => {
  const measure = (text: string): number => text.length
  const shown = (line: string, wrap: number): string[] => broken(line, wrap, measure).map((piece) => piece.shown)

  test('happens between words, and spaces hang over the end', () => {
    expect(shown('one two  three', 8)).toEqual(['one two', 'three'])
    expect(
      broken('one two  three', 8, measure)
        .map(({ text }) => text)
        .join(''),
    ).toBe('one two  three')
  })

  test('happens within a word that is wider than a line, between what people count as letters', () => {
    expect(shown('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
    expect(shown('👩‍👩‍👧👩‍👩‍👧', 8)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧'])
    expect(broken('abcdefgh ij', 3, measure).map(({ isCut }) => isCut)).toEqual([true, true, false, false])
  })

  test('makes one line of nothing, and of one letter that fits nowhere', () => {
    expect(shown('', 5)).toEqual([''])
    expect(shown('w', 0.5)).toEqual(['w'])
  })
})

describe('two people who change the same words', () => {
  test.for([
    ['one two', 'one two three', 'zero one two', 'zero one two three'],
    ['one two', 'ONE two', 'one TWO', 'ONE TWO'],
    ['one two', 'one two', 'three', 'three'],
    ['one two', 'three', 'one two', 'three'],
    ['one', 'one!', 'one!', 'one!'],
    ['', 'mine', 'theirs', 'theirs mine'],
    ['a b c', 'a X c', 'a Y c', 'a Y X c'],
    ['👍 yes', '👎 yes', '👍 yes 👍', '👎 yes 👍'],
  ] as const)('from %j: %j and %j', ([base, mine, theirs, merged]) => {
    expect(mergeWords(base, mine, theirs).text).toBe(merged)
  })

  test('lose nothing of what either wrote, whatever they did', () => {
    const base = 'The quick brown fox jumps'
    for (let i = 0; i <= base.length; i++) {
      for (let j = 0; j <= base.length; j++) {
        const mine = `${base.slice(0, i)}<mine>${base.slice(Math.min(base.length, i + 5))}`
        const theirs = `${base.slice(0, j)}[theirs]${base.slice(Math.min(base.length, j + 3))}`
        const { text } = mergeWords(base, mine, theirs)
        expect(text).toContain('<mine>')
        expect(text).toContain('[theirs]')
        expect(text.isWellFormed()).toBe(true)
      }
    }
  })

  test('find the caret where it was among their own words', () => {
    const before = mergeWords('one two', 'one two three', 'zero one two')
    expect(before.placeOf('one two three'.length)).toBe(before.text.length)
    expect(before.placeOf(4)).toBe(9)
    const after = mergeWords('one two', 'half one two', 'one two three')
    expect(after.placeOf(4)).toBe(4)
  })
})
