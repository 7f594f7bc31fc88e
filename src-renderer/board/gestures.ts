import type { Place } from '#renderer/tools/tool.ts'

export type Device = 'mouse' | 'pen' | 'touch'

/** What a pointer that goes down starts. */
export type Start =
  /** The tool gets it. */
  | 'tool'
  /** The view follows it. */
  | 'pan'
  /** Two fingers move and zoom the view. */
  | 'pinch'
  /** As `tool`, after the tool has given up what another pointer began. */
  | 'tool-instead'
  /** As `pinch`, after the tool has given up. */
  | 'pinch-instead'
  | 'ignore'

export interface Down {
  readonly id: number
  readonly device: Device
  readonly at: Place
  /** Milliseconds. */
  readonly time: number
  /** Whether this pointer is to move the view: middle button, or the space key is held. */
  readonly pans: boolean
  /** Whether the present tool is one that pens draw with. */
  readonly forPen: boolean
}

/** How the view has moved under two fingers: by so much, and zoomed by a factor about a place. */
export interface PinchStep {
  readonly dx: number
  readonly dy: number
  readonly factor: number
  readonly about: Place
}

/** A second finger this soon (ms), or before the first went this far (CSS px), means both move the view. */
const PINCH_WITHIN = 250
const PINCH_NEAR = 14

/**
 * Decides whose each pointer is. A pen goes before fingers: once one has been seen, fingers move the view
 * where pens draw, and while it is down they are a resting hand.
 */
export class Gestures {
  #penSeen = false
  #mode: 'idle' | 'tool' | 'pan' | 'pinch' = 'idle'
  #device: Device = 'mouse'
  #began = 0
  #from: Place = { x: 0, y: 0 }
  /** Pointers that take part, and where they are. */
  readonly #pointers = new Map<number, Place>()

  get mode(): 'idle' | 'tool' | 'pan' | 'pinch' {
    return this.#mode
  }

  /** A pen has been near: from now on fingers do not draw. */
  seePen(): void {
    this.#penSeen = true
  }

  down(down: Down): Start {
    if (down.device === 'pen') this.#penSeen = true
    if (this.#mode === 'idle') return this.#begin(down)
    if (down.device === 'pen' && this.#device === 'touch') {
      // The hand came down before the pen it holds.
      const instead = this.#mode === 'tool'
      this.#pointers.clear()
      const start = this.#begin(down)
      return start === 'tool' && instead ? 'tool-instead' : start
    }
    if (down.device !== 'touch' || this.#device !== 'touch') return 'ignore'
    if (this.#pointers.size >= 2) return 'ignore'
    if (this.#mode === 'tool' && !this.#isYoung(down)) return 'ignore'
    const instead = this.#mode === 'tool'
    this.#mode = 'pinch'
    this.#pointers.set(down.id, down.at)
    return instead ? 'pinch-instead' : 'pinch'
  }

  /** Whether the pointer takes part in what goes on. */
  has(id: number): boolean {
    return this.#pointers.has(id)
  }

  /** Follows a pointer; answers how the view moves, or null if it does not. */
  move(id: number, at: Place): PinchStep | null {
    const before = this.#pointers.get(id)
    if (before === undefined) return null
    if (this.#mode === 'pan') {
      this.#pointers.set(id, at)
      return { dx: at.x - before.x, dy: at.y - before.y, factor: 1, about: at }
    }
    if (this.#mode !== 'pinch') {
      this.#pointers.set(id, at)
      return null
    }
    const other = Array.from(this.#pointers).find(([key]) => key !== id)?.[1]
    this.#pointers.set(id, at)
    if (other === undefined) return { dx: at.x - before.x, dy: at.y - before.y, factor: 1, about: at }
    const spread = Math.hypot(before.x - other.x, before.y - other.y)
    const factor = spread < 1 ? 1 : Math.hypot(at.x - other.x, at.y - other.y) / spread
    const about = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }
    return { dx: (at.x - before.x) / 2, dy: (at.y - before.y) / 2, factor, about }
  }

  /** A pointer went up or was lost. Answers with the mode that ends by it, if one does. */
  up(id: number): 'tool' | 'pan' | 'pinch' | null {
    if (!this.#pointers.delete(id) || this.#pointers.size > 0) return null
    const ended = this.#mode
    this.#mode = 'idle'
    return ended === 'idle' ? null : ended
  }

  /** Forgets all pointers. */
  clear(): void {
    this.#pointers.clear()
    this.#mode = 'idle'
  }

  #begin({ id, device, at, time, pans, forPen }: Down): Start {
    this.#device = device
    this.#began = time
    this.#from = at
    this.#pointers.set(id, at)
    this.#mode = pans || (device === 'touch' && this.#penSeen && forPen) ? 'pan' : 'tool'
    return this.#mode
  }

  #isYoung({ time }: Down): boolean {
    const first = this.#pointers.values().next().value ?? this.#from
    const far = Math.hypot(first.x - this.#from.x, first.y - this.#from.y)
    return time - this.#began <= PINCH_WITHIN || far <= PINCH_NEAR
  }
}
