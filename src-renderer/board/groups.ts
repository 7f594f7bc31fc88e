import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { ReadonlyStore, RecordChange } from '#shared/model/store.ts'

/** A group, named by the ids of the groups around it, outermost first, and its own; empty for the whole board. */
export type GroupPath = string

type Grouped = Pick<BoardRecord, 'group'>

/** Whether something is in a group, or in one within it. */
export function isIn({ group }: Grouped, path: GroupPath): boolean {
  return path === '' || group === path || group.startsWith(`${path}/`)
}

/** The outermost group that something is in within another one; empty if it lies there by itself. */
export function unitIn({ group }: Grouped, within: GroupPath): GroupPath {
  if (!isIn({ group }, within) || group === within) return ''
  const next = group.indexOf('/', within === '' ? 0 : within.length + 1)
  return next < 0 ? group : group.slice(0, next)
}

/** The group's own id is taken out from around what is in it. */
export function withoutGroup(group: GroupPath, path: GroupPath): GroupPath {
  const depth = path.split('/').length - 1
  return group
    .split('/')
    .filter((_, i) => i !== depth)
    .join('/')
}

/** A group of this id is put around what is in `within`. Null where there are too many groups around it already. */
export function withGroup(group: GroupPath, within: GroupPath, id: string): GroupPath | null {
  const outer = within === '' ? [] : within.split('/')
  const inner = group === '' ? [] : group.split('/').slice(outer.length)
  const ids = [...outer, id, ...inner]
  return ids.length > LIMITS.maxGroupDepth ? null : ids.join('/')
}

/** Knows what is in each group of a board. */
export class Groups {
  /** By the id of the outermost group. */
  readonly #members = new Map<string, Set<RecordId>>()
  readonly #store: ReadonlyStore
  #entered: GroupPath = ''

  constructor(store: ReadonlyStore) {
    this.#store = store
    for (const record of store.values()) this.#add(record)
  }

  /** Follows the store. */
  apply(changes: readonly RecordChange[]): void {
    for (const { before, after } of changes) {
      if (before?.group === after?.group) continue
      if (before !== undefined) this.#remove(before)
      if (after !== undefined) this.#add(after)
    }
  }

  /** Goes into a group: what is in it is selected piece by piece, as long as something in it is. */
  enter(path: GroupPath): void {
    this.#entered = path
  }

  /** The group that was gone into; it is left when what is selected does not lie in it. */
  entered(selected: readonly BoardRecord[]): GroupPath {
    if (selected.length === 0 || !selected.every((record) => isIn(record, this.#entered))) this.#entered = ''
    return this.#entered
  }

  /** Goes out of the group that was gone into, to the one around it. Answers which it was; empty for none. */
  leave(selected: readonly BoardRecord[]): GroupPath {
    const left = this.entered(selected)
    this.#entered = left.slice(0, Math.max(0, left.lastIndexOf('/')))
    return left
  }

  /** Everything in a group and in those within it. */
  membersOf(path: GroupPath): RecordId[] {
    const all = this.#members.get(outermost(path)) ?? []
    return Array.from(all).filter((id) => {
      const record = this.#store.get(id)
      return record !== undefined && isIn(record, path)
    })
  }

  /**
   * The innermost group that all of the records lie in as parts of it: what is made of them is made there.
   * A group of which they are the whole counts as one thing, not as the place they lie in.
   */
  scopeOf(records: readonly BoardRecord[]): GroupPath {
    const [first] = records
    let scope = this.entered(records)
    for (;;) {
      const unit = first === undefined ? '' : unitIn(first, scope)
      if (unit === '' || !records.every((record) => isIn(record, unit))) return scope
      if (this.membersOf(unit).length === records.length) return scope
      scope = unit
    }
  }

  /** The records as the things that a person sees: each group is one, and so is what is in none. */
  unitsOf(records: readonly BoardRecord[]): BoardRecord[][] {
    const scope = this.scopeOf(records)
    const units = new Map<string, BoardRecord[]>()
    for (const record of records) {
      const path = unitIn(record, scope)
      // No id has a blank in it.
      const key = path === '' ? ` ${record.id}` : path
      const unit = units.get(key)
      if (unit === undefined) units.set(key, [record])
      else unit.push(record)
    }
    return Array.from(units.values())
  }

  /** How many things these are, as far as it matters: 0, 1, 2, or 3 for more. */
  countUnits(records: readonly BoardRecord[]): number {
    const scope = this.scopeOf(records)
    const seen = new Set<GroupPath>()
    let single = 0
    for (const record of records) {
      const path = unitIn(record, scope)
      if (path === '') single += 1
      else seen.add(path)
      if (single + seen.size >= 3) return 3
    }
    return single + seen.size
  }

  #add({ id, group }: BoardRecord): void {
    if (group === '') return
    const key = outermost(group)
    const members = this.#members.get(key)
    if (members === undefined) this.#members.set(key, new Set([id]))
    else members.add(id)
  }

  #remove({ id, group }: BoardRecord): void {
    const key = outermost(group)
    const members = this.#members.get(key)
    members?.delete(id)
    if (members?.size === 0) this.#members.delete(key)
  }
}

function outermost(path: GroupPath): string {
  const end = path.indexOf('/')
  return end < 0 ? path : path.slice(0, end)
}
