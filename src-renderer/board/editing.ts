import { AppError } from '#shared/errors.ts'
import { LIMITS, type Nib } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type RecordId, type RecordPatch, type TextRecord } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { usualOpacity } from '#renderer/tools/nib-styles.ts'
import type { InkStyle, Place } from '#renderer/tools/tool.ts'
import type { TextDraft } from './text-editing.ts'
import { grown } from './text-anchor.ts'
import { layOut, LINE_HEIGHT } from './text-layout.ts'

/** Size of new text in CSS pixels; like ink, it has this size on the screen at any zoom. */
const TEXT_SIZE = 24

type Patches = readonly (readonly [RecordId, RecordPatch])[]

/** Changes that are made to whole records: each call is one step of undo, or calls with the same gesture are together. */
export class Editing {
  readonly #room: RoomView
  readonly #measure: OffscreenCanvasRenderingContext2D

  constructor(room: RoomView) {
    this.#room = room
    const ctx = new OffscreenCanvas(1, 1).getContext('2d')
    if (ctx === null) throw new AppError('call/failed', 'This browser cannot draw. Open DrawNet in another one.')
    this.#measure = ctx
  }

  /** Changes what is not locked. */
  patch(patches: Patches, gesture?: symbol): void {
    this.patchAll(
      patches.filter(([id]) => this.#room.store.get(id)?.locked !== true),
      gesture,
    )
  }

  /** Changes also what is locked: only to unlock it, or what it belongs to. */
  patchAll(patches: Patches, gesture?: symbol): void {
    if (patches.length === 0) return
    this.#room.edit((transaction) => {
      for (const [id, patch] of patches) transaction.patch(id, patch)
    }, gesture)
  }

  /** Takes away what is not locked. */
  remove(ids: readonly RecordId[], gesture?: symbol): void {
    const free = ids.filter((id) => this.#room.store.get(id)?.locked !== true)
    if (free.length === 0) return
    this.#room.edit((transaction) => {
      for (const id of free) transaction.remove(id)
    }, gesture)
  }

  /**
   * Adds records: all of them, or none if one is not valid.
   * @param isPlaced whether they stay on their layers
   */
  put(records: readonly BoardRecord[], isPlaced = false, gesture?: symbol): void {
    if (records.length === 0) return
    this.#room.edit((transaction) => {
      for (const record of records) transaction.put(record, isPlaced)
    }, gesture)
  }

  /**
   * A change to a text has the text measured again where its words need more room, or less. It grows from where its lines
   * are aligned, unless the change says where it is.
   */
  measured(record: BoardRecord, patch: RecordPatch): RecordPatch {
    if (record.type !== 'text') return patch
    const next = { ...record, ...patch }
    const { w, h } = layOut(this.#measure, next, next.wrap)
    if (w === record.w && h === record.h) return patch
    const isPlaced = patch.x !== undefined || w === record.w
    return { ...(!isPlaced && grown({ ...record, align: next.align }, w)), ...patch, w, h }
  }

  /** Gives records the parts of a style that they have. */
  restyle(records: readonly BoardRecord[], change: Partial<InkStyle>, zoom: number): void {
    const patches: (readonly [RecordId, RecordPatch])[] = []
    for (const record of records) {
      const patch: { color?: InkStyle['color']; opacity?: number; width?: number } = {}
      if (change.color !== undefined && change.color !== record.color) patch.color = change.color
      if (change.opacity !== undefined && change.opacity !== record.opacity) patch.opacity = change.opacity
      if (change.width !== undefined && 'width' in record) {
        const own = change.width / zoom / Math.sqrt(Math.abs(record.scaleX * record.scaleY))
        patch.width = Math.min(LIMITS.maxWidth, Math.max(0.01, own))
      }
      if (Object.keys(patch).length > 0) patches.push([record.id, patch])
    }
    this.patch(patches)
  }

  /** Draws strokes with another nib. How strong their ink is goes along where it is as usual for the nib. */
  redraw(records: readonly BoardRecord[], nib: Nib): void {
    const patches: (readonly [RecordId, RecordPatch])[] = []
    for (const record of records) {
      if (record.type !== 'stroke' || record.nib === nib) continue
      const isUsual = record.opacity === usualOpacity(record.nib)
      patches.push([record.id, isUsual ? { nib, opacity: usualOpacity(nib) } : { nib }])
    }
    this.patch(patches)
  }

  /** A new text whose first line runs through the place. */
  draftAt(at: Place, style: InkStyle, zoom: number): TextDraft {
    const size = Math.min(LIMITS.maxTextSize, Math.max(0.01, TEXT_SIZE / zoom))
    return {
      ...USUAL.text,
      type: 'text',
      id: this.#room.newRecordId(),
      z: this.#room.zAbove(),
      author: this.#room.me.get(),
      x: at.x,
      y: at.y - (size * LINE_HEIGHT) / 2,
      color: style.color,
      opacity: style.opacity,
      text: '',
      size,
    }
  }

  /** The draft with lines broken where they would be longer than so many board units. */
  wrapped(draft: TextDraft, text: string, most: number): TextDraft {
    return layOut(this.#measure, { ...draft, text }, 0).w > most ? { ...draft, wrap: most } : draft
  }

  /** Keeps what was typed. Answers with the record's id, or null if there is none because nothing was typed. */
  keepText(draft: TextDraft, typed: string): RecordId | null {
    const text = typed.replace(/\r\n?/g, '\n').replace(/\s+$/, '').slice(0, LIMITS.maxTextLength)
    const existing = this.#room.store.get(draft.id)
    if (text === '') {
      if (existing !== undefined) this.remove([draft.id])
      return null
    }
    const { w, h } = layOut(this.#measure, { ...draft, text }, draft.wrap)
    if (draft.text === '') {
      const record: TextRecord = { ...draft, z: this.#room.zAbove(), text, w, h }
      this.#room.edit((transaction) => transaction.put(record))
      return draft.id
    }
    // Somebody removed it in the meantime: it stays removed.
    if (existing === undefined) return null
    if (existing.type === 'text' && existing.text !== text) this.patch([[draft.id, { text, w, h }]])
    return draft.id
  }
}
