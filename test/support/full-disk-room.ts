/**
 * A room on the small disk that is mounted at a folder: its members draw until the disk is full, and on. Says as JSON
 * what each of them saw, and how long it took.
 */
import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '#shared/errors.ts'
import { linkPair } from '#shared/link-pair.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { HostedRooms } from '#main/host/hosted-rooms.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { handwriting } from '../bench/support/strokes.ts'
import { boardBytes } from './board-bytes.ts'
import { seededNumbers } from './random.ts'
import { PEN } from './room.ts'
import { until } from './until.ts'

const POINTS = 3_000
const AT_ONCE = 5

const [disk = ''] = process.argv.slice(2)
const ballast = join(disk, 'ballast')
writeFileSync(ballast, new Uint8Array(1_500_000).fill(1))
const library = openLibrary({
  folder: join(disk, 'library'),
  now: Date.now,
  random: systemRandom,
  suggestedName: 'Ada',
})
const { id: roomId } = library.rooms.create('Atelier')
const problems: string[] = []
let failedAt = 0
const rooms = new HostedRooms({
  library: library.rooms,
  clock: systemClock,
  wallClock: Date.now,
  onProblem: (error) => {
    if (failedAt === 0) failedAt = performance.now()
    problems.push(codeOf(error, 'call/failed'))
  },
})
const hand = seededNumbers(1)
// The engine's own timers let a process end; here there is nothing else that keeps it going. It ends by itself, below.
setInterval(() => {}, 60_000)

function enter(name: string): RoomClient {
  const client = new RoomClient({
    dial: () => {
      const [window, host] = linkPair(setImmediate)
      rooms.admit(roomId, host, 'member')
      return Promise.resolve(window)
    },
    person: { user: `user-${name}`, token: new Uint8Array(32), name, color: 0 },
    clock: systemClock,
    wallClock: Date.now,
    random: systemRandom,
  })
  client.start()
  return client
}

function draw(client: RoomClient): void {
  const stroke = client.beginStroke({ ...PEN, pressure: true }, { x: 0, y: 0 })
  stroke.append(handwriting(hand, POINTS))
  stroke.commit()
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const board = (client: RoomClient): string => boardBytes(client.store.values()).toString('base64')
const isUnsaved = ({ kind }: { readonly kind: string }): boolean => kind === 'unsaved'
const isLive = ({ kind }: { readonly kind: string }): boolean => kind === 'live'

const [ada, ben] = [enter('Ada'), enter('Ben')]
for (const client of [ada, ben]) await until(client.status, isLive)
while (!isUnsaved(ben.status.get())) {
  for (let i = 0; i < AT_ONCE && ada.unsaved.get() < AT_ONCE; i++) draw(ada)
  await turn()
}
const seenAfter = performance.now() - failedAt
const adaSees = ada.status.get()
ben.say('Is it full?')
const acknowledged = ada.seq
const late = enter('Cleo')
await until(late.status, isUnsaved)
await turn()
const stored = library.rooms.storageOf(roomId).load()
const whileFull = {
  adaSees: adaSees.kind === 'unsaved' ? adaSees.sentence : adaSees.kind,
  waiting: ada.unsaved.get() > 0 && ben.unsaved.get() === 1,
  acknowledged,
  stored: stored.seq,
  lateSees: late.store.size,
}

const freedAt = performance.now()
rmSync(ballast)
for (const client of [ada, ben, late]) {
  await until(client.unsaved, (count) => count === 0)
  await until(client.status, isLive)
}
const wentOnAfter = performance.now() - freedAt
await until(late.chat, (messages) => messages.length === 1)
const after = {
  same: board(ada) === board(ben) && board(ben) === board(late),
  stored: library.rooms.storageOf(roomId).load().records.length - late.store.size,
}
for (const client of [ada, ben, late]) client.dispose()
rooms.dispose()
library.dispose()
writeSync(1, `${JSON.stringify({ seenAfter, whileFull, wentOnAfter, after, problems: [...new Set(problems)] })}\n`)
process.exit(0)
