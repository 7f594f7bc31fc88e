import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage } from '#shared/wire/host-messages.ts'
import { CLOSE, WIRE_VERSION } from '#shared/wire/protocol.ts'
import { draw, OpenRooms, PEN, type TestRoom, type TestWire } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)
const roomWith = open.with

const HELLO: ClientMessage = {
  kind: 'hello',
  version: WIRE_VERSION,
  clientId: 'client-x',
  user: 'user-x',
  token: new Uint8Array(),
  name: 'X',
  color: 0,
  resume: null,
}

function sayTo(room: TestRoom, ...messages: (ClientMessage | Uint8Array)[]): TestWire {
  const wire = room.connect()
  for (const message of messages)
    wire.client.send(message instanceof Uint8Array ? message : encodeClientMessage(message))
  return wire
}

describe('people', () => {
  test('P1: everyone knows who is there, and who has left', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const online = () => members[0]!.client.members.get().filter((m) => m.online)
    expect(online().map(({ name }) => name)).toEqual(['Ada', 'Ben'])
    expect(room.room.online.get()).toBe(2)
    members[1]!.client.dispose()
    await room.settle()
    expect(online().map(({ name }) => name)).toEqual(['Ada'])
    expect(room.room.online.get()).toBe(1)
  })

  test('P1: a person with two windows is there until both are closed', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const second = room.join('Ben 2', 'user-Ben')
    await room.settle()
    expect(room.room.online.get()).toBe(2)
    members[1]!.client.dispose()
    await room.settle()
    expect(room.room.online.get()).toBe(2)
    second.client.dispose()
    await room.settle()
    expect(room.room.online.get()).toBe(1)
  })

  test('P1: who only looked in is forgotten when they leave; who made something is remembered', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    for (let i = 0; i < 20; i++) {
      const passing = room.join(`Passing ${i}`)
      await room.settle()
      passing.client.dispose()
      await room.settle()
    }
    draw(members[1]!.client, 0, 0)
    await room.settle()
    members[1]!.client.dispose()
    await room.settle()
    expect(members[0]!.client.members.get().map(({ name }) => name)).toEqual(['Ada', 'Ben'])
    expect(room.storage.load().members.map(({ name }) => name)).toEqual(['Ben'])
  })

  test('W4: a name is cut to what people can read, however many signs its letters are made of', async () => {
    const { room, clients } = await roomWith('Ada')
    room.join('Zalgo').client.setPerson('z', 0)
    const wire = sayTo(room, { ...HELLO, name: 'a\u0301'.repeat(900) })
    await room.settle()
    expect(wire.client.closed).toBeNull()
    for (const { name } of clients[0]!.members.get()) expect(name.length).toBeLessThanOrEqual(240)
  })

  test('P2: someone else who claims a known id is turned away', async () => {
    const { room } = await roomWith('Ada')
    const wire = sayTo(room, { ...HELLO, user: 'user-Ada', token: new Uint8Array(32) })
    await room.settle()
    expect(wire.client.closed).toMatchObject({ code: CLOSE.notThisPerson })
  })

  test('P3: pointers are seen, and vanish with their owner', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    ada!.client.movePointer({ x: 1, y: 2 })
    ada!.client.movePointer({ x: 3, y: 4 })
    room.clock.advance(100)
    await room.settle()
    expect(ben!.client.pointers.get()).toMatchObject([{ member: ada!.client.me.get(), x: 3, y: 4 }])
    expect(ada!.client.pointers.get()).toEqual([])
    ada!.client.dispose()
    await room.settle()
    expect(ben!.client.pointers.get()).toEqual([])
  })

  test('P4: messages are read by who is there and by who comes later', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    clients[0]!.say('  hello  ')
    expect(clients[0]!.chat.get()).toMatchObject([{ text: 'hello', pending: true }])
    await room.settle()
    clients[1]!.say('hi')
    await room.settle()
    const late = room.join('Late').client
    await room.settle()
    for (const client of [...clients, late]) {
      expect(client.chat.get().map(({ text, author, pending }) => [text, author, pending])).toEqual([
        ['hello', 1, false],
        ['hi', 2, false],
      ])
    }
  })

  test('P4: an empty message is refused', async () => {
    const { clients } = await roomWith('Ada')
    expect(() => clients[0]!.say('   ')).toThrow(AppError)
  })

  test('the room can be renamed by its members and by its host', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    clients[0]!.renameRoom('Atelier')
    await room.settle()
    expect([clients[1]!.roomName.get(), room.room.name.get(), room.storage.load().name]).toEqual(
      Array(3).fill('Atelier'),
    )
    room.room.rename('Studio')
    await room.settle()
    expect(clients.map((client) => client.roomName.get())).toEqual(['Studio', 'Studio'])
  })
})

