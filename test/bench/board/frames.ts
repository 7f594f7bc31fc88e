/** Watches a page while something happens: its frames, how soon the pen's moves are painted, and its long tasks. */
export class Frames {
  readonly #element: HTMLElement
  readonly #frames: number[] = []
  readonly #moves: number[] = []
  readonly #tasks: number[] = []
  readonly #observer: PerformanceObserver
  readonly #after = new MessageChannel()
  /** When the moves were made that the next frame shows. */
  #waiting: number[] = []
  #last = 0
  #request: number

  constructor(element: HTMLElement) {
    this.#element = element
    element.addEventListener('pointermove', this.#moved, { capture: true })
    this.#observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) this.#tasks.push(duration)
    })
    this.#observer.observe({ entryTypes: ['longtask'] })
    // A task after a frame: by then all that the frame paints has been painted.
    this.#after.port1.addEventListener('message', ({ data }: MessageEvent<number[]>) => {
      const now = performance.now()
      for (const at of data) this.#moves.push(now - at)
    })
    this.#after.port1.start()
    this.#request = requestAnimationFrame(this.#frame)
  }

  /** Milliseconds of each frame, from each move of the pen to its paint, and of each task longer than 50. */
  stop(): { frames: number[]; moves: number[]; tasks: number[] } {
    cancelAnimationFrame(this.#request)
    this.#element.removeEventListener('pointermove', this.#moved, { capture: true })
    for (const { duration } of this.#observer.takeRecords()) this.#tasks.push(duration)
    this.#observer.disconnect()
    this.#after.port1.close()
    return { frames: this.#frames, moves: this.#moves, tasks: this.#tasks }
  }

  readonly #moved = ({ timeStamp }: PointerEvent): void => {
    this.#waiting.push(timeStamp)
  }

  readonly #frame = (now: number): void => {
    if (this.#last > 0) this.#frames.push(now - this.#last)
    this.#last = now
    this.#after.port2.postMessage(this.#waiting)
    this.#waiting = []
    this.#request = requestAnimationFrame(this.#frame)
  }
}

/** Does something in each of some frames; how long each took. */
export function framesDuring(count: number, work: (i: number) => void): Promise<number[]> {
  return new Promise((resolve) => {
    const taken: number[] = []
    let last = 0
    const frame = (now: number): void => {
      if (last > 0) taken.push(now - last)
      last = now
      if (taken.length >= count) return resolve(taken)
      work(taken.length)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}
