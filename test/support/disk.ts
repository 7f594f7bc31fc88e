import { AppError } from '#shared/errors.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { TestRoom, type OpenRooms } from './room.ts'

/** A room whose disk can be full. */
export function roomWithDisk(open: OpenRooms) {
  const disk = { full: false }
  const storage = new MemoryRoomStorage({
    name: 'Test',
    epoch: 'e',
    beforeCommit: () => {
      if (disk.full) throw new AppError('storage/full', 'full')
    },
  })
  return { disk, room: open.add(new TestRoom(storage)) }
}
