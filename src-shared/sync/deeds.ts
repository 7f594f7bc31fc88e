import type { Operation } from '../model/operations.ts'
import {
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
}

/** What two steps did to each record as a whole. */
export function together(first: readonly Deed[], second: readonly Deed[]): Deed[] {
  const deeds = new Map(first.map((deed) => [deed.id, deed]))
  for (const deed of second) {
    const earlier = deeds.get(deed.id)
    if (earlier === undefined) deeds.set(deed.id, deed)
    else if (earlier.before === deed.after) deeds.delete(deed.id)
    else deeds.set(deed.id, { ...deed, before: earlier.before })
  }
  return Array.from(deeds.values())
}

/** The operation that takes a deed back from what is there now; null where others have overtaken it. */
export function reverse({ id, before, after }: Deed, current: BoardRecord | undefined): Operation | null {
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
