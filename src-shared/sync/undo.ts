import { Value, type ReadonlyValue } from '../emitter.ts'
import type { Operation } from '../model/operations.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import { beginningAt, inReplacements, reversed, together, type Current, type Deed } from './deeds.ts'

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
    const whole = before.length === 0 ? inReplacements(step) : together(before, step)
    // A gesture that came to nothing is no step, and what follows is another one.
    this.#gesture = whole.length > 0 ? gesture : null
    if (whole.length > 0) this.#done.push(whole)
    if (this.#done.length > MAX_STEPS) this.#done.shift()
    this.#undone.length = 0
    this.#tell()
  }

  /**
   * Others had changed what one's own removals then took away, before the host heard of those.
   * @param records as they were removed
   */
  tookAway(records: readonly BoardRecord[]): void {
    if (records.length === 0) return
    const taken = new Map(records.map((record) => [record.id, record]))
    for (const steps of [this.#done, this.#undone]) {
      for (const [i, step] of steps.entries()) steps[i] = this.#withTaken(step, taken)
    }
  }

  /** The operations that take back the last step, which is forgotten; none unless it is of this gesture. */
  takeBack(gesture: symbol, current: Current): readonly Operation[] {
    if (gesture !== this.#gesture) return []
    this.#gesture = null
    const { operations } = reversed(this.#done.pop() ?? [], current)
    this.#tell()
    return operations
  }

  /** What was to replace something came too late and is void, so that there is nothing of it to take back or do again. */
  cameTooLate(id: RecordId): void {
    for (const steps of [this.#done, this.#undone]) {
      for (const [i, step] of Array.from(steps.entries()).toReversed()) {
        const of = step.find((deed) => deed.id === id)?.of
        if (of === undefined) continue
        const left = this.#kept(
          step,
          step.filter((deed) => deed.of !== of),
        )
        // What is being moved is gone through to its end.
        if (left.length > 0 || left === this.#rest) steps[i] = left
        else {
          steps.splice(i, 1)
          // What the same gesture does from now on is no more of the step before.
          if (steps === this.#done && i === steps.length) this.#gesture = null
        }
      }
    }
    this.#tell()
  }

  /**
   * The operations that take back the last step that still has any effect.
   * @param most so many records at once: with the next call the same step goes on, if there is more of it
   */
  undo(current: Current, most = Number.POSITIVE_INFINITY): Moved {
    return this.#move(this.#done, this.#undone, current, most)
  }

  redo(current: Current, most = Number.POSITIVE_INFINITY): Moved {
    return this.#move(this.#undone, this.#done, current, most)
  }

  #move(from: (readonly Deed[])[], to: (readonly Deed[])[], current: Current, most: number): Moved {
    this.#gesture = null
    const operations: Operation[] = []
    for (let isDone = false; !isDone;) {
      const step = from.pop()
      if (step === undefined) break
      const isRest = step === this.#rest
      const cut = beginningAt(step, Math.max(0, step.length - most))
      const rest = cut > 0 ? step.slice(0, cut) : null
      const reversal = reversed(step.slice(cut), current)
      for (const operation of reversal.operations) operations.push(operation)
      const isBegun = isRest && this.#isBegun
      // What others have overtaken is skipped for good.
      if (reversal.deeds.length > 0) to.push(isBegun ? [...(to.pop() ?? []), ...reversal.deeds] : reversal.deeds)
      if (rest !== null) from.push(rest)
      this.#rest = rest
      this.#isBegun = isBegun || reversal.deeds.length > 0
      isDone = operations.length > 0 || (isBegun && rest === null)
    }
    this.#tell()
    return { operations, isMore: this.#rest !== null }
  }

  #withTaken(step: readonly Deed[], taken: ReadonlyMap<RecordId, BoardRecord>): readonly Deed[] {
    if (!step.some(({ id, after }) => after === undefined && taken.has(id))) return step
    const corrected = step.map((deed) =>
      deed.after === undefined ? { ...deed, before: taken.get(deed.id) ?? deed.before } : deed,
    )
    return this.#kept(step, corrected)
  }

  /** Another form of a step, of which a part may have been moved. */
  #kept(step: readonly Deed[], changed: readonly Deed[]): readonly Deed[] {
    if (step === this.#rest) this.#rest = changed
    return changed
  }

  #tell(): void {
    this.#canUndo.set(this.#done.length > 0)
    this.#canRedo.set(this.#undone.length > 0)
  }
}
