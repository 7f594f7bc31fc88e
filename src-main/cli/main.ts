import { readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { resolve } from 'node:path'
import { AppError, codeOf, sentenceOf } from '#shared/errors.ts'
import { defaultFolder } from '#main/engine/default-folder.ts'
import { createLog } from '#main/engine/log.ts'
import { builtPages, openEngine } from '#main/engine/open-engine.ts'
import { systemRandom } from '#main/engine/surroundings.ts'
import { askRunningInstance } from '#main/loopback/instance-file.ts'
import { LoopbackShell } from '#main/loopback/loopback-shell.ts'
import { openWindow } from '#main/loopback/open-window.ts'
import { prepareHost } from './host-command.ts'
import { runCommandLine, USAGE_ERROR, type HostOptions, type StartOptions, type TokenOptions } from './program.ts'
import { manageTokens } from './token-command.ts'

/** Entry of `drawnet` under plain Node: the loopback shell and the headless host. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

async function start({ link, data, port, because, window, json }: StartOptions): Promise<void> {
  const folder = folderOf(data)
  const say = (url: string, sentence: string): void => {
    process.stdout.write(json ? `${JSON.stringify({ url })}\n` : `${sentence}\n  ${url}\n`)
  }
  const running = await askRunningInstance(folder, link)
  if (running !== null) return say(running, 'DrawNet is already open. Here is another window of it:')
  const log = createLog('warn')
  const engine = await openEngine({ folder, version, port, log })
  if (engine.failure !== null && codeOf(engine.failure, 'storage/failed') === 'storage/locked') {
    const { failure } = engine
    await engine.dispose()
    throw failure
  }
  const { shell, url } = await LoopbackShell.open({
    folder,
    engine,
    pagesFolder: builtPages(),
    openWindow: window ? openWindow : () => false,
    onProblem: (error) => log.error({ err: error }, 'problem'),
  })
  const address = link === null ? url : `${url}&join=${encodeURIComponent(link)}`
  onStop(async () => {
    await shell.dispose()
    await engine.dispose()
  })
  const opened = window && openWindow(address)
  const where = opened ? 'DrawNet has opened in your browser' : 'DrawNet is ready. Open it in your browser'
  say(address, because === null ? `${where}:` : `${where} (${because}):`)
}

async function host({ name, data, port, json }: HostOptions): Promise<void> {
  const log = createLog('info')
  const engine = await openEngine({ folder: folderOf(data), version, port, log })
  try {
    const report = prepareHost(engine, name)
    onStop(async () => {
      await engine.dispose()
      log.info('stopped')
    })
    log.info({ url: report.url, rooms: report.rooms.length }, 'serving')
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : describe(report))
  } catch (error) {
    await engine.dispose()
    throw error
  }
}

async function token({ data, json, action }: TokenOptions): Promise<void> {
  const suggestedName = userInfo().username
  const library = { folder: folderOf(data), now: Date.now, random: systemRandom, suggestedName }
  process.stdout.write(manageTokens(library, action, json))
}

function describe({ url, fingerprint, rooms }: ReturnType<typeof prepareHost>): string {
  const lines = rooms.map(({ name, link }) => `  ${name}\n    ${link}`)
  return `Hosting at ${url}\nFingerprint ${fingerprint}\n${lines.join('\n')}\nPress Ctrl-C to stop.\n`
}

function folderOf(data: string | null): string {
  return data === null ? defaultFolder(process.env, process.platform, homedir()) : resolve(data)
}

/** Ends the process cleanly when it is asked to; a second time, at once. */
function onStop(dispose: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130)
      stopping = true
      void dispose().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
  }
}

function fail(error: unknown): never {
  const usage = error instanceof AppError && error.code === 'cli/usage'
  // The command line has said its own piece already.
  if (!usage) process.stderr.write(`${sentenceOf(error)}\n`)
  process.exit(usage ? USAGE_ERROR : 1)
}

try {
  await runCommandLine(
    process.argv.slice(2),
    version,
    { start, host, token },
    {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
    },
  )
} catch (error) {
  fail(error)
}
