import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, RecordId, RecordPatch } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { alignUnits, distributeUnits, extentOf, type Edge } from './alignment.ts'
import { duplicatesOf } from './duplicating.ts'
import type { Editing } from './editing.ts'
import { flip } from './flipping.ts'
import { unitIn, withGroup, withoutGroup, type Groups } from './groups.ts'
import { reorder, type Step } from './ordering.ts'
import type { SpatialIndex } from './spatial-index.ts'
import { patchToStyle, styleOf, type TakenStyle } from './style-transfer.ts'

/** What can be done with what is selected. */
export type ArrangeAction =
  | 'duplicate'
  | 'delete'
  | 'group'
  | 'ungroup'
  | 'lock'
  | 'unlock'
  | `align-${Edge}`
  | 'distribute-x'
  | 'distribute-y'
  | `to-${Step}`
  | 'flip-x'
  | 'flip-y'
  | 'copy-style'
  | 'paste-style'

/** What arranging needs of the editor. */
export interface ArrangingContext {
  readonly room: RoomView
  readonly index: SpatialIndex
  readonly groups: Groups
  readonly editing: Editing
  selected(): readonly BoardRecord[]
  select(ids: readonly RecordId[]): void
  zoom(): number
}

/** CSS pixels between a record and its copy. */
const COPY_OFFSET = 16
type Patches = readonly (readonly [RecordId, RecordPatch])[]

/** Does things with what is selected; each is one step of undo. What is locked takes no part until it is unlocked. */
export class Arranging {
  readonly #context: ArrangingContext
  readonly #available = new Value<ReadonlySet<ArrangeAction>>(new Set())
  #style: TakenStyle | null = null

  /** What makes sense at the moment. */
  readonly available: ReadonlyValue<ReadonlySet<ArrangeAction>> = this.#available

  constructor(context: ArrangingContext) {
    this.#context = context
  }

  /** To be called when the selection, or something in it, has changed. */
  refresh(): void {
    const next = this.#whatMakesSense()
    const before = this.#available.get()
    if (next.size !== before.size || Array.from(next).some((action) => !before.has(action))) this.#available.set(next)
  }

  /**
   * Answers whether it made sense. What is all locked already is unlocked by `lock`, which has the same key.
   *
   * @throws AppError if the room has no place for the outcome
   */
  run(action: ArrangeAction): boolean {
    this.refresh()
    const available = this.#available.get()
    const meant = action === 'lock' && !available.has('lock') ? 'unlock' : action
    if (!available.has(meant)) return false
    this.#run(meant)
    this.refresh()
    return true
  }

  #run(action: ArrangeAction): void {
    switch (action) {
      case 'duplicate':
        return this.#duplicate()
      case 'delete':
        return this.#context.editing.remove(this.#free().map(({ id }) => id))
      case 'group':
        return this.#group()
      case 'ungroup':
        return this.#ungroup()
      case 'lock':
        return this.#lock(true)
      case 'unlock':
        return this.#lock(false)
      case 'distribute-x':
        return this.#patch(distributeUnits(this.#units(), 'x'))
      case 'distribute-y':
        return this.#patch(distributeUnits(this.#units(), 'y'))
      case 'to-front':
      case 'to-forward':
      case 'to-backward':
      case 'to-back':
        return this.#patch(reorder(this.#context.index, this.#free(), action.slice('to-'.length) as Step))
      case 'flip-x':
        return this.#flip('x')
      case 'flip-y':
        return this.#flip('y')
      case 'copy-style':
        return this.#copyStyle()
      case 'paste-style':
        return this.#pasteStyle()
      case 'align-left':
      case 'align-center':
      case 'align-right':
      case 'align-top':
      case 'align-middle':
      case 'align-bottom':
        return this.#patch(alignUnits(this.#units(), action.slice('align-'.length) as Edge))
    }
  }

  #whatMakesSense(): ReadonlySet<ArrangeAction> {
    const actions = new Set<ArrangeAction>()
    const selected = this.#context.selected()
    if (selected.length === 0) return actions
    const add = (...more: readonly ArrangeAction[]): void => more.forEach((action) => actions.add(action))
    add('duplicate', 'copy-style')
    if (selected.some(({ locked }) => locked)) add('unlock')
    const free = this.#free()
    if (free.length === 0) return actions
    add('delete', 'lock', 'to-front', 'to-forward', 'to-backward', 'to-back', 'flip-x', 'flip-y')
    if (this.#style !== null) add('paste-style')
    const scope = this.#context.groups.scopeOf(selected)
    if (selected.some((record) => unitIn(record, scope) !== '')) add('ungroup')
    const units = this.#context.groups.countUnits(free)
    if (units < 2) return actions
    if (free.every(({ group }) => group === '' || group.split('/').length < LIMITS.maxGroupDepth)) add('group')
    add('align-left', 'align-center', 'align-right', 'align-top', 'align-middle', 'align-bottom')
    if (units > 2) add('distribute-x', 'distribute-y')
    return actions
  }

  /** What is not locked. */
  #free(): BoardRecord[] {
    return this.#context.selected().filter(({ locked }) => !locked)
  }

  #units(): BoardRecord[][] {
    return this.#context.groups.unitsOf(this.#free())
  }

  #patch(patches: Patches): void {
    this.#context.editing.patch(patches)
  }

  #duplicate(): void {
    const options = { by: COPY_OFFSET / this.#context.zoom(), withLocked: true }
    const { all, own } = duplicatesOf(this.#context.selected(), options, this.#context)
    this.#context.editing.put(all, true)
    this.#context.select(own)
  }

  #group(): void {
    const { room, groups } = this.#context
    const free = this.#free()
    const scope = groups.scopeOf(free)
    const id = room.newRecordId()
    this.#patch(
      free.flatMap((record) => {
        const group = withGroup(record.group, scope, id)
        return group === null ? [] : [[record.id, { group }] as const]
      }),
    )
  }

  #ungroup(): void {
    const { groups } = this.#context
    const selected = this.#context.selected()
    const scope = groups.scopeOf(selected)
    const paths = new Set(selected.map((record) => unitIn(record, scope)))
    paths.delete('')
    const patches: (readonly [RecordId, RecordPatch])[] = []
    for (const path of paths) {
      // Also what is locked in it, or selected by nobody: half a group is none.
      for (const id of groups.membersOf(path)) {
        const record = this.#context.room.store.get(id)
        if (record !== undefined) patches.push([id, { group: withoutGroup(record.group, path) }])
      }
    }
    this.#context.editing.patchAll(patches)
  }

  #lock(locked: boolean): void {
    const changing = this.#context.selected().filter((record) => record.locked !== locked)
    this.#context.editing.patchAll(changing.map(({ id }) => [id, { locked }]))
  }

  #flip(axis: 'x' | 'y'): void {
    const free = this.#free()
    const box = extentOf(free)
    if (box !== null) this.#patch(flip(free, box, axis))
  }

  #copyStyle(): void {
    const top = this.#context.selected().toSorted(this.#context.index.outline.compare).at(-1)
    if (top !== undefined) this.#style = styleOf(top)
  }

  #pasteStyle(): void {
    const style = this.#style
    if (style === null) return
    const { editing } = this.#context
    this.#patch(
      this.#free().flatMap((record) => {
        const patch = patchToStyle(record, style)
        return patch === null ? [] : [[record.id, editing.measured(record, patch)] as const]
      }),
    )
  }
}
