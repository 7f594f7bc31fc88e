import { MAX_SKETCHED, type RoomView } from '#shared/sync/room-view.ts'
import type { Box } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { patched, USUAL, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import type { Following } from './bindings-following.ts'
import { duplicatesOf, type Duplicates } from './duplicating.ts'
import type { Editing } from './editing.ts'
import type { Groups } from './groups.ts'
import type { SpatialIndex } from './spatial-index.ts'
import { boundsOfAll, type Change } from './transform.ts'

export interface SelectionInHandHost {
  readonly room: RoomView
  readonly index: SpatialIndex
  readonly groups: Groups
  readonly editing: Editing
  readonly following: Following
  zoom(): number
  selected(): readonly BoardRecord[]
  select(ids: readonly RecordId[]): void
  /** As `BoardPicture.sketchPlaced`. */
  sketch(records: readonly BoardRecord[], told: readonly BoardRecord[], instead: readonly BoardRecord[]): void
  /** Says why nothing came of it. */
  refuse(error: unknown): void
}

/** CSS pixels of the line around what is too much to be shown to others one by one. */
const AROUND = 2

/**
 * The selection while a hand moves it, or a copy of it: shows what goes along, to others all of it, and does it in the
 * end. What is locked stays, and is not copied. Where it is too much, others see where it goes.
 */
export class SelectionInHand {
  readonly #host: SelectionInHandHost
  /** The copies that are in hand, as they lie on what they are of. */
  #copies: (Duplicates & { readonly of: readonly BoardRecord[] }) | null = null
  /** A line around the selection, as it lies before it is moved. */
  #around: { readonly line: BoardRecord; readonly of: readonly BoardRecord[] } | null = null

  constructor(host: SelectionInHandHost) {
    this.#host = host
  }

  /** It has come so far. */
  show(change: Change, isCopying: boolean): void {
    const host = this.#host
    if (!isCopying) {
      const free = this.#free()
      const [along, all] = host.following.moving(free, change)
      const around = this.#aroundAll(free, change)
      return host.sketch(along, all.length > 0 ? all : around, around)
    }
    const { all, own } = this.#copiesInHand()
    const around = this.#aroundAll(all, change)
    // The selection itself is seen to move as it is, and stands for its copies.
    if (all.length === own.length && all.length > MAX_SKETCHED) return host.sketch([], around, [])
    const moved = all.map((copy) => patched(copy, change(copy) ?? {}))
    const known = new Set(own)
    const along = moved.filter(({ id }) => !known.has(id))
    host.sketch(along, moved, around)
  }

  /** It was moved; what is in the list is all that becomes of it. */
  move(patches: readonly (readonly [BoardRecord, RecordPatch])[]): void {
    this.#copies = null
    this.#around = null
    this.#host.editing.patch(patches.map(([{ id }, patch]) => [id, patch]))
  }

  /** A copy of it was moved away from it, and is in hand from now on. */
  copy(change: Change): void {
    const host = this.#host
    const { all, own } = this.#copiesInHand()
    this.#copies = null
    this.#around = null
    try {
      host.editing.put(
        all.map((copy) => patched(copy, change(copy) ?? {})),
        true,
      )
      host.select(own)
    } catch (error) {
      host.refuse(error)
    }
  }

  /** A line around records, where they are by now; on the topmost of their layers. */
  #aroundAll(records: readonly BoardRecord[], change: Change): readonly BoardRecord[] {
    if (this.#around === null || !isSame(this.#around.of, records)) {
      const box = boundsOfAll(records)
      if (box === null) return []
      const { compare } = this.#host.index.outline
      const { page, layer } = records.reduce((top, record) => (compare(top, record) < 0 ? record : top))
      this.#around = { of: records, line: { ...this.#lineAround(box), page, layer } }
    }
    const { line } = this.#around
    return [patched(line, change(line) ?? {})]
  }

  #lineAround({ minX, minY, maxX, maxY }: Box): BoardRecord {
    const { room } = this.#host
    return {
      ...USUAL.shape,
      type: 'shape',
      id: room.newRecordId(),
      z: room.zAbove(),
      author: room.me.get(),
      x: minX,
      y: minY,
      w: maxX - minX,
      h: maxY - minY,
      color: 'grey',
      width: Math.min(LIMITS.maxWidth, AROUND / this.#host.zoom()),
      dash: 'dashed',
    }
  }

  #free(): BoardRecord[] {
    return this.#host.selected().filter(({ locked }) => !locked)
  }

  /** The same copies as long as it is the same things that are copied, for others see them by their ids. */
  #copiesInHand(): Duplicates {
    const selected = this.#host.selected()
    const known = this.#copies
    if (known !== null && isSame(known.of, selected)) return known
    const copies = { ...duplicatesOf(selected, { by: 0, withLocked: false }, this.#host), of: selected }
    this.#copies = copies
    return copies
  }
}

function isSame(a: readonly BoardRecord[], b: readonly BoardRecord[]): boolean {
  return a.length === b.length && a.every((record, i) => record === b[i])
}
