import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { BoardRecord, LineRecord, RecordId } from '#shared/model/records.ts'
import type { ReadonlyStore, RecordChange } from '#shared/model/store.ts'
import { holdsOf, standingLine, type RecordOf } from './bindings-standing.ts'

/**
 * A store whose lines stand where their ends are fastened.
 *
 * Whoever moves a thing also patches the lines on it, but a patch says where both ends are: when two people move the
 * things at both ends at once, the one that comes last has the other end where it was. A program may move a thing and
 * not know of lines at all, and undoing one of two moves finds the line changed by the other. So what is kept of a
 * fastened end is only where it was when somebody last looked, and where it is follows from the line and the things alone:
 * everyone comes to the same, at once, and nobody has to send or to agree on anything.
 */
export class StandingLines implements ReadonlyStore {
  readonly #stored: ReadonlyStore
  /** The lines that are fastened to a record. */
  readonly #lines = new Map<RecordId, Set<RecordId>>()
  /** Lines that stand elsewhere than is stored. */
  readonly #standing = new Map<RecordId, LineRecord>()
  readonly #changed = new Emitter<readonly RecordChange[]>()
  readonly #stop: Dispose

  constructor(stored: ReadonlyStore) {
    this.#stored = stored
    for (const record of stored.values()) this.#note(record)
    for (const lines of this.#lines.values()) for (const id of lines) this.#stand(id)
    this.#stop = stored.onChange((changes) => this.#follow(changes))
  }

  get size(): number {
    return this.#stored.size
  }

  get(id: RecordId): BoardRecord | undefined {
    return this.#standing.get(id) ?? this.#stored.get(id)
  }

  *values(): Generator<BoardRecord, undefined> {
    if (this.#standing.size === 0) yield* this.#stored.values()
    else for (const record of this.#stored.values()) yield this.#standing.get(record.id) ?? record
    return undefined
  }

  onChange(listener: (changes: readonly RecordChange[]) => void): Dispose {
    return this.#changed.on(listener)
  }

  /** The lines that are fastened to a record. */
  linesOn(id: RecordId): ReadonlySet<RecordId> {
    return this.#lines.get(id) ?? NONE
  }

  /** Whether a line stands elsewhere than is stored: who changes it then has to say where it is. */
  isElsewhere(id: RecordId): boolean {
    return this.#standing.has(id)
  }

  dispose(): void {
    this.#stop()
  }

  #follow(changes: readonly RecordChange[]): void {
    const concerned = new Set<RecordId>()
    for (const { id, before, after } of changes) {
      if (before !== undefined) this.#forget(before)
      if (after !== undefined) this.#note(after)
      if (after?.type === 'line' || before?.type === 'line') concerned.add(id)
      for (const line of this.#lines.get(id) ?? NONE) concerned.add(line)
    }
    if (concerned.size === 0) return this.#changed.emit(changes)
    const former = new Map<RecordId, BoardRecord | undefined>()
    for (const { id, before } of changes) former.set(id, this.#standing.get(id) ?? before)
    for (const id of concerned) if (!former.has(id)) former.set(id, this.get(id))
    for (const id of concerned) this.#stand(id)
    const seen: RecordChange[] = []
    for (const [id, before] of former) {
      const after = this.get(id)
      if (before !== after) seen.push({ id, before, after })
    }
    if (seen.length > 0) this.#changed.emit(seen)
  }

  #stand(id: RecordId): void {
    const line = this.#stored.get(id)
    const standing = line?.type === 'line' ? standingOf(line, (on) => this.#stored.get(on)) : null
    if (standing === null) this.#standing.delete(id)
    // What stands as before is the same as before, so that nothing is painted anew.
    else if (!isSame(standing, this.#standing.get(id))) this.#standing.set(id, standing)
  }

  #note(record: BoardRecord): void {
    if (record.type !== 'line') return
    for (const target of [record.startOn, record.endOn]) {
      if (target === '') continue
      const lines = this.#lines.get(target)
      if (lines === undefined) this.#lines.set(target, new Set([record.id]))
      else lines.add(record.id)
    }
  }

  #forget(record: BoardRecord): void {
    if (record.type !== 'line') return
    for (const target of [record.startOn, record.endOn]) {
      const lines = this.#lines.get(target)
      if (lines?.delete(record.id) === true && lines.size === 0) this.#lines.delete(target)
    }
  }
}

const NONE: ReadonlySet<RecordId> = new Set()

/** The line where it stands; null where that is as stored. What is locked stays where it is. */
function standingOf(line: LineRecord, recordOf: RecordOf): LineRecord | null {
  if (line.locked || (line.startOn === '' && line.endOn === '')) return null
  const standing = standingLine(line, holdsOf(line, recordOf))
  return standing === line ? null : standing
}

function isSame(a: LineRecord, b: LineRecord | undefined): boolean {
  if (b === undefined) return false
  return (Object.keys(a) as (keyof LineRecord)[]).every((key) => a[key] === b[key])
}
