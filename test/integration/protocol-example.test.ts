import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { Value } from '#shared/emitter.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { dialRoom } from '#main/replica/dial-room.ts'
import { Program, temporaryFolder } from '../e2e/support/program.ts'
import { draw } from '../support/room.ts'
import { until } from '../support/until.ts'

/** The worked example of docs/protocol.md, run as it stands there against a real host. */
const DOCUMENT = new URL('../../docs/protocol.md', import.meta.url)

interface Report {
  readonly rooms: readonly { readonly link: string }[]
}
interface Made {
  readonly id: string
  readonly token: string
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function folder(): string {
  const temporary = temporaryFolder()
  closing.push(() => temporary.remove())
  return temporary.path
}

async function drawnet<T>(...args: string[]): Promise<T> {
  const program = Program.run([...args, '--json'])
  closing.push(() => program.stop())
  return await program.report<T>()
}

async function makeToken(data: string): Promise<Made> {
  const program = Program.run(['token', '--data', data, '--name', 'Wave bot', '--json'])
  const made = await program.report<Made>()
  expect(await program.exited()).toBe(0)
  return made
}

/** The link of the only board, by way of this computer alone. */
async function host(data: string): Promise<string> {
  const { rooms } = await drawnet<Report>('host', '--name', 'Atelier', '--port', '0', '--data', data)
  return rooms[0]!.link.replace(/^drawnet:\/\/[^/]*:(\d+)\//, 'drawnet://127.0.0.1:$1/')
}

/** The script of the document, running. */
class Script {
  readonly output = new Value('')
  readonly errors = new Value('')
  readonly exited: Promise<number | null>
  readonly #child: ChildProcess

  constructor(...args: string[]) {
    const [, source] = /```js\n(.*?)```/s.exec(readFileSync(DOCUMENT, 'utf8')) ?? []
    const file = join(folder(), 'bot.mjs')
    writeFileSync(file, source!)
    this.#child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stdout?.on('data', (data: Buffer) => this.output.update((text) => text + data.toString()))
    this.#child.stderr?.on('data', (data: Buffer) => this.errors.update((text) => text + data.toString()))
    this.exited = new Promise((resolve) => this.#child.on('close', (code) => resolve(code)))
    closing.push(() => this.#child.kill('SIGKILL'))
  }

  interrupt(): void {
    this.#child.kill('SIGINT')
  }
}

function enter(link: string): RoomClient {
  const { endpoints, fingerprint, roomId } = parseJoinText(link)
  const client = new RoomClient({
    dial: async () => (await dialRoom({ endpoints, fingerprint: fingerprint! }, roomId!)).link,
    person: { user: 'user-ada', token: new Uint8Array(32), name: 'Ada', color: 0 },
    clock: systemClock,
    wallClock: Date.now,
    random: systemRandom,
  })
  closing.push(() => client.dispose())
  client.start()
  return client
}

test('the example joins, draws, writes and tells what others draw', async () => {
  const data = folder()
  const { token } = await makeToken(data)
  const link = await host(data)
  const ada = enter(link)
  await until(ada.status, ({ kind }) => kind === 'live')
  const script = new Script(link, token)
  await until(script.output, (text) => text.includes('I wrote: I have drawn a wave.'))
  await until(ada.chat, (messages) => messages.length === 1)
  const [message] = ada.chat.get()
  const author = ada.members.get().find(({ name }) => name === 'Wave bot')!
  expect(message).toMatchObject({ text: 'I have drawn a wave.', author: author.number })
  const [wave] = Array.from(ada.store.values())
  if (wave?.type !== 'stroke') throw new Error('no stroke came')
  expect(wave).toMatchObject({ x: 100, y: 200, color: 'blue', width: 6, author: author.number })
  expect(unpackPoints(wave)).toHaveLength(100)
  expect(unpackPoints(wave)[99]).toMatchObject({ x: 396, y: Math.round(Math.sin(99 / 8) * 480) / 8 })

  const id = draw(ada, 5, 5, 12)
  ada.say('Lovely')
  await until(script.output, (text) => text.includes('Ada wrote: Lovely'))
  expect(script.output.get()).toContain(`Ada drew ${id} with 12 points`)
  script.interrupt()
  expect(await script.exited).toBe(0)
  expect(script.errors.get()).toBe('')
})

test('the example sends nothing to a host with another certificate', async () => {
  const link = await host(folder())
  const script = new Script(link.replace(/fp=[^&]*/, `fp=${'A'.repeat(43)}`), 'token')
  expect(await script.exited).toBe(1)
  expect(script.errors.get()).toBe('This is not the host that was meant.\n')
})

test('a token is told once, does not work once revoked, and is not changed under a running host', async () => {
  const data = folder()
  const { id, token } = await makeToken(data)
  expect(await drawnet('token', '--data', data, '--revoke', id)).toEqual({ revoked: id })
  expect(await drawnet('token', '--data', data, '--list')).toEqual({ tokens: [] })
  const link = await host(data)
  const script = new Script(link, token)
  expect(await script.exited).toBe(1)
  expect(script.errors.get()).toMatch(/^Closed with 4403: This app token is not known here, or was revoked/)
  const locked = Program.run(['token', '--data', data, '--name', 'late'])
  expect(await locked.exited()).toBe(1)
  expect(locked.errors).toMatch(/has these boards open.* Close it, run this again/)
  expect(locked.output).toBe('')
})
