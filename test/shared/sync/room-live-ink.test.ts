import { afterEach, describe, expect, test } from 'vitest'
import { packPoints } from '#shared/model/points.ts'
import { boardOf, PEN, OpenRooms } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)
const roomWith = open.with

describe('live ink', () => {
  test('L1 L2: others see a stroke grow, and it becomes a record without its points being sent again', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 10, y: 20 })
    stroke.append([{ x: 10, y: 20, pressure: 0.5 }])
    await room.settle()
    expect(ben!.client.live.strokes.get(stroke.id)?.points).toHaveLength(1)
    stroke.append(Array.from({ length: 200 }, (_, i) => ({ x: 10 + i, y: 20, pressure: 0.5 })))
    await room.settle()
    expect(ben!.client.live.strokes.get(stroke.id)?.points).toHaveLength(201)
    expect(ben!.client.store.size).toBe(0)
    stroke.commit()
    const committing = ada!.wire().client.sent.reduce((sum, { length }) => sum + length, 0)
    expect(committing).toBeLessThan(40)
    await room.settle()
    expect(ben!.client.live.strokes.size).toBe(0)
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(room.storage.load().records).toHaveLength(1)
  })

  test('L7 L2: among many who draw, points are gathered, and are all there when the pen lifts', async () => {
    const { room, members } = await roomWith('Ada', 'Ben', 'Cyd', 'Dan', 'Eve')
    const [ada, ben, ...others] = members
    for (const { client } of others) client.beginStroke(PEN, { x: 0, y: 0 }).append([{ x: 1, y: 1, pressure: 0.5 }])
    await room.settle()
    const stroke = ada!.client.beginStroke(PEN, { x: 10, y: 20 })
    await room.settle()
    const messages: number[] = []
    for (let i = 0; i < 6; i++) {
      stroke.append([{ x: 10 + 7 * i, y: 20, pressure: 0.5 }])
      messages.push(ada!.wire().client.sent.length)
    }
    // One's own ink shows at once, whenever it is sent.
    expect(ada!.client.live.strokes.get(stroke.id)?.points).toHaveLength(6)
    expect(Math.max(...messages)).toBeLessThanOrEqual(1)
    stroke.commit()
    await room.settle()
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(room.storage.load().records).toHaveLength(1)
    expect(members.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('L3: a member that missed points asks for the stroke and ends with the same board', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    await room.settle()
    stroke.append([{ x: 5, y: 5, pressure: 0.5 }])
    ada!.wire().client.deliver(99)
    room.tick()
    // The piece is lost on the way to Ben, which a sound carrier never does.
    expect(ben!.wire().host.sent).toHaveLength(1)
    ben!.wire().host.sent.length = 0
    stroke.commit()
    ada!.client.edit((t) => t.patch(stroke.id, { color: 'red' }))
    await room.settle()
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(ben!.client.store.get(stroke.id)?.color).toBe('red')
  })

  test('L4: who vanishes with the pen down leaves what was drawn', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const stroke = members[0]!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([
      { x: 0, y: 0, pressure: 0.5 },
      { x: 8, y: 0, pressure: 0.5 },
    ])
    await room.settle()
    members[0]!.reachable = false
    members[0]!.wire().cut()
    await room.settle()
    expect(members[1]!.client.store.get(stroke.id)).toMatchObject({ type: 'stroke', author: 1 })
    expect(members[1]!.client.live.strokes.size).toBe(0)
  })

  test('L4 A2: an author who comes back finishes the stroke; it is there once, whole', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    const stroke = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    await room.settle()
    ada!.wire().cut()
    stroke.append([{ x: 8, y: 0, pressure: 0.5 }])
    await room.pass(5_000)
    stroke.append([{ x: 16, y: 0, pressure: 0.5 }])
    stroke.commit()
    await room.settle()
    expect(ben!.client.store.size).toBe(1)
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(boardOf(ben!.client)[0]).toMatchObject({
      points: Array.from(
        packPoints(
          [0, 8, 16].map((x) => ({ x, y: 0, pressure: 0.5 })),
          PEN.unit,
          PEN.pressure,
        ),
      ),
    })
  })

  test('L5: who joins while a pen is down sees the stroke from its first point', async () => {
    const { room, members } = await roomWith('Ada')
    const stroke = members[0]!.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    stroke.append([{ x: 8, y: 0, pressure: 0.5 }])
    await room.settle()
    const late = room.join('Late').client
    await room.settle()
    expect(late.live.strokes.get(stroke.id)?.points.map(({ x }) => x)).toEqual([0, 8])
    stroke.append([{ x: 16, y: 0, pressure: 0.5 }])
    stroke.commit()
    await room.settle()
    expect(boardOf(late)).toEqual(boardOf(members[0]!.client))
  })

  test('L6: a stroke that is taken back disappears for everyone', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const stroke = clients[0]!.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    await room.settle()
    expect(clients[1]!.live.strokes.size).toBe(1)
    stroke.cancel()
    await room.settle()
    for (const client of clients) expect([client.live.strokes.size, client.store.size]).toEqual([0, 0])
  })

  test('L2: a stroke longer than one record holds goes on in the next', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const stroke = clients[0]!.beginStroke(PEN, { x: 0, y: 0 })
    for (let i = 0; i < 170; i++) {
      stroke.append(Array.from({ length: 100 }, (_, j) => ({ x: i * 100 + j, y: j % 7, pressure: 0.5 })))
    }
    stroke.commit()
    await room.settle()
    expect(clients[0]!.store.size).toBe(2)
    expect(boardOf(clients[1]!)).toEqual(boardOf(clients[0]!))
  })
})
