import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { dialRoom } from '#main/replica/dial-room.ts'
import { Program, temporaryFolder } from '../e2e/support/program.ts'
import { tellTimes } from '../support/measured.ts'
import { seededNumbers } from '../support/random.ts'
import { boardOf, draw } from '../support/room.ts'
import { until } from '../support/until.ts'

/** Whole hosts as processes, on real sockets and a real disk. `npm test` builds them first. */
const TRIALS = process.env['DRAWNET_LONG'] === '1' ? 200 : 10
const MS_PER_TRIAL = 18_000

interface Report {
  readonly url: string
  readonly fingerprint: string
  readonly rooms: readonly { readonly id: string; readonly name: string; readonly link: string }[]
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

async function startHost(data: string, ...more: string[]): Promise<{ program: Program; report: Report }> {
  const program = Program.run(['host', '--name', 'Atelier', '--data', data, '--json', ...more])
  closing.push(() => program.stop())
  return { program, report: await program.report<Report>() }
}

function enter(link: string, name: string): RoomClient {
  const { endpoints, fingerprint, roomId } = parseJoinText(link)
  const local = endpoints.map(({ port }) => ({ address: '127.0.0.1', port }))
  const client = new RoomClient({
    dial: async () => (await dialRoom({ endpoints: local, fingerprint: fingerprint! }, roomId!)).link,
    person: { user: `user-${name}`, token: new Uint8Array(32), name, color: 0 },
    clock: systemClock,
    wallClock: Date.now,
    random: systemRandom,
  })
  closing.push(() => client.dispose())
  client.start()
  return client
}

test(
  'A4: kill -9 of the host under load loses nothing it acknowledged, and it serves again, time after time',
  { timeout: TRIALS * MS_PER_TRIAL },
  async () => {
    const data = folder()
    const chance = seededNumbers(20_261_121)
    const first = await startHost(data, '--port', '0')
    const [room] = first.report.rooms
    const client = enter(room!.link, 'Ada')
    const acknowledged = new Set<string>()
    const waiting = new Set<string>()
    client.unsaved.subscribe((count) => {
      // Acknowledgements come in order: with none left, everything drawn so far is acknowledged.
      if (count > 0) return
      for (const id of waiting) acknowledged.add(id)
      waiting.clear()
    })
    const servingAfter: number[] = []
    let { program } = first
    for (let trial = 0; trial < TRIALS; trial++) {
      await until(client.status, ({ kind }) => kind === 'live')
      const strokes = 20 + Math.floor(chance() * 200)
      let kill: Promise<void> | null = null
      for (let i = 0; i < strokes || kill === null; i++) {
        waiting.add(draw(client, chance() * 1000, chance() * 1000, 12))
        if (kill === null && (chance() < 0.02 || i >= strokes)) kill = program.kill()
        await new Promise((resolve) => setImmediate(resolve))
      }
      await kill
      const promised = Array.from(acknowledged)
      const killedAt = performance.now()
      ;({ program } = await startHost(data))
      servingAfter.push(performance.now() - killedAt)
      const witness = enter(room!.link, `witness-${trial}`)
      await until(witness.status, ({ kind }) => kind === 'live')
      expect(promised.filter((id) => witness.store.get(id) === undefined)).toEqual([])
      await until(client.unsaved, (count) => count === 0)
      witness.dispose()
    }
    expect(acknowledged.size).toBeGreaterThan(200)
    tellTimes(`${acknowledged.size} strokes acknowledged; serving again after a kill`, servingAfter)
    const witness = enter(room!.link, 'last')
    await until(witness.status, ({ kind }) => kind === 'live')
    expect(boardOf(witness)).toEqual(boardOf(client))
    expect(await program.stop()).toBe(0)
    const database = new DatabaseSync(join(data, 'drawnet.db'), { readOnly: true })
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    database.close()
  },
)

test('SIGTERM commits everything, says so as JSON, and ends with 0', async () => {
  const data = folder()
  const { program, report } = await startHost(data, '--port', '0')
  expect(report).toMatchObject({ url: expect.stringMatching(/^wss:\/\//), rooms: [{ name: 'Atelier' }] })
  const client = enter(report.rooms[0]!.link, 'Ada')
  await until(client.status, ({ kind }) => kind === 'live')
  const id = draw(client, 0, 0)
  const stroke = client.beginStroke(
    { nib: 'pen', color: 'red', width: 3, opacity: 1, unit: 3, pressure: false },
    { x: 5, y: 5 },
  )
  stroke.append([{ x: 5, y: 5, pressure: 0.5 }])
  await until(client.unsaved, (count) => count === 0)
  client.say('bye')
  await until(client.unsaved, (count) => count === 0)
  expect(await program.stop()).toBe(0)
  for (const line of program.errors.trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) })
  const again = await startHost(data)
  expect(again.report.rooms).toEqual(report.rooms)
  const witness = enter(report.rooms[0]!.link, 'Ben')
  await until(witness.status, ({ kind }) => kind === 'live')
  // The stroke whose pen was still down is there as far as it was drawn.
  expect(Array.from(witness.store.values(), (record) => record.id).toSorted()).toEqual([id, stroke.id].toSorted())
  expect(witness.chat.get().map(({ text }) => text)).toEqual(['bye'])
})

test.each([
  [['host', '--nmae', 'x'], 2, '--nmae'],
  [['host', '--port', 'x'], 2, 'from 0 to 65535'],
  [['nonsense'], 2, 'nonsense'],
  [['host', '--name', '   '], 1, 'needs a name'],
])('%j ends with a clear sentence', async (args, code, words) => {
  const program = Program.run(code === 1 ? [...args, '--data', folder()] : args)
  expect(await program.exited()).toBe(code)
  expect(program.errors).toContain(words)
  expect(program.output).toBe('')
})

test('a folder that another DrawNet has open is refused with a sentence', async () => {
  const data = folder()
  await startHost(data, '--port', '0')
  const second = Program.run(['host', '--data', data, '--port', '0', '--json'])
  expect(await second.exited()).toBe(1)
  expect(second.errors).toMatch(/open/i)
  expect(second.output).toBe('')
})
