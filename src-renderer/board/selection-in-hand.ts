import { MAX_SKETCHED, type RoomView } from '#shared/sync/room-view.ts'
import { patched, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import type { Following } from './bindings-following.ts'
import { duplicatesOf, type Duplicates } from './duplicating.ts'
import type { Editing } from './editing.ts'
import type { Groups } from './groups.ts'
import type { SpatialIndex } from './spatial-index.ts'
import type { Change } from './transform.ts'

export interface SelectionInHandHost {
  readonly room: RoomView
  readonly index: SpatialIndex
  readonly groups: Groups
  readonly editing: Editing
  readonly following: Following
  selected(): readonly BoardRecord[]
  select(ids: readonly RecordId[]): void
  /** As `BoardPicture.sketch`. */
  sketch(records: readonly BoardRecord[], told: readonly BoardRecord[], isPlaced?: boolean): void
  /** Says why nothing came of it. */
  refuse(error: unknown): void
}

/**
 * The selection while a hand moves it, or a copy of it: shows what goes along, to others all of it, and does it in the
 * end. What is locked stays, and is not copied.
 */
export class SelectionInHand {
  readonly #host: SelectionInHandHost
  /** The copies that are in hand, as they lie on what they are of. */
  #copies: (Duplicates & { readonly of: readonly BoardRecord[] }) | null = null

  constructor(host: SelectionInHandHost) {
    this.#host = host
  }

  /** It has come so far. */
  show(change: Change, isCopying: boolean): void {
    const host = this.#host
    if (!isCopying) return host.sketch(...host.following.moving(this.#free(), change))
    const { all, own } = this.#copiesInHand()
    const isShown = all.length <= MAX_SKETCHED
    // The selection itself is seen to move as it is, and stands for its copies.
    if (all.length === own.length && !isShown) return host.sketch([], [])
    const moved = all.map((copy) => patched(copy, change(copy) ?? {}))
    const known = new Set(own)
    const along = moved.filter(({ id }) => !known.has(id))
    host.sketch(along, isShown ? moved : [], true)
  }

  /** It was moved; what is in the list is all that becomes of it. */
  move(patches: readonly (readonly [BoardRecord, RecordPatch])[]): void {
    this.#copies = null
    this.#host.editing.patch(patches.map(([{ id }, patch]) => [id, patch]))
  }

  /** A copy of it was moved away from it, and is in hand from now on. */
  copy(change: Change): void {
    const host = this.#host
    const { all, own } = this.#copiesInHand()
    this.#copies = null
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
