import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { isIn, unitIn, type GroupPath } from '#renderer/board/groups.ts'
import { Lasso } from './lasso.ts'
import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  /** Pressed on the selection or its handles; `click` happens if the pointer does not stray. */
  | { readonly kind: 'pressing'; readonly from: Place; readonly click: (() => void) | null }
  /**
   * Pressed where nothing can be dragged: a box or a lasso grows. What was selected before stays so with Shift;
   * `click` happens if nothing was drawn.
   */
  | {
      readonly kind: 'surrounding'
      readonly from: Place
      readonly screen: Place
      readonly before: readonly RecordId[]
      readonly kept: readonly RecordId[]
      readonly lasso: Lasso | null
      readonly click: (() => void) | null
      readonly drawn: boolean
    }

/** CSS pixels between two corners of a lasso. */
const LASSO_STEP = 4

/**
 * Selects by click, by box and by lasso; moving, scaling and turning are the handles' part. A group is selected as one
 * thing; a double click goes into it, writes in what has words, and begins a text where nothing is. What is locked is selected by click alone, to be unlocked.
 */
export class SelectTool implements Tool {
  readonly id: 'select' | 'lasso'
  readonly cursor = 'default'
  readonly forPen = false
  readonly #context: ToolContext
  #state: State = { kind: 'idle' }

  /** @param id what a drag from nowhere draws around things; with Alt it is the other */
  constructor(context: ToolContext, id: 'select' | 'lasso' = 'select') {
    this.#context = context
    this.id = id
  }

  down(input: ToolInput): Taker {
    const context = this.#context
    const frame = context.frameAt(input)
    const selected = context.selection()
    if (frame === 'handle') return this.#press(input, null)
    const adds = input.shift || input.ctrl
    const hit = context.recordAt(input.at, hitRadius(input))
    if (hit !== null) {
      const unit = this.#unitOf(hit)
      if (adds) {
        this.#toggle(unit)
        return 'tool'
      }
      if (hit.locked) return this.#surround(input, () => this.#select(unit))
      const isSelected = selected.includes(hit.id)
      if (!isSelected) this.#select(unit)
      return this.#press(input, isSelected && selected.length > unit.length ? () => this.#select(unit) : null)
    }
    if (frame === 'inside' && !adds) return this.#press(input, () => context.select([]))
    return this.#surround(input, null)
  }

  move(input: ToolInput): void {
    const state = this.#state
    if (state.kind === 'pressing') {
      if (state.click !== null && strayed(state.from, input.screen)) this.#state = { ...state, click: null }
      return
    }
    if (state.kind !== 'surrounding' || (!state.drawn && !strayed(state.screen, input.screen))) return
    if (!state.drawn) {
      this.#state = { ...state, drawn: true }
      if (state.kept.length < this.#context.selection().length) this.#context.select(state.kept)
    }
    const { lasso, from, kept } = state
    if (lasso !== null) {
      for (const sample of input.samples) lasso.goTo(sample)
      return this.#context.showLasso(lasso.corners)
    }
    const box = {
      minX: Math.min(from.x, input.at.x),
      minY: Math.min(from.y, input.at.y),
      maxX: Math.max(from.x, input.at.x),
      maxY: Math.max(from.y, input.at.y),
    }
    this.#context.showBox(box)
    this.#selectAll(kept, this.#context.recordsInBox(box))
  }

  up(): void {
    const state = this.#state
    this.#state = { kind: 'idle' }
    if (state.kind === 'pressing') return state.click?.()
    if (state.kind !== 'surrounding') return
    this.#hide()
    if (!state.drawn) return state.click?.()
    if (state.lasso === null) return
    const near = this.#context.recordsInBox(state.lasso.bounds)
    this.#selectAll(state.kept, state.lasso.catch(near))
  }

  cancel(): void {
    const state = this.#state
    this.#state = { kind: 'idle' }
    if (state.kind !== 'surrounding') return
    this.#hide()
    this.#context.select(state.before)
  }

  doubleClick(input: ToolInput): void {
    const context = this.#context
    const hit = context.recordAt(input.at, hitRadius(input)) ?? context.shapeAround(input.at)
    if (hit === null) {
      // With Shift or Ctrl one adds to what is selected.
      if (!input.shift && !input.ctrl) context.beginText(input.at)
      return
    }
    if (hit.locked) return
    const group = unitIn(hit, this.#scopeFor(hit))
    if (group === '') {
      if ('text' in hit) context.editText(hit.id)
      return
    }
    context.select(this.#membersIn(hit, group))
    context.enterGroup(group)
  }

  #press(input: ToolInput, click: (() => void) | null): Taker {
    this.#state = { kind: 'pressing', from: input.screen, click }
    return 'handles'
  }

  #surround(input: ToolInput, click: (() => void) | null): Taker {
    const before = this.#context.selection()
    const kept = input.shift || input.ctrl ? before : []
    if (click === null && kept.length === 0 && before.length > 0) this.#context.select([])
    const wantsLasso = (this.id === 'lasso') !== input.alt
    const lasso = wantsLasso ? new Lasso(input.at, LASSO_STEP / this.#context.zoom()) : null
    this.#state = {
      kind: 'surrounding',
      from: input.at,
      screen: input.screen,
      before: kept,
      kept,
      lasso,
      click,
      drawn: false,
    }
    return 'tool'
  }

  #hide(): void {
    this.#context.showBox(null)
    this.#context.showLasso(null)
  }

  #select(ids: readonly RecordId[]): void {
    this.#context.select(ids)
  }

  #toggle(unit: readonly RecordId[]): void {
    const selected = this.#context.selection()
    const taken = new Set(unit)
    const others = selected.filter((id) => !taken.has(id))
    const isSelected = selected.length - others.length === unit.length
    this.#context.select(isSelected ? others : [...others, ...unit])
    this.#state = { kind: 'idle' }
  }

  /** What is found is selected with the groups that it is in, beside what was selected before. */
  #selectAll(kept: readonly RecordId[], found: readonly BoardRecord[]): void {
    const ids = new Set(kept)
    const groups = new Set<GroupPath>()
    for (const record of found) {
      if (record.locked) continue
      ids.add(record.id)
      const group = unitIn(record, '')
      if (group === '' || groups.has(group)) continue
      groups.add(group)
      for (const id of this.#context.groupMembers(group)) ids.add(id)
    }
    this.#context.select(Array.from(ids))
  }

  /** What a click on a record is about: the outermost group it is in, within the one that was gone into. */
  #unitOf(record: BoardRecord): readonly RecordId[] {
    return this.#membersIn(record, this.#scopeFor(record))
  }

  #membersIn(record: BoardRecord, scope: GroupPath): readonly RecordId[] {
    const group = unitIn(record, scope)
    return group === '' ? [record.id] : this.#context.groupMembers(group)
  }

  /** The group that was gone into, if the record lies in it. */
  #scopeFor(record: BoardRecord): GroupPath {
    const entered = this.#context.enteredGroup()
    return isIn(record, entered) ? entered : ''
  }
}
