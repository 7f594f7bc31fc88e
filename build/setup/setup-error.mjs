/** Something that setting up cannot get past. Its message is a sentence for the person, with what to do. */
export class SetupError extends Error {
  /** @param {string} sentence */
  constructor(sentence) {
    super(sentence)
    this.name = 'SetupError'
  }
}

/**
 * Runs a script's main function: a `SetupError` is told in its own words, anything else with its stack.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.stderr.write(`${describe(error)}
`)
    process.exitCode = 1
  }
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof SetupError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
