import { AppError } from '#shared/errors.ts'
import { newToken } from '#main/trust/tokens.ts'
import type { Engine } from '#main/engine/engine.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { removeInstance, writeInstance } from './instance-file.ts'
import { LoopbackKeys } from './loopback-keys.ts'
import { LoopbackServer } from './loopback-server.ts'

export interface LoopbackShellOptions {
  readonly folder: string
  readonly engine: Engine
  readonly pagesFolder: string | null
  readonly openWindow: (url: string) => boolean
  readonly onProblem: (error: unknown) => void
}

/** DrawNet in the person's own browser: a window around the engine where Electron's runtime is not to be had. */
export class LoopbackShell {
  readonly #folder: string
  readonly #server: LoopbackServer

  /** @throws AppError when the renderer has not been built or no port is to be had */
  static async open(options: LoopbackShellOptions): Promise<{ readonly shell: LoopbackShell; readonly url: string }> {
    const { folder, engine, pagesFolder, onProblem } = options
    if (pagesFolder === null) throw new AppError('call/failed', 'DrawNet has not been built. Run npm start.')
    const keys = new LoopbackKeys(folder, systemRandom)
    const controlKey = newToken(systemRandom)
    const server: LoopbackServer = new LoopbackServer({
      pagesFolder,
      keys,
      clock: systemClock,
      connect: (link) => engine.connect(link),
      control: {
        key: controlKey,
        open: (linkText) => {
          if (linkText !== null) engine.openLink(linkText)
          const url = server.newAddress()
          options.openWindow(url)
          return url
        },
      },
      onProblem,
    })
    const port = await server.listen([...new Set([keys.lastPort, 0])])
    keys.rememberPort(port)
    writeInstance(folder, { origin: `http://127.0.0.1:${port}`, key: controlKey })
    return { shell: new LoopbackShell(folder, server), url: server.newAddress() }
  }

  private constructor(folder: string, server: LoopbackServer) {
    this.#folder = folder
    this.#server = server
  }

  async dispose(): Promise<void> {
    removeInstance(this.#folder)
    await this.#server.dispose()
  }
}
