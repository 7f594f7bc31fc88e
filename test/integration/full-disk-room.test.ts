import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TemporaryFolder } from '../main/storage/support.ts'
import { smallDisk } from '../main/storage/small-disk.ts'
import { tellTimes } from '../support/measured.ts'

const SCRIPT = fileURLToPath(new URL('../support/full-disk-room.ts', import.meta.url))
const DISK_BYTES = 12 * 1024 * 1024
const SEEN_WITHIN_MS = 2_000

interface Facts {
  readonly seenAfter: number
  readonly whileFull: { readonly acknowledged: number }
  readonly wentOnAfter: number
}

let folder: TemporaryFolder

beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

test('A1 A3: on a full disk nothing is acknowledged, everyone is told, what was acknowledged is there, and it goes on by itself', (context) => {
  const disk = smallDisk(folder.path, DISK_BYTES)
  if ('because' in disk) return context.skip(disk.because)
  const { status, output } = disk.run(process.execPath, [SCRIPT, folder.path])
  expect(output.trim()).toMatch(/^\{.*\}$/)
  expect(status).toBe(0)
  const facts = JSON.parse(output) as Facts
  const { acknowledged } = facts.whileFull
  expect(acknowledged).toBeGreaterThan(50)
  expect(facts).toMatchObject({
    whileFull: {
      adaSees: expect.stringContaining('disk of the host is full'),
      waiting: true,
      stored: acknowledged,
      lateSees: acknowledged,
    },
    after: { same: true, stored: 0 },
    problems: ['storage/full'],
  })
  tellTimes('people saw that the disk is full after', [facts.seenAfter])
  tellTimes('and were told that it goes on, once there was room, after', [facts.wentOnAfter])
  expect(facts.seenAfter).toBeLessThan(SEEN_WITHIN_MS)
})
