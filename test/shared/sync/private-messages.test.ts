import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { MAX_TAIL } from '#shared/sync/room-session.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { decodeClientMessage, encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { CLOSE, WIRE_VERSION } from '#shared/wire/protocol.ts'
import { SimulatedJournal } from '../../support/simulated-journal.ts'
import { boardOf, draw, OpenRooms, TestRoom, type TestWire } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

const SECRET = 'the surprise party'
/** The first byte of a greeting. */
const HELLO = 1

/** Every frame that anybody was ever sent, by who greeted on its wire. */
function wiretap(room: TestRoom): Map<string, Uint8Array[]> {
  const heard = new Map<string, Uint8Array[]>()
  const connect = room.connect.bind(room)
  room.connect = () => {
    const wire = connect()
    let frames: Uint8Array[] = []
    wire.host.onMessage((frame) => {
      if (frame[0] !== HELLO) return
      const message = decodeClientMessage(frame)
      if (message.kind !== 'hello') return
      frames = heard.get(message.user) ?? frames
      heard.set(message.user, frames)
    })
    wire.client.onMessage((frame) => frames.push(frame))
    return wire
  }
  return heard
}

function holds(frames: readonly Uint8Array[] = [], text: string): boolean {
  return frames.some((frame) => {
    const message = JSON.stringify(decodeHostMessage(frame))
    return Buffer.from(frame).includes(text) || message.includes(text)
  })
}

function texts(client: RoomClient): string[] {
  return client.chat.get().map(({ text }) => text)
}

async function three() {
  const room = open.add(new TestRoom())
  const heard = wiretap(room)
  const [ada, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => room.join(name))
  await room.settle()
  return { room, heard, ada: ada!, ben: ben!, cleo: cleo! }
}

/** Two who came for the first time while the host had no room to set numbers aside. */
async function onFullDisk() {
  const disk = { full: true }
  class SmallDisk extends MemoryRoomStorage {
    override reserveMembers(count: number): number {
      if (disk.full) throw new AppError('storage/full', 'full')
      return super.reserveMembers(count)
    }
  }
  const room = open.add(new TestRoom(new SmallDisk({ name: 'Test', epoch: 'e' })))
  const heard = wiretap(room)
  const [ada, ben] = [room.join('Ada'), room.join('Ben')]
  await room.settle()
  return { disk, room, heard, ada, ben }
}

function greeted(room: TestRoom, user: string, resume: { epoch: string; seq: number } | null = null): TestWire {
  const wire = room.connect()
  const person = {
    user: `user-${user}`,
    token: new TextEncoder().encode(`token of user-${user}`),
    name: user,
    color: 0,
  }
  wire.client.send(
    encodeClientMessage({ kind: 'hello', version: WIRE_VERSION, clientId: `raw-${user}`, ...person, resume }),
  )
  return wire
}

function told(wire: TestWire): HostMessage[] {
  const messages: HostMessage[] = []
  wire.client.onMessage((frame) => messages.push(decodeHostMessage(frame)))
  return messages
}

