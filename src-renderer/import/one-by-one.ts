/** Does one thing after the other, in the order they were asked for. */
export class OneByOne {
  #last: Promise<void> = Promise.resolve()

  /** @returns when it is done; what it throws keeps none of the others from being done */
  add(job: () => Promise<void>): Promise<void> {
    const done = this.#last.then(job)
    this.#last = done.catch(() => undefined)
    return done
  }
}
