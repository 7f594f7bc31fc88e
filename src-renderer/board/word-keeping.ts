import { toBoard } from '#shared/model/bounds.ts'
import { AppError } from '#shared/errors.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editing } from './editing.ts'
import type { Sheets } from './sheets.ts'
import type { TypedLook, Typed } from './text-editing.ts'
import { inkOfWords, wordsOf } from './text-layout.ts'
import type { WordedRecord } from './upright-words.ts'

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

/**
 * Keeps the words of one typing: while they are typed and when that is over, where they are typed or where they still can
 * be written. All of it is one step of undo.
 */
export class WordKeeping {
  readonly #host: WordKeepingHost
  readonly #gesture = Symbol('typing')
  /** Whether the record is made by its first words. */
  #isNew: boolean

  /** @param record what is typed into */
  constructor(host: WordKeepingHost, { id }: WordedRecord) {
    this.#host = host
    this.#isNew = host.room.store.get(id) === undefined
  }

  /** Whether there are words that cannot be kept where they are typed. */
  isStuck(typed: Typed): boolean {
    const { room, sheets } = this.#host
    const existing = room.store.get(typed.record.id)
    const text = cleaned(typed)
    if (existing === undefined) return this.#isNew && text !== '' && sheets.barrier.get() !== null
    return !this.#isOpen(existing) && !hasWords(existing, text)
  }

  /** Whether what is typed so far can be kept where it is typed. */
  canStore(typed: Typed): boolean {
    const { room, sheets } = this.#host
    // That there are no words is only sure when typing is over.
    if (cleaned(typed) === '' && typed.record.type === 'text') return false
    const existing = room.store.get(typed.record.id)
    return existing === undefined ? this.#isNew && sheets.barrier.get() === null : this.#isOpen(existing)
  }

  /** Keeps what is typed so far, which can be kept where it is typed. */
  store(typed: Typed): void {
    const existing = this.#host.room.store.get(typed.record.id)
    if (existing !== undefined) return this.#patch(existing, typed, cleaned(typed))
    this.#put(typed, cleaned(typed))
    this.#isNew = false
  }

  /** Keeps what was typed in the end. Words that have no place, or another one than was meant, are told of. */
  keep(typed: Typed): Kept {
    const { room, editing } = this.#host
    const { id } = typed.record
    const text = cleaned(typed)
    const existing = room.store.get(id)
    if (existing === undefined) return this.#put(typed, text)
    if (!this.#isOpen(existing)) return hasWords(existing, text) ? { id } : this.#putApart(typed, text, existing)
    if (text === '' && existing.type === 'text') {
      editing.remove([id], this.#gesture)
      return { id: null }
    }
    this.#patch(existing, typed, text)
    return { id }
  }

  /** Says that there is no layer left for the words. */
  refuse(): void {
    this.#host.sheets.refuse(new AppError('room/no-access', NOWHERE))
  }

  #isOpen(record: BoardRecord): boolean {
    return !record.locked && this.#host.sheets.isTouchable(record)
  }

  #patch(existing: BoardRecord, { look }: Typed, text: string): void {
    const { editing } = this.#host
    const patch = { ...changedLook(existing, look), ...(!hasWords(existing, text) && { text }) }
    if (Object.keys(patch).length > 0) editing.patch([[existing.id, editing.measured(existing, patch)]], this.#gesture)
  }

  /** A new text; or, where somebody took away what was written on, the same again with what was written. */
  #put(typed: Typed, text: string): Kept {
    const { room, sheets } = this.#host
    const { record, look, hasTyped } = typed
    if (text === '' || !hasTyped) return { id: null }
    if (sheets.barrier.get() !== null) return this.#putApart(typed, text, null)
    const id = this.#isNew ? record.id : room.newRecordId()
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
      this.refuse()
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
    const { editing } = this.#host
    editing.put([{ ...record, ...editing.measured(record, {}) }], isPlaced, this.#gesture)
    return { id: record.id }
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

function hasWords(record: BoardRecord, text: string): boolean {
  return isWorded(record) && record.text === text
}

function changedLook(record: BoardRecord, look: Partial<TypedLook>): RecordPatch {
  const own = record as Partial<TypedLook>
  const keys = (Object.keys(look) as (keyof TypedLook)[]).filter((key) => look[key] !== own[key])
  return Object.fromEntries(keys.map((key) => [key, look[key]]))
}
