import { fold, MAX_GIVEN, type Operation } from '../model/operations.ts'
import {
  differences,
  PATCHABLE,
  patched,
  sameKind,
  type BoardRecord,
  type PatchKey,
  type RecordId,
  type RecordPatch,
} from '../model/records.ts'

/** What one gesture did to one record. */
export interface Deed {
  readonly id: RecordId
  readonly before: BoardRecord | undefined
  readonly after: BoardRecord | undefined
  /**
   * The record that was replaced by others, of which this is one, or it is that record itself. Deeds of the same
   * replacement are next to each other in a step, and are taken back together or not at all.
   */
  readonly of?: RecordId
  /** At the record that was replaced: what came of it nowhere, as records of their own. */
  readonly lost?: readonly BoardRecord[]
}

/** What takes some deeds back, and what that does itself. */
export interface Reversal {
  readonly operations: readonly Operation[]
  readonly deeds: readonly Deed[]
}

export type Current = (id: RecordId) => BoardRecord | undefined

/** What two steps did to each record as a whole. */
export function together(first: readonly Deed[], second: readonly Deed[]): readonly Deed[] {
  const deeds = new Map(first.map((deed) => [deed.id, deed]))
  for (const deed of second) {
    const earlier = deeds.get(deed.id)
    // The pieces of a piece are pieces of the whole.
    const of = deed.of === undefined ? earlier?.of : (deeds.get(deed.of)?.of ?? deed.of)
    const whole = of === undefined || of === deed.id ? undefined : deeds.get(of)
    if (whole !== undefined && deed.lost !== undefined)
      deeds.set(whole.id, { ...whole, lost: [...(whole.lost ?? []), ...deed.lost] })
    const merged = { ...deed, ...(earlier && { before: earlier.before }), ...(of !== undefined && { of }) }
    if (earlier !== undefined && earlier.before === deed.after) deeds.delete(deed.id)
    else deeds.set(deed.id, merged)
  }
  return inReplacements(Array.from(deeds.values()))
}

/** The deeds with those of the same replacement next to each other. */
export function inReplacements(deeds: readonly Deed[]): readonly Deed[] {
  if (deeds.every(({ of }) => of === undefined)) return deeds
  const groups = new Map<RecordId, Deed[]>()
  for (const deed of deeds) {
    const group = groups.get(deed.of ?? deed.id)
    if (group === undefined) groups.set(deed.of ?? deed.id, [deed])
    else group.push(deed)
  }
  return Array.from(groups.values()).flat()
}

/** Where the replacement begins that the deed at a place is part of; the place itself where it is part of none. */
export function beginningAt(deeds: readonly Deed[], at: number): number {
  let from = at
  while (from > 0 && deeds[from]?.of !== undefined && deeds[from - 1]!.of === deeds[from]!.of) from -= 1
  return from
}

/** Takes deeds back, the last first. What others have overtaken of them is left as it is. */
export function reversed(deeds: readonly Deed[], current: Current): Reversal {
  const operations: Operation[] = []
  const done: Deed[] = []
  // Backwards: within a gesture the same record may have changed more than once.
  for (let end = deeds.length; end > 0;) {
    const from = beginningAt(deeds, end - 1)
    const group = deeds.slice(from, end)
    const reversal = group[0]!.of === undefined ? reversedOne(group[0]!, current) : replacementReversed(group, current)
    operations.push(...reversal.operations)
    done.push(...reversal.deeds)
    end = from
  }
  return { operations, deeds: done }
}

const NOTHING: Reversal = { operations: [], deeds: [] }

function reversedOne(deed: Deed, current: Current): Reversal {
  const before = current(deed.id)
  const operation = reverse(deed, before)
  if (operation === null) return NOTHING
  // What is taken away now may be more than what the deed had made: it comes back as it is.
  return { operations: [operation], deeds: [{ id: deed.id, before, after: fold(before, operation) }] }
}

/**
 * Takes back that some records came in place of others: all of it, while nobody else has done anything to them. Otherwise
 * what is lost is put back beside what others have made of the rest, as records of their own.
 */
function replacementReversed(deeds: readonly Deed[], current: Current): Reversal {
  const standing = deeds.filter(({ after }) => after !== undefined)
  const gone = deeds.filter(({ after }) => after === undefined)
  if (gone.some(({ id }) => current(id) !== undefined)) return NOTHING
  if (!standing.every(({ id, after }) => isAs(after, current(id)))) {
    const lost = gone.flatMap((deed) => deed.lost ?? []).filter(({ id }) => current(id) === undefined)
    return {
      operations: lost.map((record) => ({ kind: 'put', record })),
      deeds: lost.map((record) => ({ id: record.id, before: undefined, after: record })),
    }
  }
  const back = gone.flatMap(({ before }) => before ?? [])
  return {
    operations: [
      ...back.map((record): Operation => ({ kind: 'put', record, ...given(standing) })),
      // Others may be quicker than what is put back, which then is not there.
      ...standing.map(({ id }): Operation => ({ kind: 'remove', id, ...given(back) })),
    ],
    deeds: deeds.map((deed) => ({ ...deed, before: current(deed.id), after: deed.before })),
  }
}

function given(records: readonly { readonly id: RecordId }[]): { readonly given?: readonly RecordId[] } {
  return records.length === 0 ? {} : { given: records.slice(0, MAX_GIVEN).map(({ id }) => id) }
}

function isAs(left: BoardRecord | undefined, now: BoardRecord | undefined): boolean {
  if (left === undefined || now === undefined) return false
  // What another has taken away and brought back has the same points, but in a copy of its own.
  const isCopy = left.type === 'stroke' && now.type === 'stroke' && isSameRun(left.points, now.points)
  const changes = differences(isCopy ? { ...left, points: now.points } : left, now)
  return changes !== null && Object.keys(changes).length === 0
}

function isSameRun(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** The operation that takes a deed back from what is there now; null where others have overtaken it. */
function reverse({ id, before, after }: Deed, current: BoardRecord | undefined): Operation | null {
  if (before === undefined) return current === undefined ? null : { kind: 'remove', id }
  if (after === undefined) return current === undefined ? { kind: 'put', record: before } : null
  if (current === undefined) return null
  // A record that was replaced as a whole is put back as a whole, unless another has replaced it since.
  if (!sameKind(before, after))
    return sameKind(after, current) ? { kind: 'put', record: withOthers(before, after, current) } : null
  if (!sameKind(after, current)) return null
  const patch = patchBack(before, after, current)
  return Object.keys(patch).length === 0 ? null : { kind: 'patch', id, patch }
}

/** The record as it was before, with what others changed since of what the deed had left alone. */
function withOthers(before: BoardRecord, after: BoardRecord, current: BoardRecord): BoardRecord {
  const changed: Partial<Record<PatchKey, unknown>> = {}
  for (const key of PATCHABLE[before.type]) {
    const [old, mine, now] = [before, after, current].map((record) => (record as RecordPatch)[key])
    if (old === mine && mine !== now) changed[key] = now
  }
  return patched(before, changed as RecordPatch)
}

/** The old values of those properties that are still as the deed left them. */
function patchBack(before: BoardRecord, after: BoardRecord, current: BoardRecord): RecordPatch {
  const patch: Partial<Record<PatchKey, unknown>> = {}
  for (const key of PATCHABLE[before.type]) {
    const [old, mine, now] = [before, after, current].map((record) => (record as RecordPatch)[key])
    if (old !== mine && mine === now) patch[key] = old
  }
  return patch as RecordPatch
}
