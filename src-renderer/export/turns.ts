/** Long enough to get on, and short enough that no frame is missed. */
const BUDGET_MS = 8

/** Long work in the page, cut so that the page gets its turns: typing and drawing go on meanwhile. */
export class Turns {
  readonly #budget: number
  readonly #now: () => number
  #until: number

  /** @param budget milliseconds of work between two turns of the page */
  constructor(budget = BUDGET_MS, now: () => number = () => performance.now()) {
    this.#budget = budget
    this.#now = now
    this.#until = now() + budget
  }

  /** Whether it is the page's turn. */
  get isOver(): boolean {
    return this.#now() >= this.#until
  }

  /** Gives the page its turn when the budget is spent. */
  async rest(): Promise<void> {
    if (!this.isOver) return
    await nextTurn()
    this.#until = this.#now() + this.#budget
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const done = (): void => {
      port1.close()
      resolve()
    }
    port1.addEventListener('message', done, { once: true })
    port1.start()
    port2.postMessage(null)
  })
}