describe('private messages', () => {
  test('P7: are read by the two they concern, marked with whom they are for, and by nobody else', async () => {
    const { heard, room, ada, ben, cleo } = await three()
    ada.client.say(SECRET, ben.client.me.get())
    expect(ada.client.chat.get()).toMatchObject([{ text: SECRET, to: 2, pending: true }])
    await room.settle()
    const message = { seq: 1, author: 1, to: 2, text: SECRET, pending: false }
    expect(ada.client.chat.get()).toMatchObject([message])
    expect(ben.client.chat.get()).toMatchObject([message])
    expect(cleo.client.chat.get()).toEqual([])
    expect(
      [heard.get('user-Ada'), heard.get('user-Ben'), heard.get('user-Cleo')].map((all) => holds(all, SECRET)),
    ).toEqual([true, true, false])
  })

  test('P7 O3: everyone’s log goes on at the same position, with nothing in the place of what is not theirs', async () => {
    const { room, ada, ben, cleo } = await three()
    const messages = told(cleo.wire())
    draw(cleo.client, 0, 0)
    ada.client.say(SECRET, 2)
    draw(ben.client, 9, 9)
    await room.settle()
    expect([ada, ben, cleo].map(({ client }) => client.seq)).toEqual([3, 3, 3])
    expect(boardOf(cleo.client)).toEqual(boardOf(ada.client))
    const entries = messages.flatMap((message) => (message.kind === 'tick' ? message.entries : []))
    expect(entries.find(({ operation }) => operation.kind === 'hidden')).toEqual({
      seq: expect.any(Number),
      client: 0,
      n: 0,
      author: 0,
      at: 0,
      operation: { kind: 'hidden' },
    })
    expect(room.members.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('P7: a tick without a private message is the same bytes for all; with one, those who may read the same share', async () => {
    const { room, ada, ben, cleo } = await three()
    const dora = room.join('Dora')
    await room.settle()
    const bytes = [ada, ben, cleo, dora].map((member) => {
      const ticks: Uint8Array[] = []
      member.wire().client.onMessage((frame) => ticks.push(frame))
      return () => ticks.splice(0).filter((frame) => decodeHostMessage(frame).kind === 'tick')
    })
    ada.client.say('for all')
    await room.settle()
    const [first, ...rest] = bytes.map((ticks) => ticks()[0])
    for (const other of rest) expect(other).toBe(first)
    ada.client.say('to Ben', 2)
    await room.settle()
    const [forAda, forBen, forCleo, forDora] = bytes.map((ticks) => ticks()[0])
    expect(forBen).toBe(forAda)
    expect(forDora).toBe(forCleo)
    expect(forCleo).not.toEqual(forAda)
  })

  test('P7: several pairs within one tick each read their own', async () => {
    const { heard, room, ada, ben, cleo } = await three()
    ada.client.say('ada to ben', 2)
    ben.client.say('ben to cleo', 3)
    cleo.client.say('cleo to ada', 1)
    await room.settle()
    expect(texts(ada.client).toSorted()).toEqual(['ada to ben', 'cleo to ada'])
    expect(texts(ben.client).toSorted()).toEqual(['ada to ben', 'ben to cleo'])
    expect(texts(cleo.client).toSorted()).toEqual(['ben to cleo', 'cleo to ada'])
    expect(holds(heard.get('user-Ada'), 'ben to cleo')).toBe(false)
    expect(holds(heard.get('user-Ben'), 'cleo to ada')).toBe(false)
    expect(holds(heard.get('user-Cleo'), 'ada to ben')).toBe(false)
  })

  test('P7 J2: who comes back, or is slow, is fed the log without what is not theirs', async () => {
    const { heard, room, ada, ben, cleo } = await three()
    cleo.reachable = false
    cleo.wire().cut()
    ben.wire().host.bufferedAmount = 10_000_000
    await room.settle()
    ada.client.say(SECRET, 2)
    ada.client.say('for all')
    await room.settle()
    cleo.reachable = true
    ben.wire().host.bufferedAmount = 0
    await room.pass(5_000)
    expect(texts(cleo.client)).toEqual(['for all'])
    expect(texts(ben.client)).toEqual([SECRET, 'for all'])
    expect(cleo.client.seq).toBe(2)
    expect(holds(heard.get('user-Cleo'), SECRET)).toBe(false)
  })

  test('P7 J1: who joins later, or starts over from a snapshot, is not told either', async () => {
    const { heard, room, ada, cleo } = await three()
    ada.client.say(SECRET, 2)
    await room.settle()
    cleo.reachable = false
    cleo.wire().cut()
    await room.pass(500)
    for (let i = 0; i <= MAX_TAIL; i++) ada.client.renameRoom(`Board ${i}`)
    await room.settle()
    cleo.reachable = true
    const late = room.join('Late')
    await room.pass(10_000)
    expect([texts(cleo.client), texts(late.client)]).toEqual([[], []])
    expect([cleo.client.seq, late.client.seq]).toEqual([room.room.seq, room.room.seq])
    expect(holds(heard.get('user-Cleo'), SECRET) || holds(heard.get('user-Late'), SECRET)).toBe(false)
  })

  test('P7: who asks for the entry by its number is shown that there is nothing to see', async () => {
    const { room, ada } = await three()
    ada.client.say(SECRET, 2)
    await room.settle()
    const answers = async (user: string) => {
      const wire = greeted(room, user)
      const messages = told(wire)
      wire.client.send(encodeClientMessage({ kind: 'ask', seq: 1 }))
      await room.settle()
      return messages.filter(({ kind }) => kind === 'answer')
    }
    expect(await answers('Cleo')).toEqual([
      { kind: 'answer', entry: { seq: 1, client: 0, n: 0, author: 0, at: 0, operation: { kind: 'hidden' } } },
    ])
    expect(await answers('Ben')).toMatchObject([{ entry: { author: 1, operation: { text: SECRET, to: 2 } } }])
  })

  test('P8: another window of either reads them; who is away reads them when back, after the host came back too', async () => {
    const { room, ada, ben } = await three()
    ben.reachable = false
    ben.wire().cut()
    draw(ada.client, 0, 0)
    await room.settle()
    // He has made nothing himself, and is not there: without the message he would be forgotten.
    expect(() => ada.client.say(SECRET, 2)).toThrow(AppError)
    ben.reachable = true
    await room.pass(5_000)
    ada.client.say(SECRET, ben.client.me.get())
    await room.settle()
    ben.reachable = false
    ben.wire().cut()
    await room.settle()
    ada.client.say('and more', ben.client.me.get())
    await room.settle()
    room.crash()
    ben.reachable = true
    const stranger = room.join('Stranger')
    const again = room.join('Ben again', 'user-Ben')
    await room.pass(5_000)
    for (const reader of [ben, again]) expect(texts(reader.client)).toEqual([SECRET, 'and more'])
    expect(again.client.me.get()).toBe(ben.client.me.get())
    expect(texts(stranger.client)).toEqual([])
  })

  test('P8 M3: one that was written while the connection was lost goes out on return, to the same person only', async () => {
    const { heard, room, ada, ben, cleo } = await three()
    ada.reachable = false
    ada.wire().cut()
    await room.settle()
    ada.client.say(SECRET, 2)
    ada.reachable = true
    await room.pass(5_000)
    expect([ada, ben, cleo].map(({ client }) => texts(client))).toEqual([[SECRET], [SECRET], []])
    expect(holds(heard.get('user-Cleo'), SECRET)).toBe(false)
  })

  test('P8 M4: one that was written offline survives the closing of the app, and is for the same person then', async () => {
    const { heard, room, ben } = await three()
    const journal = new SimulatedJournal()
    const dora = room.join('Dora', 'user-Dora', journal)
    await room.settle()
    dora.reachable = false
    dora.wire().cut()
    dora.client.say(SECRET, ben.client.me.get())
    dora.client.dispose()
    const again = room.join('Dora', 'user-Dora', journal)
    await room.pass(1_000)
    expect(texts(ben.client)).toEqual([SECRET])
    expect(again.client.chat.get()).toMatchObject([{ text: SECRET, to: ben.client.me.get(), pending: false }])
    expect(journal.kept).toBeNull()
    expect(holds(heard.get('user-Ada'), SECRET) || holds(heard.get('user-Cleo'), SECRET)).toBe(false)
  })

  test('P8: nobody comes to have the number of someone who left no trace, not even after the host came back', async () => {
    const { heard, room, ada, ben, cleo } = await three()
    for (const { client } of [ada, cleo]) draw(client, 0, 0)
    await room.settle()
    const bens = ben.client.me.get()
    ada.reachable = false
    ada.wire().cut()
    ada.client.say(SECRET, bens)
    ben.reachable = false
    room.crash()
    await room.pass(500)
    const dora = room.join('Dora')
    await room.settle()
    const refused: string[] = []
    ada.client.onRefused((sentence) => refused.push(sentence))
    ada.reachable = true
    await room.pass(8_000)
    expect(dora.client.me.get()).not.toBe(bens)
    expect(refused).toEqual([expect.stringMatching(/not known here/)])
    expect(holds(heard.get('user-Dora'), SECRET) || holds(heard.get('user-Cleo'), SECRET)).toBe(false)
  })

  test('P8: a number that the disk had no room to set aside is not another person’s after the host came back', async () => {
    const { room, heard, ada, ben } = await onFullDisk()
    const bens = ben.client.me.get()
    expect(ada.client.me.get()).not.toBe(bens)
    ada.reachable = false
    ada.wire().cut()
    ada.client.say(SECRET, bens)
    ben.reachable = false
    room.crash()
    await room.pass(500)
    const others = ['Cleo', 'Dora', 'Eve'].map((name) => room.join(name))
    await room.settle()
    expect(others.map(({ client }) => client.me.get())).not.toContain(bens)
    const refused: string[] = []
    ada.client.onRefused((sentence) => refused.push(sentence))
    ada.reachable = true
    await room.pass(8_000)
    expect(refused).toEqual([expect.stringMatching(/not known here/)])
    for (const name of ['Cleo', 'Dora', 'Eve']) expect(holds(heard.get(`user-${name}`), SECRET)).toBe(false)
  })

  test('P8: who came while the disk was full has the same number when the host came back, and gets what was meant for them', async () => {
    const { room, ada, ben } = await onFullDisk()
    const numbers = [ada, ben].map(({ client }) => client.me.get())
    ada.reachable = false
    ada.wire().cut()
    ada.client.say(SECRET, ben.client.me.get())
    room.crash()
    await room.pass(2_000)
    ada.reachable = true
    await room.pass(5_000)
    expect([ada, ben].map(({ client }) => client.me.get())).toEqual(numbers)
    expect(texts(ben.client)).toEqual([SECRET])
  })

  test('P6: who has another number since the host came back cannot write to the one they had', async () => {
    const { disk, room, ada } = await onFullDisk()
    const before = ada.client.me.get()
    disk.full = false
    room.crash()
    room.clock.advance(2_000)
    await room.turn()
    ada.wire().client.deliver(1)
    // The welcome, and not yet who is there.
    ada.wire().host.deliver(1)
    expect(ada.client.me.get()).toBe(1)
    expect(() => ada.client.say('hello', before)).toThrow(expect.objectContaining({ code: 'room/no-such-person' }))
    await room.pass(2_000)
    expect(
      ada.client.members
        .get()
        .map(({ number }) => number)
        .toSorted(),
    ).toEqual([1, 2])
  })

  test('P6 M2: one that was refused while nobody could be told no longer waits among the messages', async () => {
    const { room, ada, ben } = await three()
    ada.reachable = false
    ada.wire().cut()
    ada.client.say(SECRET, ben.client.me.get())
    ada.client.renameRoom('For all')
    ben.reachable = false
    room.crash()
    await room.pass(500)
    ada.reachable = true
    room.clock.advance(2_000)
    await room.turn()
    // The greeting, and on its welcome what waited; the answer does not arrive.
    ada.wire().client.deliver(1)
    ada.wire().host.deliver(1)
    ada.wire().client.deliver(99)
    ada.wire().cut()
    await room.pass(5_000)
    expect(room.storage.load().seq).toBe(1)
    expect([ada.client.chat.get(), ada.client.unsaved.get()]).toEqual([[], 0])
  })

  test('P6: one for oneself, or for nobody who is known, is refused with a code and a sentence', async () => {
    const { ada } = await three()
    for (const to of [ada.client.me.get(), 99]) {
      expect(() => ada.client.say('hello', to)).toThrow(expect.objectContaining({ code: 'room/no-such-person' }))
      expect(() => ada.client.say('hello', to)).toThrow(/^[A-Z].*\.$/)
    }
    expect([ada.client.unsaved.get(), texts(ada.client)]).toEqual([0, []])
  })

  test.each([
    ['oneself', 3, /someone else/],
    ['nobody who is known', 99, /not known/],
  ])('P6 W4: a host refuses one for %s, and keeps what came with it', async (_, to, sentence) => {
    const { room, ada } = await three()
    const wire = greeted(room, 'Cleo')
    const messages = told(wire)
    const operations = [
      { kind: 'say', text: 'hello', to },
      { kind: 'say', text: 'for all', to: 0 },
    ] as const
    wire.client.send(encodeClientMessage({ kind: 'edit', firstN: 1, operations }))
    await room.settle()
    expect(messages).toContainEqual({
      kind: 'refused',
      n: 1,
      rule: 'P6',
      code: 'room/no-such-person',
      sentence: expect.stringMatching(sentence),
    })
    expect(texts(ada.client)).toEqual(['for all'])
  })

  test('P7 W1: nobody can put a hidden entry into the log', async () => {
    const { room } = await three()
    const wire = greeted(room, 'Cleo')
    await room.settle()
    wire.client.send(Uint8Array.of(2, 1, 64))
    await room.settle()
    expect(wire.client.closed?.code).toBe(CLOSE.malformed)
    expect(room.room.seq).toBe(0)
  })
})
