import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TemporaryFolder } from '../main/storage/support.ts'
import { smallDisk } from '../main/storage/small-disk.ts'

const MEGABYTE = 1024 * 1024
const SCRIPT = join(import.meta.dirname, '../main/storage/full-disk.ts')

let folder: TemporaryFolder

beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

// A small one fills while its log has never been moved into the file, a larger one after that.
test.for([{ size: 6 * MEGABYTE }, { size: 12 * MEGABYTE }])(
  'A1 A3: on a disk of $size bytes that is full, nothing more is kept, all that was stays readable, and it goes on by itself',
  ({ size }, context) => {
    const disk = smallDisk(folder.path, size)
    if ('because' in disk) return context.skip(disk.because)
    const { status, output } = disk.run(process.execPath, [SCRIPT, folder.path])
    expect(output.trim()).toMatch(/^\{.*\}$/)
    expect(status).toBe(0)
    const facts = JSON.parse(output) as Readonly<Record<string, number>>

    expect(facts['acknowledged']).toBeGreaterThan(50)
    const kept = [facts['acknowledged'], facts['acknowledged']]
    expect(facts).toMatchObject({ filled: 'storage/full', again: 'storage/full', whileFull: kept })
    // Closed and opened again without a byte to spare.
    expect(facts).toMatchObject({ noRoomAtAll: 'storage/full', openedFull: kept, drawnFull: 'storage/full' })
    // The same open library, once there is room.
    expect(facts).toMatchObject({ withRoom: ['', ''], onWithRoom: 2 })
    expect(facts).toMatchObject({ killedBy: 'SIGKILL', afterKill: [facts['beforeKill'], facts['beforeKill']] })
    expect(facts).toMatchObject({ drawnAfterKill: 'storage/full', withRoomAfterKill: '', integrity: 'ok' })
  },
)
