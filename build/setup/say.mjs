/**
 * Words about setting up. They go to stderr, always: stdout belongs to the program that is started, and
 * may be read by another one.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * A line that is written over by the next one on a terminal, and every `PLAIN_EVERY` ms anywhere else.
 */
export class ProgressLine {
  /** Milliseconds between lines where they cannot be written over. */
  static PLAIN_EVERY = 10_000

  #lastPlain = Number.NEGATIVE_INFINITY
  #shown = false

  /** @param {string} text */
  show(text) {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[2K${text}`)
      this.#shown = true
      return
    }
    if (performance.now() - this.#lastPlain < ProgressLine.PLAIN_EVERY) return
    this.#lastPlain = performance.now()
    say(text)
  }

  end() {
    if (this.#shown) process.stderr.write('\r\u001b[2K')
    this.#shown = false
  }
}
