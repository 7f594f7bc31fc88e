import { AppError } from '#shared/errors.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { TestRoom, type OpenRooms } from './room.ts'

/** A room whose disk can be full, or slow. */
export function roomWithDisk(open: OpenRooms) {
  const disk = { full: false, takesMs: 0, commits: 0, onCommit: () => {} }
  const storage = new MemoryRoomStorage({
    name: 'Test',
    epoch: 'e',
    beforeCommit: () => {
      if (disk.full) throw new AppError('storage/full', 'full')
      disk.commits += 1
      disk.onCommit()
      room.clock.advance(disk.takesMs)
    },
  })
  const room = open.add(new TestRoom(storage))
  return { disk, room }
}
