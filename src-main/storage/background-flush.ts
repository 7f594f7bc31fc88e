import { syncFileInBackground } from './library-folder.ts'

/** Has what was written to a file brought to the disk, while more may be written. */
export class BackgroundFlush {
  readonly #path: string
  #state: 'idle' | 'running' | 'done' = 'idle'
  #failure: unknown = null

  constructor(path: string) {
    this.#path = path
  }

  /** Whether all is on the disk that was in the file when this was first asked. Throws when it cannot be. */
  done(): boolean {
    if (this.#state === 'idle') void this.#run()
    if (this.#failure !== null) throw this.#failure
    return this.#state === 'done'
  }

  async #run(): Promise<void> {
    this.#state = 'running'
    try {
      await syncFileInBackground(this.#path)
      this.#state = 'done'
    } catch (error) {
      this.#failure = error
    }
  }
}
