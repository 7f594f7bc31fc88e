import { expect, test } from 'vitest'
import { temporaryFolder } from '../../main/trust/tls-hosts.ts'
import { startHost } from './host-processes.ts'
import { until } from '../../support/until.ts'

// Real sockets, real multicast, real TLS, and the time that the rules of the list take.
const TIMEOUT_MS = 60_000

/** Others may be running on this network. */
const own = `${process.pid}`

test(
  'two hosts find each other’s rooms; a goodbye and a crash both take a room off the list',
  { timeout: TIMEOUT_MS },
  async () => {
    const [one, two, three] = [`one ${own}`, `two ${own}`, `three ${own}`]
    const watcher = await startHost({ room: one })
    const leaver = await startHost({ room: two })
    const folder = await temporaryFolder()
    const crasher = await startHost({ room: three, folder })
    await until(watcher.rooms, (rooms) => rooms.includes(two) && rooms.includes(three))
    await until(leaver.rooms, (rooms) => rooms.includes(one))
    expect(watcher.rooms.get()).not.toContain(one)

    leaver.sayGoodbye()
    await until(watcher.rooms, (rooms) => !rooms.includes(two))
    expect(watcher.rooms.get()).toContain(three)

    crasher.kill()
    await until(watcher.rooms, (rooms) => !rooms.includes(three))

    await startHost({ room: three, folder })
    await until(watcher.rooms, (rooms) => rooms.includes(three))
    expect(watcher.complaints).toEqual([])
  },
)
