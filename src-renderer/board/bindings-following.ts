import { boundsOf } from '#shared/model/bounds.ts'
import { MAX_SKETCHED } from '#shared/sync/room-view.ts'
import { patched, type BoardRecord, type FrameRecord, type LineRecord, type RecordId } from '#shared/model/records.ts'
import type { RecordPatch } from '#shared/model/records.ts'
import { holdsOf, slackOf, standingLine } from './bindings-standing.ts'
import { fastened, fasteningOf, placesOf, type LineEnd } from './bindings.ts'
import { contentsOf } from './frame-contents.ts'
import type { SpatialIndex } from './spatial-index.ts'
import type { StandingLines } from './standing-lines.ts'
import { patchFor, type Change, type Matrix } from './transform.ts'

/** What an edit makes of records; undefined for those it removes. */
export type Outcome = ReadonlyMap<RecordId, BoardRecord | undefined>

const ENDS: readonly LineEnd[] = ['start', 'end']

/** What goes along with what: lines with what their ends are fastened to, and with frames what lies wholly within them. */
export class Following {
  readonly #store: StandingLines
  readonly #index: SpatialIndex

  constructor(store: StandingLines, index: SpatialIndex) {
    this.#store = store
    this.#index = index
  }

  /**
   * What becomes of records that are moved, and of what goes along with them: that first, and then all of it, as others
   * are shown it.
   */
  moving(records: readonly BoardRecord[], changeOf: Change): readonly [along: BoardRecord[], all: BoardRecord[]] {
    const isFollowed = this.#isFollowed(records)
    if (!isFollowed && records.length > MAX_SKETCHED) return [[], []]
    const outcome = new Map(records.map((record) => [record.id, patched(record, changeOf(record) ?? {})]))
    const along = isFollowed ? this.#along(outcome) : []
    return [along, [...outcome.values(), ...along]]
  }

  #along(outcome: ReadonlyMap<RecordId, BoardRecord>): BoardRecord[] {
    const along: BoardRecord[] = []
    for (const [id, patch] of this.consequences(outcome)) {
      const record = outcome.has(id) ? undefined : this.#store.get(id)
      if (record !== undefined) along.push(patched(record, patch))
    }
    return along
  }

  /** What else has to change, in the same edit, when these do. Never what is locked. */
  consequences(outcome: Outcome): Map<RecordId, RecordPatch> {
    const all = new Map(outcome)
    const patches = new Map<RecordId, RecordPatch>()
    const change = (record: BoardRecord, patch: RecordPatch): void => {
      all.set(record.id, patched(record, patch))
      patches.set(record.id, { ...patches.get(record.id), ...patch })
    }
    for (const [id, after] of outcome) {
      const before = this.#store.get(id)
      if (before?.type === 'frame' && after?.type === 'frame') this.#carry(before, after, all, change)
    }
    for (const id of this.#linesConcerned(all)) {
      const line = all.has(id) ? all.get(id) : this.#store.get(id)
      if (line?.type !== 'line' || (line.locked && !outcome.has(id))) continue
      const patch = this.#adjusted(line, all)
      if (patch !== null) change(line, patch)
    }
    return patches
  }

  /** Whether anything goes along that is not among these: without it, ten thousand of them are moved for nothing. */
  #isFollowed(records: readonly BoardRecord[]): boolean {
    const ids = new Set(records.map(({ id }) => id))
    return records.some((record) => {
      for (const line of this.#store.linesOn(record.id)) if (!ids.has(line)) return true
      return record.type === 'frame' && this.#index.within(boundsOf(record)).some((item) => !ids.has(item.record.id))
    })
  }

  /** Takes along what lies in a frame that is moved or turned; one that is made larger or smaller changes alone. */
  #carry(
    before: FrameRecord,
    after: FrameRecord,
    all: Outcome,
    change: (record: BoardRecord, patch: RecordPatch) => void,
  ): void {
    if (before.scaleX !== after.scaleX || before.scaleY !== after.scaleY) return
    if (before.w !== after.w || before.h !== after.h) return
    if (before.x === after.x && before.y === after.y && before.rotation === after.rotation) return
    const way = wayBetween(before, after)
    const near = this.#index.within(boundsOf(before)).map(({ record }) => record)
    for (const record of contentsOf(before, near, this.#index.outline.compare)) {
      if (all.has(record.id) || record.locked) continue
      const patch = patchFor(record, way)
      if (patch !== null) change(record, patch)
    }
  }

  #linesConcerned(all: Outcome): Set<RecordId> {
    const lines = new Set<RecordId>()
    for (const [id, after] of all) {
      const isFastened = after?.type === 'line' && (after.startOn !== '' || after.endOn !== '')
      if (isFastened || this.#store.isElsewhere(id)) lines.add(id)
      const before = this.#store.get(id)
      if (before !== undefined && after !== undefined && isSamePlace(before, after)) continue
      for (const line of this.#store.linesOn(id)) lines.add(line)
    }
    return lines
  }

  /** What becomes of a line's ends: each stands where it is fastened, or is loose. */
  #adjusted(line: LineRecord, all: Outcome): RecordPatch | null {
    const before = this.#store.get(line.id)
    const isMoved = before !== undefined && before !== line && !isSamePlace(before, line)
    const isRedrawn = before?.type === 'line' && before.path !== line.path
    const recordOf = (id: RecordId): BoardRecord | undefined => (all.has(id) ? all.get(id) : this.#store.get(id))
    const movedTargets = ENDS.some((end) => {
      const to = fasteningOf(line, end)
      return to !== null && all.has(to.on) && all.get(to.on) !== undefined
    })
    // Moved by itself, it may have left what it was fastened to.
    const mayLeave = isMoved && !movedTargets && !isRedrawn
    // From now on it stands where it is seen, be it fastened or not.
    let patch: RecordPatch = this.#store.isElsewhere(line.id) ? { path: line.path } : {}
    const holds = holdsOf(line, recordOf)
    const standing = mayLeave ? placesOf(standingLine(line, holds)) : []
    const places = placesOf(line)
    for (const end of ENDS) {
      if (fasteningOf(line, end) === null) continue
      const at = end === 'start' ? 0 : -1
      const [is, was] = [standing.at(at), places.at(at)]
      const hasLeft = is !== undefined && was !== undefined && Math.hypot(is.x - was.x, is.y - was.y) > slackOf(line)
      if (holds[end] === null || hasLeft) patch = { ...patch, ...fastened(end, null) }
    }
    const held = patched(line, patch)
    const { path } = standingLine(held, holdsOf(held, recordOf))
    if (path !== line.path) patch = { ...patch, path }
    return Object.keys(patch).length === 0 ? null : patch
  }
}

function isSamePlace(a: BoardRecord, b: BoardRecord): boolean {
  return (
    a.x === b.x &&
    a.y === b.y &&
    a.rotation === b.rotation &&
    a.scaleX === b.scaleX &&
    a.scaleY === b.scaleY &&
    ('w' in a ? a.w : 0) === ('w' in b ? b.w : 0) &&
    ('h' in a ? a.h : 0) === ('h' in b ? b.h : 0)
  )
}

/** The way from where a frame was to where it is, without any change of size. */
function wayBetween(before: FrameRecord, after: FrameRecord): Matrix {
  const turn = after.rotation - before.rotation
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  return [cos, sin, -sin, cos, after.x - before.x * cos + before.y * sin, after.y - before.x * sin - before.y * cos]
}
