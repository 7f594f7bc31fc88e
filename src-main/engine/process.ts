import { codeOf, sentenceOf } from '#shared/errors.ts'
import type { Engine } from './engine.ts'
import { createLog } from './log.ts'
import { openEngine } from './open-engine.ts'
import { PortLink, type EnginePort } from './port-link.ts'

/** Entry of the engine as a process of its own, under Electron's utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: Order; readonly ports: readonly EnginePort[] }) => void): void
  postMessage(message: unknown): void
}

type Order =
  | { readonly type: 'start'; readonly dataFolder: string; readonly version: string }
  | { readonly type: 'link' }
  | { readonly type: 'open-link'; readonly text: string }
  | { readonly type: 'stop' }

const parent = (process as unknown as { readonly parentPort: ParentPort }).parentPort
const log = createLog('warn')
let engine: Engine | null = null
/** Windows that asked before the engine was there. */
const waiting: EnginePort[] = []

async function start(folder: string, version: string): Promise<void> {
  try {
    engine = await openEngine({ folder, version, port: null, log })
    for (const port of waiting.splice(0)) engine.connect(new PortLink(port))
    parent.postMessage({ type: 'ready' })
  } catch (error) {
    log.error({ err: error }, 'the engine cannot start')
    parent.postMessage({ type: 'failed', code: codeOf(error, 'storage/failed'), sentence: sentenceOf(error) })
    process.exitCode = 1
  }
}

function link(port: EnginePort | undefined): void {
  if (port === undefined) return
  if (engine === null) waiting.push(port)
  else engine.connect(new PortLink(port))
}

async function stop(): Promise<void> {
  await engine?.dispose()
  process.exit(0)
}

parent.on('message', ({ data, ports }) => {
  if (data.type === 'start') void start(data.dataFolder, data.version)
  else if (data.type === 'link') link(ports[0])
  else if (data.type === 'open-link') engine?.openLink(data.text)
  else void stop()
})
