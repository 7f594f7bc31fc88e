/**
 * Lists are plain text: a line that begins with at most eight spaces, then `-` or a number of at most three
 * digits and a full stop, then a space, is an item. The dash is shown as a bullet.
 */
const ITEM = /^( {0,8})(-|\d{1,3}\.) /
const BULLET = '•'
const GREATEST_NUMBER = 999

/** What makes a line an item. */
export interface Marker {
  /** The spaces before it. */
  readonly indent: string
  /** As it is seen, without spaces; it has as many letters as what was typed. */
  readonly shown: string
  /** Characters of the line up to the item's own words, spaces included. */
  readonly length: number
  /** What the next item of the list begins with. */
  readonly next: string
}

/** The marker of a line, or null for one that is no item of a list. */
export function markerOf(line: string): Marker | null {
  const [all, indent = '', mark = ''] = ITEM.exec(line) ?? []
  if (all === undefined) return null
  const number = Math.min(GREATEST_NUMBER, Number.parseInt(mark, 10) + 1)
  return {
    indent,
    shown: mark === '-' ? BULLET : mark,
    length: all.length,
    next: mark === '-' ? all : `${indent}${number}. `,
  }
}

/** Characters from `from` to `to` give way to others. */
export interface Replacement {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * What Enter does in a list: the next item begins, and an item without words ends the list. Null where it does
 * nothing special.
 *
 * @param from,to what is selected, in UTF-16 units
 */
export function enterInList(text: string, from: number, to: number): Replacement | null {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const newline = text.indexOf('\n', from)
  const line = text.slice(start, newline < 0 ? text.length : newline)
  const marker = markerOf(line)
  if (marker === null || from < start + marker.length) return null
  if (line.length === marker.length && from === to) return { from: start, to, text: '' }
  return { from, to, text: `\n${marker.next}` }
}
