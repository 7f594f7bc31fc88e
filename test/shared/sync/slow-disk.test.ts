import { afterEach, describe, expect, test } from 'vitest'
import { roomWithDisk } from '../../support/disk.ts'
import { boardOf, draw, OpenRooms, PEN } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

/** Two people at a host whose disk takes 20 ms for whatever it stores. */
async function onSlowDisk() {
  const { disk, room } = roomWithDisk(open)
  const [ada, ben] = [room.join('Ada').client, room.join('Ben').client]
  disk.takesMs = 20
  draw(ada, 0, 0)
  await room.pass(1_000)
  disk.commits = 0
  return { disk, room, ada, ben }
}

describe('a host with a slow disk', () => {
  test('A1: stores together what comes while the disk rests, and loses nothing of it', async () => {
    const { disk, room, ada, ben } = await onSlowDisk()
    draw(ada, 0, 50)
    room.step()
    room.step()
    for (let i = 0; i < 10; i++) {
      draw(ada, i * 10, 100)
      draw(ben, i * 10, 200)
      room.step()
    }
    await room.pass(1_000)
    expect(disk.commits).toBeLessThanOrEqual(4)
    expect(room.storage.load().records).toHaveLength(22)
    expect(boardOf(ada)).toEqual(boardOf(ben))
    expect([ada.unsaved.get(), ben.unsaved.get()]).toEqual([0, 0])
  })

  test('L1: ink that comes with an edit is passed on before the disk is waited for', async () => {
    const { disk, room, ada, ben } = await onSlowDisk()
    const stroke = ada.beginStroke(PEN, { x: 0, y: 0 })
    await room.settle()
    stroke.append([{ x: 5, y: 5, pressure: 0.5 }])
    draw(ben, 0, 100)
    const toBen = room.members[1]!.wire().host
    let sentBefore = 0
    disk.onCommit = () => (sentBefore = toBen.sent.length)
    await room.pass(200)
    expect(disk.commits).toBe(1)
    expect(sentBefore).toBe(1)
    expect(ben.live.strokes.get(stroke.id)?.points).toHaveLength(1)
  })

  test('what is waiting when the host closes is stored at once', async () => {
    const { disk, room, ada } = await onSlowDisk()
    draw(ada, 0, 50)
    room.step()
    room.step()
    draw(ada, 0, 100)
    for (const member of room.members) member.wire().flush()
    expect(disk.commits).toBe(1)
    room.room.dispose()
    expect(disk.commits).toBe(2)
    expect(room.storage.load().records).toHaveLength(3)
  })
})
