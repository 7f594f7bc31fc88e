import { afterEach, describe, expect, test } from 'vitest'
import type { AppError } from '#shared/errors.ts'
import { decodeHostMessage, encodeHostMessage } from '#shared/wire/host-messages.ts'
import { boardOf, draw, OpenRooms } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

describe('proof of convergence', () => {
  test('A5: members find their board to be the host’s, and know it', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    draw(clients[0]!, 0, 0)
    const id = draw(clients[1]!, 50, 0)
    await room.settle()
    clients[0]!.edit((t) => t.patch(id, { color: 'red' }))
    await room.pass(4_000)
    const [first, second] = clients.map((client) => client.checked.get())
    expect(first).toMatch(/^[0-9a-f]{16}$/)
    expect(second).toBe(first)
    clients[0]!.edit((t) => t.remove(id))
    await room.pass(4_000)
    expect(clients[0]!.checked.get()).not.toBe(first)
    expect(clients[1]!.checked.get()).toBe(clients[0]!.checked.get())
  })

  test('A5: a member whose board differs says so and repairs itself', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const id = draw(ada!.client, 0, 0)
    await room.settle()
    ada!.client.edit((t) => t.patch(id, { color: 'red' }))
    ada!.wire().client.deliver(99)
    room.tick()
    // What Ben is told is not what happened.
    const frames = ben!.wire().host.sent
    for (const [index, frame] of frames.entries()) {
      const message = decodeHostMessage(frame)
      if (message.kind !== 'tick' || message.entries.length === 0) continue
      const entries = message.entries.map(
        (entry) => ({ ...entry, operation: { kind: 'patch', id, patch: { color: 'blue' } } }) as const,
      )
      frames[index] = encodeHostMessage({ ...message, entries })
    }
    await room.settle()
    expect(ben!.client.store.get(id)?.color).toBe('blue')
    await room.pass(8_000)
    expect(ben!.problems.map(({ code }: AppError) => code)).toEqual(['room/diverged'])
    expect(ben!.client.store.get(id)?.color).toBe('red')
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(ben!.client.status.get().kind).toBe('live')
  })
})
