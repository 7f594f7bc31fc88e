import { afterEach, describe, expect, test } from 'vitest'
import { linkPair } from '#shared/link-pair.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import type { ToldMessage } from '#shared/wire/json-host-messages.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import { JsonLink } from '#main/host/json-link.ts'
import { roomWithDisk } from '../../support/disk.ts'
import { boardOf, draw, OpenRooms, PEN, type TestRoom } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

const ASK = encodeClientMessage({ kind: 'ask', seq: 1 })[0]

/** A program that draws live, and how often the log was read for it. */
function program(room: TestRoom) {
  const [near, far] = linkPair(queueMicrotask)
  const link = new JsonLink(far, {
    personOf: () => ({ user: 'app-1', token: Uint8Array.of(1), name: 'Plotter' }),
    onProblem: (error) => room.problems.push(error),
  })
  const wire = room.connect()
  let asked = 0
  link.onMessage((frame) => {
    if (frame[0] === ASK) asked += 1
    wire.client.send(frame)
  })
  wire.client.onMessage((frame) => link.send(frame))
  wire.client.onClose(({ code, reason }) => link.close(code, reason))
  const told: ToldMessage[] = []
  near.onMessage((bytes) => told.push(JSON.parse(new TextDecoder().decode(bytes)) as ToldMessage))
  const say = (message: unknown): void => near.send(new TextEncoder().encode(JSON.stringify(message)))
  const live = (...events: unknown[]): void => say({ kind: 'live', events })
  say({ kind: 'hello', version: WIRE_VERSION, clientId: 'c1', appToken: 'good' })
  return {
    wire,
    told,
    asked: () => asked,
    begin: (stroke: number, id: string) => live({ kind: 'begin', stroke, id, x: 0, y: 0, style: PEN }),
    append: (stroke: number, ...points: [number, number][]) => live({ kind: 'append', stroke, points }),
    lift: (n: number, stroke: number, count: number) =>
      say({ kind: 'edit', firstN: n, operations: [{ kind: 'lift', stroke, count }] }),
    strokes: () =>
      told
        .flatMap((message) => (message.kind === 'tick' ? message.entries : []))
        .map(({ operation }) =>
          operation.kind === 'put' && operation.record.type === 'stroke'
            ? [operation.record.id, operation.record.points]
            : operation.kind,
        ),
  }
}

describe('a program that draws live', () => {
  test('L2: is told its own strokes whole, of the ink that passed through, and nothing is read for it', async () => {
    const { room, clients } = await open.with('Ada')
    const plotter = program(room)
    for (let i = 1; i <= 20; i++) {
      plotter.begin(i, `s${i}`)
      plotter.append(i, [0, 0], [i, 1])
      plotter.append(i, [2, 2])
      if (i % 3 === 0) await room.settle()
      plotter.lift(i, i, 3)
    }
    await room.settle()
    expect(plotter.strokes()).toEqual(
      Array.from({ length: 20 }, (_, i) => [
        `s${i + 1}`,
        [
          [0, 0],
          [i + 1, 1],
          [2, 2],
        ],
      ]),
    )
    expect(plotter.asked()).toBe(0)
    expect(boardOf(clients[0]!)).toHaveLength(20)
  })

  test('L2 L5: goes on to be told them when it was behind, and others were drawing', async () => {
    const { room, clients } = await open.with('Ada')
    const plotter = program(room)
    await room.settle()
    plotter.begin(1, 'mine')
    plotter.append(1, [0, 0])
    plotter.wire.host.bufferedAmount = 10_000_000
    const others = draw(clients[0]!, 0, 0)
    await room.settle()
    plotter.wire.host.bufferedAmount = 0
    await room.pass(100)
    plotter.append(1, [5, 5])
    plotter.lift(1, 1, 2)
    await room.settle()
    expect(plotter.strokes().map(([id]) => id)).toEqual([others, 'mine'])
    expect(plotter.strokes()[1]).toEqual([
      'mine',
      [
        [0, 0],
        [5, 5],
      ],
    ])
    expect(plotter.asked()).toBe(0)
  })

  test('L2 A3: is told what the log has where it uses a number again while its stroke waits for the disk', async () => {
    const { disk, room } = roomWithDisk(open)
    const plotter = program(room)
    await room.settle()
    plotter.begin(1, 'first')
    plotter.append(1, [0, 0])
    disk.full = true
    plotter.lift(1, 1, 1)
    await room.settle()
    plotter.begin(1, 'second')
    plotter.append(1, [9, 9])
    disk.full = false
    await room.pass(2_000)
    const stored = room.storage.load().records.map(({ id }) => id)
    expect(plotter.strokes().map(([id]) => id)).toEqual(stored)
  })

  test('M2: a stroke that was refused, and one under its number again, are not mixed up', async () => {
    const { room } = await open.with('Ada')
    const plotter = program(room)
    plotter.begin(1, 'short')
    plotter.append(1, [0, 0])
    plotter.lift(1, 1, 7)
    await room.settle()
    expect(plotter.told).toContainEqual(expect.objectContaining({ kind: 'refused', n: 1, code: 'room/unknown-record' }))
    plotter.begin(1, 'long')
    plotter.append(1, [1, 1], [2, 2])
    plotter.lift(2, 1, 2)
    await room.settle()
    expect(plotter.strokes()).toEqual([
      [
        'long',
        [
          [1, 1],
          [2, 2],
        ],
      ],
    ])
    expect(plotter.asked()).toBe(0)
  })
})