describe('the wire', () => {
  test('O4: a stroke cannot be lifted under the name of another’s record', async () => {
    const { room, clients } = await roomWith('Ada')
    const id = draw(clients[0]!, 0, 0)
    await room.settle()
    const before = clients[0]!.store.get(id)
    sayTo(room, HELLO, {
      kind: 'live',
      events: [
        { kind: 'begin', stroke: 1, id, x: 0, y: 0, style: PEN },
        { kind: 'append', stroke: 1, piece: Uint8Array.of(2, 2) },
      ],
    }).client.send(
      encodeClientMessage({ kind: 'edit', firstN: 1, operations: [{ kind: 'lift', stroke: 1, count: 1, z: 'a0' }] }),
    )
    await room.settle()
    expect(clients[0]!.store.get(id)).toBe(before)
    expect(room.storage.load().seq).toBe(1)
  })

  test.each([
    ['garbage', Uint8Array.of(250, 1, 2, 3), CLOSE.malformed],
    ['nothing', new Uint8Array(), CLOSE.malformed],
    ['something behind a message', Uint8Array.of(7, 7), CLOSE.malformed],
    ['an edit before the greeting', encodeClientMessage({ kind: 'edit', firstN: 1, operations: [] }), CLOSE.invalid],
    ['a huge greeting', encodeClientMessage({ ...HELLO, name: 'x'.repeat(5000) }), CLOSE.tooLarge],
    ['an older version', encodeClientMessage({ ...HELLO, version: WIRE_VERSION - 1 }), CLOSE.clientTooOld],
    ['a newer version', encodeClientMessage({ ...HELLO, version: WIRE_VERSION + 1 }), CLOSE.clientTooNew],
  ])('W1 W2 W3: %s closes that one connection with a code and a reason', async (_, bytes, code) => {
    const { room, clients } = await roomWith('Ada')
    const wire = sayTo(room, bytes)
    await room.settle()
    expect(wire.client.closed?.code).toBe(code)
    expect(wire.client.closed?.reason).toMatch(/^W[123] [a-z]+\/[a-z-]+: [A-Z].*\.$/)
    draw(clients[0]!, 0, 0)
    await room.settle()
    expect(clients[0]!.unsaved.get()).toBe(0)
  })

  test('W1: a member whose frame is not of the protocol is closed, and nobody else notices', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const wire = sayTo(room, HELLO)
    await room.settle()
    wire.client.send(Uint8Array.of(2, 1, 99))
    await room.settle()
    expect(wire.client.closed?.code).toBe(CLOSE.malformed)
    expect(members.map(({ client }) => client.status.get().kind)).toEqual(['live', 'live'])
  })

  test('W2: who does not greet in time is closed', async () => {
    const { room } = await roomWith()
    const wire = room.connect()
    room.clock.advance(5_000)
    await room.settle()
    expect(wire.client.closed?.code).toBe(CLOSE.tooSlow)
  })

  test('W4: a record out of range is refused with a sentence and changes nothing', async () => {
    const { room, clients } = await roomWith('Ada')
    draw(clients[0]!, 0, 0)
    await room.settle()
    const record = { ...Array.from(clients[0]!.store.values())[0]!, id: 'other', x: 1e300 }
    const wire = sayTo(room, HELLO, { kind: 'edit', firstN: 1, operations: [{ kind: 'put', record }] })
    const heard: string[] = []
    wire.client.onMessage((frame) => {
      const message = decodeHostMessage(frame)
      if (message.kind === 'refused') heard.push(`${message.n}: ${message.sentence}`)
    })
    await room.settle()
    expect(heard).toEqual([expect.stringMatching(/^1: .*out of range/)])
    expect(clients[0]!.store.size).toBe(1)
  })
})
