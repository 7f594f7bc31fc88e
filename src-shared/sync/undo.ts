import { Value, type ReadonlyValue } from '../emitter.ts'
import type { Operation } from '../model/operations.ts'
import type { BoardRecord, PatchKey, RecordId, RecordPatch } from '../model/records.ts'
import { PATCHABLE, sameKind } from '../model/records.ts'

/** What one gesture did to one record. */
export interface Deed {
  readonly id: RecordId
  readonly before: BoardRecord | undefined
  readonly after: BoardRecord | undefined
}

/** What is to be done to take back a step, or to do it again. */
export interface Moved {
  readonly operations: Operation[]
  /** Whether that was only a part of the step. */
  readonly isMore: boolean
}

const MAX_STEPS = 500

/**
 * One's own steps, to be taken back one by one. Undoing is a new edit of the present board: it reverses
 * only what is still as one left it, and so never touches another's work.
 */
export class UndoStack {
  readonly #done: (readonly Deed[])[] = []
  readonly #undone: (readonly Deed[])[] = []
  /** Of the step that was done last; null when it is complete. */
  #gesture: symbol | null = null
  /** What is left of a step of which a part has been moved, and whether that part had any effect. */
  #rest: readonly Deed[] | null = null
  #isBegun = false
  readonly #canUndo = new Value(false)
  readonly #canRedo = new Value(false)

  get canUndo(): ReadonlyValue<boolean> {
    return this.#canUndo
  }

  get canRedo(): ReadonlyValue<boolean> {
    return this.#canRedo
  }

  /**
   * Remembers a step; what was undone before it can no longer be redone.
   * @param gesture steps that follow each other under the same symbol become one
   */
  push(step: readonly Deed[], gesture: symbol | null = null): void {
    if (step.length === 0) return
    const before = gesture !== null && gesture === this.#gesture ? (this.#done.pop() ?? []) : []
    const whole = together(before, step)
    // A gesture that came to nothing is no step, and what follows is another one.
    this.#gesture = whole.length > 0 ? gesture : null
    if (whole.length > 0) this.#done.push(whole)
    if (this.#done.length > MAX_STEPS) this.#done.shift()
    this.#undone.length = 0
    this.#tell()
  }

  /**
   * The operations that take back the last step that still has any effect.
   * @param most so many records at once: with the next call the same step goes on, if there is more of it
   */
  undo(current: (id: RecordId) => BoardRecord | undefined, most = Number.POSITIVE_INFINITY): Moved {
    return this.#move(this.#done, this.#undone, current, most)
  }

  redo(current: (id: RecordId) => BoardRecord | undefined, most = Number.POSITIVE_INFINITY): Moved {
    return this.#move(this.#undone, this.#done, current, most)
  }

  #move(
    from: (readonly Deed[])[],
    to: (readonly Deed[])[],
    current: (id: RecordId) => BoardRecord | undefined,
    most: number,
  ): Moved {
    this.#gesture = null
    const operations: Operation[] = []
    for (let isDone = false; !isDone;) {
      const step = from.pop()
      if (step === undefined) break
      const isRest = step === this.#rest
      const cut = Math.max(0, step.length - most)
      const rest = cut > 0 ? step.slice(0, cut) : null
      const reversed: Deed[] = []
      // Backwards: within a gesture the same record may have changed more than once.
      for (const deed of step.slice(cut).toReversed()) {
        const operation = reverse(deed, current(deed.id))
        if (operation === null) continue
        operations.push(operation)
        reversed.push({ id: deed.id, before: deed.after, after: deed.before })
      }
      const isBegun = isRest && this.#isBegun
      // What others have overtaken is skipped for good.
      if (reversed.length > 0) to.push(isBegun ? [...(to.pop() ?? []), ...reversed] : reversed)
      if (rest !== null) from.push(rest)
      this.#rest = rest
      this.#isBegun = isBegun || reversed.length > 0
      isDone = operations.length > 0 || (isBegun && rest === null)
    }
    this.#tell()
    return { operations, isMore: this.#rest !== null }
  }

  #tell(): void {
    this.#canUndo.set(this.#done.length > 0)
    this.#canRedo.set(this.#undone.length > 0)
  }
}

/** What two steps did to each record as a whole. */
function together(first: readonly Deed[], second: readonly Deed[]): Deed[] {
  const deeds = new Map(first.map((deed) => [deed.id, deed]))
  for (const deed of second) {
    const earlier = deeds.get(deed.id)
    if (earlier === undefined) deeds.set(deed.id, deed)
    else if (earlier.before === deed.after) deeds.delete(deed.id)
    else deeds.set(deed.id, { ...deed, before: earlier.before })
  }
  return Array.from(deeds.values())
}

function reverse({ id, before, after }: Deed, current: BoardRecord | undefined): Operation | null {
  if (before === undefined) return current === undefined ? null : { kind: 'remove', id }
  if (after === undefined) return current === undefined ? { kind: 'put', record: before } : null
  if (current === undefined) return null
  // A record that was replaced as a whole is put back as a whole, unless another has replaced it since.
  if (!sameKind(before, after)) return sameKind(after, current) ? { kind: 'put', record: before } : null
  if (!sameKind(after, current)) return null
  const patch = patchBack(before, after, current)
  return Object.keys(patch).length === 0 ? null : { kind: 'patch', id, patch }
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
