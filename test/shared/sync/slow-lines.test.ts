import { afterEach, expect, test } from 'vitest'
import { DEAD_AFTER_MS } from '#shared/wire/protocol.ts'
import { seededNumbers } from '../../support/random.ts'
import { OpenRooms, PEN } from '../../support/room.ts'

const SLOW_BYTES_PER_SECOND = 64_000 / 8
/** The longest pause between two tries, and what connecting takes. */
const BACK_WITHIN_MS = 1_500

const open = new OpenRooms()
afterEach(open.dispose)

test('J1 J4 J5: over 64 kbit/s every frame is there before a member takes its host for dead', async () => {
  const { room, clients } = await open.with('Ada')
  const random = seededNumbers(1)
  for (let i = 0; i < 60; i++) {
    const stroke = clients[0]!.beginStroke({ ...PEN, pressure: true }, { x: 0, y: 0 })
    stroke.append(
      Array.from({ length: 1_000 }, () => ({
        x: random() * 500,
        y: random() * 500,
        pressure: random(),
      })),
    )
    stroke.commit()
  }
  await room.settle()
  const late = room.join('Late')
  const lengths: number[] = []
  for (let i = 0; i < 40; i++) {
    await room.turn()
    const { client, host } = late.wire()
    client.deliver(99)
    room.tick()
    room.clock.advance(25)
    lengths.push(...host.sent.map(({ length }) => length))
    host.deliver(99)
  }
  expect(late.client.store.size).toBe(60)
  expect(lengths.length).toBeGreaterThan(5)
  expect(Math.max(...lengths)).toBeLessThan((SLOW_BYTES_PER_SECOND * DEAD_AFTER_MS) / 1000)
})

test('M3 J2: who was away for half a minute is back within a second or so', async () => {
  const { room, members } = await open.with('Ada')
  const [ada] = members
  ada!.reachable = false
  ada!.wire().cut()
  await room.pass(30_000)
  expect(ada!.client.status.get().kind).toBe('reconnecting')
  ada!.reachable = true
  await room.pass(BACK_WITHIN_MS)
  expect(ada!.client.status.get().kind).toBe('live')
})
