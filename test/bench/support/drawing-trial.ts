import type { Drawn } from './load-plan.ts'
import type { PenLanguage } from './pens.ts'
import type { RawSocket } from './raw-socket.ts'
import { pause, percentile, spreadOf } from './report.ts'

/** How long after the drawing what is on its way may still come. */
const LATE_MS = 2_000
/** Share of the groups of points, from the start, that are not counted. */
const WARM_UP_SHARE = 0.15
/** Timers come up to a millisecond late: what is nearer than this is waited for by letting sockets be read. */
const NEAR_MS = 1.5
const LOOK_AGAIN_MS = 20

interface Plan {
  /** Points a second, of each pen. */
  readonly rate: number
  /** Points in a message. */
  readonly group: number
  readonly seconds: number
}

/** Some drawing: every pen at an even pace, each at a moment of its own, while one who watches notes when points come. */
export class DrawingTrial {
  readonly #pens: readonly RawSocket[]
  readonly #watching: RawSocket
  readonly #language: PenLanguage
  readonly #group: number
  /** Groups of points of each pen, and how many of them come first and are not counted. */
  readonly #total: number
  readonly #uncounted: number
  readonly #everyMs: number
  readonly #fault: () => string | null
  readonly #sentAt: readonly Float64Array[]
  /** The next group of each pen, and the next that leaves it. */
  readonly #next: number[]
  readonly #leaving: number[]
  #start = 0
  readonly #latencies: number[] = []
  readonly #ages: number[] = []
  readonly #lateness: number[] = []
  #seen = 0
  #lastAt = 0
  #countedFrom = 0
  #bytesBefore = 0

  /** @param fault why it cannot go on, or null */
  constructor(
    pens: readonly RawSocket[],
    watching: RawSocket,
    language: PenLanguage,
    { rate, group, seconds }: Plan,
    fault: () => string | null,
  ) {
    this.#pens = pens
    this.#watching = watching
    this.#language = language
    this.#group = group
    this.#total = Math.round((rate * seconds) / group)
    this.#uncounted = Math.floor(this.#total * WARM_UP_SHARE)
    this.#everyMs = (1000 * group) / rate
    this.#fault = fault
    this.#sentAt = pens.map(() => new Float64Array(this.#total))
    this.#next = pens.map(() => 0)
    this.#leaving = pens.map(() => 0)
  }

  async run(): Promise<Drawn> {
    this.#watching.onMessage = (message) => this.#read(message)
    this.#start = performance.now()
    while (this.#next.some((at) => at < this.#total) && this.#fault() === null) {
      const wait = this.#drawDue() - performance.now()
      if (wait > NEAR_MS) await pause(wait - 1)
      else await new Promise((resolve) => setImmediate(resolve))
    }
    const giveUp = performance.now() + LATE_MS
    const everything = this.#total * this.#pens.length
    const isOver = (): boolean => this.#seen >= everything || performance.now() > giveUp || this.#fault() !== null
    while (!isOver()) await pause(5)
    this.#watching.onMessage = () => {}
    const fault = this.#fault()
    if (fault !== null) throw new Error(fault)
    return {
      latency: spreadOf(this.#latencies),
      ageMs: this.#ages.reduce((sum, age) => sum + age, 0) / this.#ages.length,
      sent: (this.#total - this.#uncounted) * this.#group * this.#pens.length,
      arrived: this.#latencies.length * this.#group,
      bytes: this.#watching.received - this.#bytesBefore,
      // What was sent late and in a hurry is not a higher rate.
      seconds: Math.max(this.#lastAt - this.#countedFrom, (this.#total - this.#uncounted) * this.#everyMs) / 1000,
      lateMs: percentile(this.#lateness, 0.95),
    }
  }

  #read(message: Uint8Array): void {
    const now = performance.now()
    this.#language.read(message, (pen, at) => {
      this.#seen += 1
      this.#lastAt = now
      if (at < this.#uncounted || at >= this.#total) return
      this.#latencies.push(now - this.#sentAt[pen]![at]!)
      // The points of a group were made one after the other, the last of them when the group was due.
      const waited = (this.#everyMs * (this.#group - 1)) / (2 * this.#group)
      this.#ages.push(now - this.#dueAt(pen, at) + waited)
    })
  }

  /** Spread evenly whatever the number of pens, by the golden ratio. */
  #dueAt(pen: number, at: number): number {
    return this.#start + (((pen * 0.618034) % 1) + at) * this.#everyMs
  }

  /** Draws what is due; answers when something will be again. */
  #drawDue(): number {
    const now = performance.now()
    let soonest = now + LOOK_AGAIN_MS
    for (const [pen, socket] of this.#pens.entries()) {
      const messages: Uint8Array[] = []
      let drawing = true
      const leave = (leaving: readonly Uint8Array[]): void => {
        // A delay of this process's own is not the host's.
        const sentAt = performance.now()
        for (let at = this.#leaving[pen]!; at < this.#next[pen]!; at++) this.#sentAt[pen]![at] = sentAt
        this.#leaving[pen] = this.#next[pen]!
        if (drawing) messages.push(...leaving)
        else socket.send(leaving)
      }
      for (;;) {
        const at = this.#next[pen]!
        if (at >= this.#total || this.#dueAt(pen, at) > now) break
        if (pen === 0 && at === this.#uncounted) this.#beginCounting()
        this.#lateness.push(now - this.#dueAt(pen, at))
        this.#next[pen] = at + 1
        this.#language.draw(pen, at, leave)
      }
      drawing = false
      if (this.#next[pen]! < this.#total) soonest = Math.min(soonest, this.#dueAt(pen, this.#next[pen]!))
      if (messages.length > 0) socket.send(messages)
    }
    return soonest
  }

  #beginCounting(): void {
    this.#bytesBefore = this.#watching.received
    this.#countedFrom = performance.now()
  }
}
