import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemRandom } from '#main/engine/surroundings.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { overwrite } from '../main/storage/support.ts'
import { ManualClock } from '../support/clock.ts'
import { TestEngines } from '../support/engine.ts'
import { boardOf, draw } from '../support/room.ts'
import { until } from '../support/until.ts'

const engines = new TestEngines()
afterEach(() => engines.dispose())

/** Backs a library up that nobody has open, as it is backed up while it is used. */
async function backUp(folder: string): Promise<void> {
  const library = openLibrary({ folder, now: Date.now, random: systemRandom, suggestedName: 'Ada' })
  const clock = new ManualClock()
  const backups = library.startBackups(clock, (problem) => expect.fail(String(problem)))
  library.settings.change({ theme: 'dark' })
  clock.advance(60_000)
  await until(backups.made, (made) => made === 1)
  library.dispose()
}

async function saved(room: RoomClient): Promise<void> {
  await until(room.status, ({ kind }) => kind === 'live')
  await until(room.unsaved, (count) => count === 0)
}

/** Resolves once there are so many records on the board. */
function grownTo(room: RoomClient, size: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = room.store.onChange(() => {
      if (room.store.size < size) return
      stop()
      resolve()
    })
  })
}

test('J3 M3: a host with a damaged library goes on from its backup and says so; a member gets that board and adds its own', async () => {
  const host = await engines.open()
  const guest = await engines.open()
  expect((await host.call('app.state', {})).storage).toEqual({ kind: 'ready', notice: null })
  const { port } = (await host.call('app.state', {})).host
  const { roomId } = await host.call('rooms.create', { name: 'Atelier' })
  const [nearby] = await until(guest.nearby, (rooms) => rooms.length > 0)
  const room = await guest.join({ kind: 'nearby', hostId: nearby!.hostId, roomId })
  await saved(room)
  const early = [draw(room, 0, 0), draw(room, 100, 0)]
  await saved(room)
  await host.dispose()
  await backUp(host.folder)

  const second = await engines.open(host.folder, port)
  await saved(room)
  const afterBackup = draw(room, 200, 0)
  await saved(room)
  await second.dispose()
  await until(room.status, ({ kind }) => kind === 'reconnecting')
  const offline = draw(room, 300, 0)
  overwrite(join(host.folder, 'drawnet.db'), 4096, 10 * 4096)

  const third = await engines.open(host.folder, port)
  const { storage, settings } = await third.call('app.state', {})
  const moved = readdirSync(host.folder).find((name) => name.startsWith('drawnet.corrupt-'))
  expect(storage).toEqual({ kind: 'ready', notice: expect.stringContaining(moved!) })
  expect(settings.theme).toBe('dark')
  await saved(room)
  expect(Array.from(room.store.values(), ({ id }) => id).toSorted()).toEqual([...early, offline].toSorted())
  expect(room.store.get(afterBackup)).toBeUndefined()
  const own = await third.join({ kind: 'known', roomId })
  await saved(own)
  expect(boardOf(own)).toEqual(boardOf(room))
  const together = grownTo(own, 4)
  draw(room, 400, 0)
  await Promise.all([saved(room), together])
  expect(boardOf(own)).toEqual(boardOf(room))
  expect(third.problems).toEqual([])
})
