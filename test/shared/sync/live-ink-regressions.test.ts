import { afterEach, describe, expect, test } from 'vitest'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { MAX_TAIL } from '#shared/sync/room-session.ts'
import { roomWithDisk } from '../../support/disk.ts'
import { draw, OpenRooms, PEN } from '../../support/room.ts'
import { STRANGER } from '../../support/stranger.ts'

const open = new OpenRooms()
afterEach(open.dispose)

function point(x: number, pressure = 0.5) {
  return { x, y: 0, pressure }
}

describe('live ink, as it once went wrong', () => {
  test('L5: who joins between a piece of ink and the tick that passes it on sees it once', async () => {
    const { room, members } = await open.with('Ada')
    const stroke = members[0]!.client.beginStroke({ ...PEN, pressure: true }, { x: 0, y: 0 })
    await room.settle()
    // The host has the points, and has not passed them on, when the other one greets.
    stroke.append([point(0, 0.8), point(8, 0.9)])
    members[0]!.wire().client.deliver(99)
    const late = room.join('Late')
    await Promise.resolve()
    await Promise.resolve()
    late.wire().client.deliver(99)
    await room.settle()
    expect(late.client.live.strokes.get(stroke.id)?.points.map(({ x }) => x)).toEqual([0, 8])
    expect(late.client.status.get().kind).toBe('live')
  })

  test('L1: what is begun before the host has greeted back is not left behind there as a stroke in progress', async () => {
    const { room, members } = await open.with('Ada', 'Ben', 'Cleo')
    const [ada, ben, cleo] = members
    for (const { client } of [ben!, cleo!]) client.beginStroke(PEN, { x: 0, y: 0 }).append([point(0), point(8)])
    await room.settle()
    ada!.wire().cut()
    room.clock.advance(1_000)
    await room.turn()
    // The others draw, as far as Ada knows: so her ink waits a moment, and the greeting comes meanwhile.
    draw(ada!.client, 0, 0)
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    await room.settle()
    stroke.append([point(0), point(8)])
    stroke.commit()
    await room.settle()
    expect(ben!.client.store.get(stroke.id)).toBeDefined()
    const late = room.join('Late')
    await room.settle()
    expect(late.client.live.strokes.has(stroke.id)).toBe(false)
    expect(late.client.live.strokes.size).toBe(2)
  })

  test('J6 L6: who was slow while a stroke was taken back, and a pointer left, sees neither any more', async () => {
    const { room, members } = await open.with('Ada', 'Slow')
    const [ada, slow] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    ada!.client.movePointer({ x: 1, y: 2 })
    await room.settle()
    expect([slow!.client.live.strokes.size, slow!.client.pointers.get().length]).toEqual([1, 1])
    slow!.wire().host.bufferedAmount = 10_000_000
    stroke.cancel()
    ada!.client.movePointer(null)
    room.clock.advance(100)
    await room.settle()
    slow!.wire().host.bufferedAmount = 0
    room.clock.advance(100)
    await room.settle()
    expect([slow!.client.live.strokes.size, slow!.client.pointers.get().length]).toEqual([0, 0])
  })

  test('M2 L6: a stroke that the host refuses is no longer seen by the others either', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const stroke = members[0]!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    stroke.append([point(9)])
    // A piece is lost on the way, which a sound carrier never does.
    members[0]!.wire().client.sent.length = 0
    stroke.commit()
    await room.settle()
    expect(members[1]!.client.store.size).toBe(0)
    expect(members[1]!.client.live.strokes.size).toBe(0)
  })

  test('L4: who lifts, recolours, removes and leaves at once leaves just that', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const red = draw(ada!.client, 0, 0)
    const gone = draw(ada!.client, 50, 0)
    ada!.client.edit((t) => {
      t.patch(red, { color: 'red' })
      t.remove(gone)
    })
    // All of it comes, and the connection ends, within one tick of the host.
    ada!.wire().client.deliver(99)
    ada!.reachable = false
    ada!.wire().cut()
    await room.settle()
    expect(Array.from(ben!.client.store.values(), ({ id, color }) => [id, color])).toEqual([[red, 'red']])
    expect(room.storage.load().seq).toBe(4)
  })

  test('M1: after a lost connection the pen goes on showing all of its stroke', async () => {
    const { room, members } = await open.with('Ada')
    const { client } = members[0]!
    const stroke = client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    members[0]!.wire().cut()
    await room.pass(5_000)
    stroke.append([point(8)])
    expect(client.live.strokes.get(stroke.id)?.points).toHaveLength(2)
    stroke.commit()
    expect(client.live.strokes.size).toBe(0)
  })

  test('L6: a stroke taken back after its connection was lost does not stay', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    ada!.wire().cut()
    await room.pass(5_000)
    expect(ben!.client.store.size).toBe(1)
    stroke.cancel()
    await room.settle()
    expect([ada!.client.store.size, ben!.client.store.size]).toEqual([0, 0])
  })

  test('L6: a stroke whose taking back is lost with the connection does not stay', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    stroke.cancel()
    ada!.wire().cut()
    await room.pass(5_000)
    expect([ada!.client.store.size, ben!.client.store.size, room.storage.load().records]).toEqual([0, 0, []])
    expect([ada!.client.canUndo.get(), ada!.client.unsaved.get()]).toEqual([false, 0])
  })

  test('L6 J3: nor does it when who took it back starts over from a snapshot', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    stroke.cancel()
    ada!.reachable = false
    ada!.wire().cut()
    await room.pass(1_000)
    expect(ben!.client.store.size).toBe(1)
    for (let i = 0; i < MAX_TAIL; i++) ben!.client.renameRoom(`Board ${i}`)
    await room.settle()
    ada!.reachable = true
    await room.pass(10_000)
    expect([ada!.client.store.size, ben!.client.store.size]).toEqual([0, 0])
  })

  test('L1 A3: while the host cannot store, ink and pointers pass as ever', async () => {
    const { disk, room } = roomWithDisk(open)
    const [ada, ben] = [room.join('Ada').client, room.join('Ben').client]
    await room.settle()
    disk.full = true
    draw(ada, 0, 0)
    await room.settle()
    const stroke = ada.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    expect(ben.live.strokes.get(stroke.id)?.points).toHaveLength(1)
  })

  test('L6 W4: a stroke number that is used again while its stroke is open leaves no ghost of the first', async () => {
    const { room, clients } = await open.with('Ada')
    const wire = room.connect()
    wire.client.send(encodeClientMessage({ kind: 'hello', ...STRANGER, resume: null }))
    for (const id of ['first', 'second']) {
      const begin = { kind: 'begin', stroke: 1, id, x: 0, y: 0, style: PEN } as const
      wire.client.send(encodeClientMessage({ kind: 'live', events: [begin] }))
    }
    await room.settle()
    expect(Array.from(clients[0]!.live.strokes.keys())).toEqual(['second'])
    wire.cut()
    await room.settle()
    expect(clients[0]!.live.strokes.size).toBe(0)
  })
})
