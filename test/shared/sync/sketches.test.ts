import { afterEach, describe, expect, test } from 'vitest'
import { codeOf } from '#shared/errors.ts'
import type { SketchOperation } from '#shared/model/operations.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { MAX_SKETCHED } from '#shared/sync/room-view.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { decodeClientMessage, encodeClientMessage } from '#shared/wire/client-messages.ts'
import { layer, shape, stroke, text, wave } from '../../support/records.ts'
import { boardOf, OpenRooms, TestRoom } from '../../support/room.ts'
import { STRANGER } from '../../support/stranger.ts'

const open = new OpenRooms()
afterEach(open.dispose)

const box = shape({ id: 'box', x: 10, y: 10, w: 40, h: 30 })

async function put(room: TestRoom, client: RoomClient, ...records: readonly BoardRecord[]) {
  client.edit((t) => {
    for (const record of records) t.put(record)
  })
  await room.settle()
}

/** What a client is shown of others, without their authors. */
function shown(client: RoomClient): unknown[] {
  return client.sketches.get().flatMap(({ records }) => records.map((record) => ({ ...record, author: 0 })))
}

const from = (record: BoardRecord): unknown => ({ ...record, author: 0 })

describe('what is being made or moved', () => {
  test('L8: is shown to the others as it would become, the latest only, and is on nobody’s board', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    ada!.sketch([box])
    ada!.sketch([{ ...box, w: 50 }])
    ada!.sketch([{ ...box, w: 60 }])
    await room.pass(100)
    expect(shown(ben!)).toEqual([from({ ...box, w: 60 })])
    expect(ben!.sketches.get()[0]!.member).toBe(ada!.me.get())
    expect(ada!.sketches.get()).toEqual([])
    expect([boardOf(ada!), boardOf(ben!), room.storage.load().records, room.room.seq]).toEqual([[], [], [], 0])
    ada!.sketch([])
    await room.pass(100)
    expect(shown(ben!)).toEqual([])
  })

  test('L8: of what is there already only what changes is said, however much ink it has', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members.map(({ client }) => client)
    const ink = stroke({ id: 'ink', ink: wave(500) })
    await put(room, ada!, ink, box)
    const wire = members[0]!.wire().client
    ada!.sketch([
      { ...ink, x: 500 },
      { ...box, rotation: 1 },
    ])
    expect(wire.sent.map((bytes) => decodeClientMessage(bytes))).toEqual([
      {
        kind: 'sketch',
        operations: [
          { kind: 'patch', id: 'ink', patch: { x: 500 } },
          { kind: 'patch', id: 'box', patch: { rotation: 1 } },
        ],
      },
    ])
    await room.settle()
    expect(shown(ben!)).toEqual([from({ ...ink, x: 500 }), from({ ...box, rotation: 1 })])
    expect(ben!.store.get('ink')!.x).toBe(ink.x)
  })

  test('L8: goes on being shown until what came of it is on the board, also on a slow line', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members.map(({ client }) => client)
    ada!.sketch([box])
    await room.settle()
    ada!.edit((t) => t.put(box))
    ada!.sketch([])
    const seen: number[] = []
    for (let step = 0; step < 60; step++) {
      // One message at a time each way, so that any order but the right one would show.
      room.tick()
      for (const member of members) member.wire().flush(1)
      room.clock.advance(5)
      seen.push(ben!.store.size + ben!.sketches.get().length)
    }
    expect(Math.min(...seen)).toBe(1)
    expect(ben!.sketches.get()).toEqual([])
    expect(boardOf(ben!)).toHaveLength(1)
  })

  test('L8: what is taken back vanishes, and an edit of something else does not keep it', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    ada!.sketch([box])
    await room.settle()
    ada!.sketch([])
    ada!.edit((t) => t.put({ ...box, id: 'other' }))
    await room.pass(100)
    expect(shown(ben!)).toEqual([])
  })

  test('L8 J6: who comes later is shown it, and it goes with its connection', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const ada = members[0]!
    ada.client.sketch([box])
    await room.pass(100)
    const late = room.join('Late').client
    await room.settle()
    expect(shown(late)).toEqual([from(box)])
    ada.reachable = false
    ada.wire().cut()
    await room.settle()
    expect([shown(late), shown(members[1]!.client)]).toEqual([[], []])
    // Nothing of it is left for who comes then.
    const later = room.join('Later').client
    await room.settle()
    expect(shown(later)).toEqual([])
  })

  test('L8: who loses the host sees what others were making no longer', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    members[0]!.client.sketch([box])
    await room.settle()
    members[1]!.reachable = false
    members[1]!.wire().cut()
    await room.settle()
    expect(shown(members[1]!.client)).toEqual([])
  })

  test('L8 P10: what its author may not draw on is left out, without more ado', async () => {
    const room = open.add(new TestRoom())
    room.hosts.add('Ada')
    const [ada, ben] = ['Ada', 'Ben'].map((name) => room.join(name).client)
    await room.settle()
    await put(room, ada!, layer({ id: 'closed', access: 'hosts' }), { ...box, layer: 'closed' })
    const free = { ...box, id: 'free' }
    ben!.sketch([{ ...box, layer: 'closed', x: 99 }, { ...box, id: 'new', layer: 'closed' }, free])
    await room.pass(100)
    expect(shown(ada!)).toEqual([from(free)])
    expect(ben!.status.get().kind).toBe('live')
  })

  test('L8: of very much, and of what could not be put on a board, nothing is said', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members.map(({ client }) => client)
    const many = Array.from({ length: MAX_SKETCHED + 1 }, (_, i) => ({ ...box, id: `box${i}` }))
    ada!.sketch(many)
    ada!.sketch([text({ id: 'long', text: 'x'.repeat(20_000) })])
    ada!.sketch([{ ...box, w: Number.NaN }])
    expect(members[0]!.wire().client.sent).toEqual([])
    ada!.sketch(many.slice(1))
    await room.settle()
    expect(shown(ben!)).toHaveLength(MAX_SKETCHED)
    const around = { ...box, id: 'around' }
    ada!.sketch(many, [around])
    await room.pass(100)
    expect(shown(ben!)).toMatchObject([{ id: 'around' }])
    // It ends when it becomes too much.
    ada!.sketch(many)
    await room.pass(100)
    expect(shown(ben!)).toEqual([])
  })

  const wrong: Record<string, SketchOperation[]> = {
    'a record that is none': [{ kind: 'put', record: { ...box, w: -1 } }],
    'a patch that fits nothing': [{ kind: 'patch', id: 'box', patch: { w: -1 } }],
    'too many things': Array.from({ length: MAX_SKETCHED + 1 }, (_, i) => ({ kind: 'patch', id: `b${i}`, patch: {} })),
    'too much text': [{ kind: 'put', record: { ...USUAL.note, ...box, type: 'note', text: 'x'.repeat(20_000) } }],
  }
  test.each(Object.entries(wrong))('W4 L8: %s closes the connection, and nobody is shown it', async (_, operations) => {
    const { room, clients } = await open.with('Ada')
    const wire = room.connect()
    wire.client.send(encodeClientMessage({ kind: 'hello', ...STRANGER, resume: null }))
    wire.client.send(encodeClientMessage({ kind: 'sketch', operations }))
    await room.settle()
    expect(wire.client.closed?.code).toBe(4422)
    expect(shown(clients[0]!)).toEqual([])
    expect(room.problems.filter((problem) => codeOf(problem, 'call/failed') !== 'room/invalid')).toEqual([])
  })
})
