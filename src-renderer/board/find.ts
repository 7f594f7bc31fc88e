import { boundsOf, boundsOfPoints, toBoard, type Box } from '#shared/model/bounds.ts'
import { Outline } from '#shared/model/pages.ts'
import { isDrawn, type BoardRecord, type ImageRecord, type RecordId } from '#shared/model/records.ts'
import { layouts, LINE_HEIGHT, prepareFont, wordsOf, LAYOUT_SIZE, type TextContext } from './text-layout.ts'
import { axesOfWords, type WordedRecord } from './upright-words.ts'

/** Where words are on the board. */
export interface Match {
  readonly record: WordedRecord | ImageRecord
  readonly page: RecordId
  /** UTF-16 units of the record's text from which to which it goes. */
  readonly from: number
  readonly to: number
}

/** More matches than this on one page help nobody. */
export const MOST_MATCHES = 999

/**
 * Every place at which the words stand in records: page by page, on each from top to bottom. Case and accents make no
 * difference. What is on hidden layers is not found.
 */
export function findWords(records: Iterable<BoardRecord>, sought: string, outline = PLAIN): readonly Match[] {
  const query = folded(sought.trim()).text
  if (query === '') return []
  const byPage = new Map(outline.pages.map(({ id }) => [id, [] as Match[]]))
  for (const record of records) {
    if (!('text' in record) || record.text === '' || !isDrawn(record) || outline.layerOf(record).hidden) continue
    const page = outline.pageOf(record)
    const { text, places } = folded(record.text)
    for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
      const [from, to] = [places[at] ?? 0, places[at + query.length] ?? record.text.length]
      byPage.get(page)?.push({ record, page, from, to })
    }
  }
  return Array.from(byPage.values()).flatMap((matches) => matches.sort(inReadingOrder).slice(0, MOST_MATCHES))
}

const PLAIN = new Outline()

/** What of the board a match covers, as it is laid out; all of its rows, where it is broken over several. */
export function boundsOfMatch(ctx: TextContext, { record, from, to }: Match): Box {
  // What a picture shows is said nowhere on it.
  if (record.type === 'image') return boundsOf(record)
  const { rows, size } = layouts.of(ctx, record)
  prepareFont(ctx, wordsOf(record))
  const k = size / LAYOUT_SIZE
  const axes = axesOfWords(record)
  const { top } = layouts.of(ctx, record)
  const corners: { x: number; y: number }[] = []
  let start = 0
  rows.forEach((row, i) => {
    const end = start + row.text.length
    if (from < end && to > start) {
      const xAt = (at: number): number => {
        const { marker } = row
        if (marker !== null && at >= marker.length) {
          return marker.wordsAt + ctx.measureText(row.text.slice(marker.length, at)).width * k
        }
        return row.x + ctx.measureText(row.text.slice(0, at)).width * k
      }
      const y = top + i * LINE_HEIGHT * size
      for (const x of [xAt(Math.max(0, from - start)), xAt(Math.min(row.text.length, to - start))]) {
        corners.push(toBoard(axes, x, y), toBoard(axes, x, y + LINE_HEIGHT * size))
      }
    }
    start = end + (row.ends ? 1 : 0)
  })
  return boundsOfPoints(corners.length > 0 ? corners : [toBoard(record, 0, 0)])
}

function inReadingOrder(a: Match, b: Match): number {
  if (a.record.id === b.record.id) return a.from - b.from
  return a.record.y - b.record.y || a.record.x - b.record.x || (a.record.id < b.record.id ? -1 : 1)
}

/** Text without case and accents, and for each of its units the place of the original that it comes from. */
function folded(text: string): { readonly text: string; readonly places: readonly number[] } {
  let all = ''
  const places: number[] = []
  let at = 0
  for (const letter of text) {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    for (let i = 0; i < bare.length; i++) places.push(at)
    all += bare
    at += letter.length
  }
  places.push(text.length)
  return { text: all, places }
}
