import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { GRID_KINDS } from './grid.ts'
import type { GroundLook } from './ground.ts'
import { PAPERS } from './papers.ts'

/** How this window shows boards: nobody else's does so for it. */
export interface ViewLook extends GroundLook {
  /** Whether the small picture of the whole board is shown. */
  readonly minimap: boolean
}

const KEY = 'drawnet.view'
const USUAL_VIEW: ViewLook = { paper: 'plain', grid: 'none', minimap: false }

/** The window's way of showing boards, kept from start to start as far as the browser lets it. */
export class ViewSettings {
  readonly #keep: Keep | null
  readonly #look: Value<ViewLook>
  readonly look: ReadonlyValue<ViewLook>

  constructor(keep: Keep | null) {
    this.#keep = keep
    this.#look = new Value(read(keep))
    this.look = this.#look
  }

  set(change: Partial<ViewLook>): void {
    this.#look.update((look) => ({ ...look, ...change }))
    try {
      this.#keep?.setItem(KEY, JSON.stringify(this.#look.get()))
    } catch {
      // A private window keeps nothing: then the choice holds until it is closed.
    }
  }
}

function read(keep: Keep | null): ViewLook {
  let kept: Partial<Record<keyof ViewLook, unknown>> = {}
  try {
    const value: unknown = JSON.parse(keep?.getItem(KEY) ?? '{}')
    if (typeof value === 'object' && value !== null) kept = value
  } catch {
    // What cannot be read says nothing.
  }
  return {
    paper: PAPERS.find((paper) => paper === kept.paper) ?? USUAL_VIEW.paper,
    grid: GRID_KINDS.find((grid) => grid === kept.grid) ?? USUAL_VIEW.grid,
    minimap: kept.minimap === true,
  }
}
