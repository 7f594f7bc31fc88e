import { toBoard } from '#shared/model/bounds.ts'
import { AppError } from '#shared/errors.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editing } from './editing.ts'
import type { Sheets } from './sheets.ts'
import type { TextLook, Typed } from './text-editing.ts'
import { inkOfWords, wordsOf, type WordedRecord } from './text-layout.ts'

/** What keeping words needs of the editor. */
export interface WordKeepingHost {
  readonly room: RoomView
  readonly sheets: Sheets
  readonly editing: Editing
}

/** Where words are by now: in a record, in none because there are none, or nowhere because nothing can be written. */
export type Kept = { readonly id: RecordId | null } | 'nowhere'

const APART = 'This could not be changed any more. Your words are kept as a new text.'
const NOWHERE =
  'Every layer here is locked, hidden or not yours, so your words have no place. Unlock one, or copy them.'

/** Keeps what was typed: where it was typed, or where it still can be written. */
export class WordKeeping {
  readonly #host: WordKeepingHost

  constructor(host: WordKeepingHost) {
    this.#host = host
  }

  /** Words that have no place, or another one than was meant, are told of. */
  keep(typed: Typed): Kept {
    const { room, sheets, editing } = this.#host
    const { id } = typed.record
    const text = cleaned(typed)
    const existing = room.store.get(id)
    if (existing === undefined) return this.#put(typed, text)
    const isSame = isWorded(existing) && existing.text === text
    if (existing.locked || !sheets.isTouchable(existing)) return isSame ? { id } : this.#putApart(typed, text, existing)
    if (text === '' && existing.type === 'text') {
      editing.remove([id])
      return { id: null }
    }
    const patch = { ...changedLook(existing, typed.look), ...(!isSame && { text }) }
    if (Object.keys(patch).length > 0) editing.patch([[id, editing.measured(existing, patch)]])
    return { id }
  }

  /** A new text; or, where somebody took away what was written on, the same again with what was written. */
  #put(typed: Typed, text: string): Kept {
    const { room, sheets } = this.#host
    const { record, look, words, base } = typed
    const isNew = record.type === 'text' && record.text === ''
    if (text === '' || (!isNew && words === base)) return { id: null }
    if (sheets.barrier.get() !== null) return this.#putApart(typed, text, null)
    const id = isNew ? record.id : room.newRecordId()
    return this.#added({ ...record, ...look, text, id, z: room.zAbove() }, false)
  }

  /**
   * A text of its own on the topmost layer that can be drawn on.
   * @param below what can no longer be written on, which stays to be read
   */
  #putApart({ record, look }: Typed, text: string, below: BoardRecord | null): Kept {
    const { room, sheets } = this.#host
    const layer = sheets.openLayer()
    if (text === '') return { id: null }
    if (layer === null) {
      sheets.refuse(new AppError('room/no-access', NOWHERE))
      return 'nowhere'
    }
    const { font, size, weight, align } = { ...wordsOf(record), ...look }
    const { x, y } = toBoard(record, 0, below === null || record.type === 'frame' ? 0 : record.h)
    const kept = this.#added(
      {
        ...USUAL.text,
        type: 'text',
        id: room.newRecordId(),
        z: room.zAbove(),
        author: room.me.get(),
        page: layer.page,
        layer: layer.id,
        x,
        y,
        rotation: record.rotation,
        scaleX: Math.abs(record.scaleX),
        scaleY: Math.abs(record.scaleY),
        color: inkOfWords(record),
        opacity: record.opacity,
        font,
        size,
        weight,
        align,
        text,
        wrap: record.type === 'text' ? record.wrap : record.type === 'frame' ? 0 : record.w,
        w: record.w,
        h: record.h,
      },
      true,
    )
    sheets.refuse(new AppError('room/no-access', APART))
    return kept
  }

  /** @param isPlaced whether it stays on its layer */
  #added(record: WordedRecord, isPlaced: boolean): Kept {
    const { room, editing } = this.#host
    const measured = { ...record, ...editing.measured(record, {}) } as WordedRecord
    room.edit((transaction) => transaction.put(measured, isPlaced))
    return { id: measured.id }
  }
}

export function isWorded(record: BoardRecord): record is WordedRecord {
  return record.type === 'text' || record.type === 'shape' || record.type === 'note' || record.type === 'frame'
}

/** Words as records have them. */
export function cleaned({ record, words }: Typed): string {
  const lines = words.replace(/\r\n?/g, '\n')
  const text = record.type === 'frame' ? lines.replace(/\s+/g, ' ').trim() : lines.replace(/\s+$/, '')
  return text.slice(0, LIMITS.maxTextLength).toWellFormed()
}

function changedLook(record: BoardRecord, look: Partial<TextLook>): RecordPatch {
  const own = record as Partial<TextLook>
  const keys = (Object.keys(look) as (keyof TextLook)[]).filter((key) => look[key] !== own[key])
  return Object.fromEntries(keys.map((key) => [key, look[key]]))
}
