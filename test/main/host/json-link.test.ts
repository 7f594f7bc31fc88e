import { afterEach, describe, expect, test } from 'vitest'
import type { Link, LinkClosed } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import type { ToldMessage } from '#shared/wire/json-host-messages.ts'
import { CLOSE, MAX_GREETING_BYTES, MAX_MESSAGE_BYTES, WIRE_VERSION } from '#shared/wire/protocol.ts'
import { JsonLink, type AppPerson } from '#main/host/json-link.ts'
import { JsonMemberLink } from '../../support/json-member.ts'
import { seededBytes } from '../../support/random.ts'
import { boardOf, draw, OpenRooms, PEN, type TestRoom } from '../../support/room.ts'
import { USUAL } from '#shared/model/records.ts'

const open = new OpenRooms()
afterEach(open.dispose)

const BOT: AppPerson = { user: 'app-1', token: Uint8Array.of(1, 2, 3), name: 'My bot' }
const personOf = (token: string): AppPerson | null => (token === 'good' ? BOT : null)
const HELLO = { kind: 'hello', version: WIRE_VERSION, clientId: 'c1', appToken: 'good' }

function setImmediately(task: () => void): void {
  queueMicrotask(task)
}

/** A JSON connection to a room: the carrier's near end, and what was told over it. */
class Bot {
  readonly carrier: Link
  readonly told: ToldMessage[] = []
  closed: LinkClosed | null = null

  constructor(room: TestRoom, problems: unknown[] = []) {
    const [near, far] = linkPair(setImmediately)
    const link = new JsonLink(far, { personOf, onProblem: (error) => problems.push(error) })
    const wire = room.connect()
    link.onMessage((frame) => wire.client.send(frame))
    link.onClose(() => wire.client.close())
    wire.client.onMessage((frame) => link.send(frame))
    wire.client.onClose(({ code, reason }) => link.close(code, reason))
    this.carrier = near
    near.onMessage((bytes) => this.told.push(JSON.parse(new TextDecoder().decode(bytes)) as ToldMessage))
    near.onClose((closed) => (this.closed = closed))
  }

  say(...messages: unknown[]): void {
    for (const message of messages) this.sayText(JSON.stringify(message))
  }

  sayText(text: string): void {
    this.carrier.send(new TextEncoder().encode(text))
  }

  all<K extends ToldMessage['kind']>(kind: K): Extract<ToldMessage, { kind: K }>[] {
    return this.told.filter((message): message is Extract<ToldMessage, { kind: K }> => message.kind === kind)
  }

  operations() {
    return this.all('tick').flatMap(({ entries }) => entries.map(({ operation }) => operation))
  }
}

/** So much happens that who joins then gets a fresh snapshot. */
async function newSnapshot(room: TestRoom, client: RoomClient): Promise<void> {
  for (let i = 0; i < 40; i++) client.renameRoom(`Board ${i}`)
  await room.settle()
}

/** A whole client of the app that speaks JSON. */
function joinInJson(room: TestRoom, clientName: string): RoomClient {
  const client = new RoomClient({
    dial: () => Promise.resolve(new JsonMemberLink(new Bot(room).carrier, 'good')),
    person: { user: 'ignored', token: new Uint8Array(), name: clientName, color: 4 },
    clock: room.clock,
    wallClock: () => 0,
    random: seededBytes(clientName.length * 7919),
  })
  client.start()
  return client
}

describe('one room in two languages', () => {
  test('O3: members in bytes and in JSON end with the same board, whoever drew what', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada] = clients
    const early = draw(ada!, 5, 5)
    await room.settle()
    const bot = joinInJson(room, 'Json')
    await room.settle()
    expect(bot.status.get().kind).toBe('live')
    const drawn = draw(bot, 100, 100, 40)
    const doomed = draw(bot, 200, 100)
    const pen = bot.beginStroke({ ...PEN, pressure: true, unit: 7 }, { x: 0.3, y: 0.7 })
    pen.append([{ x: 1.23, y: 4.56, pressure: 0.3 }])
    await room.settle()
    // Others see it grow, and it grows on.
    expect(ada!.live.strokes.get(pen.id)?.points).toHaveLength(1)
    pen.append([{ x: 7.89, y: 0.12, pressure: 0.9 }])
    pen.commit()
    draw(ada!, 300, 0, 60)
    ada!.edit((t) => t.patch(drawn, { color: '#00ff00', x: 12.375 }))
    bot.edit((t) => {
      t.remove(early)
      t.put({
        ...USUAL.text,
        ...PLAIN,
        id: 'words',
        z: bot.zAbove(),
        type: 'text',
        text: 'Hello “there”\n👋',
        size: 20,
        w: 90,
        h: 44,
      })
    })
    bot.say('hi')
    ada!.say('hello')
    await room.settle()
    ada!.edit((t) => t.remove(doomed))
    bot.undo()
    bot.redo()
    await room.pass(4_000)
    const boards = [ada!, clients[1]!, bot].map(boardOf)
    expect(boards[0]).toHaveLength(4)
    expect(boards[1]).toEqual(boards[0])
    expect(boards[2]).toEqual(boards[0])
    expect(bot.chat.get()).toEqual(ada!.chat.get())
    expect(bot.chat.get().map(({ text }) => text)).toEqual(['hello', 'hi'])
    expect(ada!.members.get()).toContainEqual(expect.objectContaining({ name: 'Json', color: 4, online: true }))
    // A5: even the hash of the bytes agrees.
    expect(bot.checked.get()).toBe(ada!.checked.get())
    expect(bot.checked.get()).not.toBeNull()
    bot.dispose()
  })

  test('L2 L5: a bot that only puts whole strokes sees everyone’s strokes whole, live ink or not', async () => {
    const { room, clients } = await open.with('Ada')
    const pen = clients[0]!.beginStroke(PEN, { x: 10, y: 20 })
    pen.append([{ x: 10, y: 20, pressure: 0.5 }])
    await room.settle()
    const bot = new Bot(room)
    bot.say(HELLO)
    await room.settle()
    expect(bot.all('present')[0]?.live).toMatchObject([
      { event: { kind: 'begin', id: pen.id } },
      { event: { kind: 'append', points: [[0, 0]] } },
    ])
    pen.append([{ x: 12.5, y: 21, pressure: 0.5 }])
    pen.commit()
    await room.settle()
    expect(bot.operations()).toMatchObject([
      {
        kind: 'put',
        record: {
          type: 'stroke',
          id: pen.id,
          x: 10,
          y: 20,
          points: [
            [0, 0],
            [2.5, 1],
          ],
        },
      },
    ])
    const record = {
      type: 'stroke',
      id: 'mine',
      color: 'red',
      width: 4,
      points: [
        [1, 2],
        [3, 4],
      ],
    }
    bot.say({
      kind: 'edit',
      firstN: 1,
      operations: [
        { kind: 'put', record },
        { kind: 'say', text: 'Look' },
      ],
    })
    await room.settle()
    const [own] = boardOf(clients[0]!).filter((each) => (each as { id: string }).id === 'mine') as { z: string }[]
    const [other] = boardOf(clients[0]!).filter((each) => (each as { id: string }).id === pen.id) as { z: string }[]
    expect(own!.z > other!.z).toBe(true)
    expect(clients[0]!.chat.get()).toMatchObject([{ text: 'Look' }])
  })

  test('L1 L2: a bot may draw live and lift', async () => {
    const { room, clients } = await open.with('Ada')
    const bot = new Bot(room)
    bot.say(HELLO)
    const style = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: 3, pressure: false }
    bot.say({ kind: 'live', events: [{ kind: 'begin', stroke: 1, id: 'slow', x: 5, y: 5, style }] })
    bot.say({
      kind: 'live',
      events: [
        {
          kind: 'append',
          stroke: 1,
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
    })
    await room.settle()
    expect(clients[0]!.live.strokes.get('slow')?.points).toHaveLength(2)
    bot.say({ kind: 'live', events: [{ kind: 'append', stroke: 1, points: [[2, 0]] }] })
    bot.say({ kind: 'edit', firstN: 1, operations: [{ kind: 'lift', stroke: 1, count: 3 }] })
    await room.settle()
    expect(boardOf(clients[0]!)).toMatchObject([{ id: 'slow', x: 5 }])
    expect(bot.operations()).toMatchObject([
      {
        kind: 'put',
        record: {
          points: [
            [0, 0],
            [1, 1],
            [2, 0],
          ],
        },
      },
    ])
  })

  test('M2: what breaks a rule of the board is refused, and the connection goes on', async () => {
    const { room } = await open.with('Ada')
    const bot = new Bot(room)
    const record = { type: 'stroke', id: 'wide', color: 'red', width: 5000, points: [[0, 0]] }
    bot.say(HELLO, { kind: 'edit', firstN: 1, operations: [{ kind: 'put', record }] }, { kind: 'ping' })
    await room.settle()
    const sentence: unknown = expect.stringContaining('width')
    expect(bot.all('refused')).toEqual([{ kind: 'refused', n: 1, rule: 'W4', code: 'room/invalid', sentence }])
    expect(bot.all('pong')).toHaveLength(1)
    expect(bot.closed).toBeNull()
  })

  test('P5 A2: with the same token a bot is the same author, and what it sends again happens once', async () => {
    const { room, clients } = await open.with('Ada')
    const edits = { kind: 'edit', firstN: 1, operations: [{ kind: 'say', text: 'once' }] }
    const first = new Bot(room)
    first.say(HELLO, edits)
    await room.settle()
    const again = new Bot(room)
    again.say({ ...HELLO, name: 'Renamed' }, edits, { ...edits, firstN: 2 })
    await room.settle()
    expect(first.closed?.code).toBe(CLOSE.replaced)
    const [one, two] = [first, again].map((bot) => bot.all('welcome')[0])
    expect(two).toMatchObject({ member: one!.member, client: one!.client, lastN: 1 })
    expect(clients[0]!.chat.get().map(({ author }) => author)).toEqual([one!.member, one!.member])
    expect(clients[0]!.members.get().map(({ name }) => name)).toEqual(['Ada', 'Renamed'])
  })

  test('P7: of a private message between others a bot is told that there is nothing to see, however it asks', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const bot = new Bot(room)
    bot.say(HELLO)
    await room.settle()
    clients[0]!.say('psst', clients[1]!.me.get())
    await room.settle()
    const hidden = { seq: 1, client: 0, n: 0, author: 0, at: 0, operation: { kind: 'hidden' } }
    expect(bot.all('tick').flatMap(({ entries }) => entries)).toEqual([hidden])
    bot.say({ kind: 'ask', seq: 1 })
    const { epoch } = bot.all('welcome')[0]!
    const back = new Bot(room)
    back.say({ ...HELLO, clientId: 'c2', resume: { epoch, seq: 0 } })
    await newSnapshot(room, clients[0]!)
    const late = new Bot(room)
    late.say({ ...HELLO, clientId: 'c3' })
    await room.settle()
    expect(bot.all('answer')).toEqual([{ kind: 'answer', entry: hidden }])
    expect(back.all('tick').flatMap(({ entries }) => entries)[0]).toEqual(hidden)
    expect(late.all('chat')).toEqual([{ kind: 'chat', messages: [] }])
    expect(JSON.stringify([bot.told, back.told, late.told])).not.toContain('psst')
  })

  test('P6 P8: a bot writes to one person, and reads what is for it', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const bot = new Bot(room)
    const operations = [
      { kind: 'say', text: 'for Ada', to: ada!.me.get() },
      { kind: 'say', text: 'for nobody', to: 99 },
      { kind: 'say', text: 'for all' },
    ]
    bot.say(HELLO, { kind: 'edit', firstN: 1, operations })
    await room.settle()
    const me = bot.all('welcome')[0]!.member
    ada!.say('thanks', me)
    await room.settle()
    expect(bot.all('refused')).toMatchObject([{ n: 2, sentence: expect.stringMatching(/not known here/) }])
    expect(ada!.chat.get().map(({ text, to }) => [text, to])).toEqual([
      ['for Ada', 1],
      ['for all', 0],
      ['thanks', me],
    ])
    expect(ben!.chat.get().map(({ text }) => text)).toEqual(['for all'])
    await newSnapshot(room, ada!)
    const late = new Bot(room)
    late.say({ ...HELLO, clientId: 'c2' })
    await room.settle()
    expect(late.all('chat')[0]!.messages.map(({ text }) => text)).toEqual(['for Ada', 'for all', 'thanks'])
  })

  test('J2: a bot that comes back where it was gets only what it missed', async () => {
    const { room, clients } = await open.with('Ada')
    const bot = new Bot(room)
    bot.say(HELLO)
    await room.settle()
    const { epoch, seq } = bot.all('welcome')[0]!
    bot.carrier.close()
    draw(clients[0]!, 0, 0)
    await room.settle()
    const back = new Bot(room)
    back.say({ ...HELLO, resume: { epoch, seq } })
    await room.settle()
    expect(back.all('welcome')[0]).toMatchObject({ seq, snapshot: null })
    expect(back.all('snapshot')).toEqual([])
    expect(back.operations()).toHaveLength(1)
  })
})

const PLAIN = { author: 0, x: 0, y: 0, rotation: 0, scaleX: 1, scaleY: 1, color: 'ink', opacity: 1 } as const

describe('what does not get in', () => {
  test.each([
    ['a wrong token', { ...HELLO, appToken: 'bad' }, CLOSE.appToken, /^P5 join\/app-token: .*is not known/],
    [
      'no token',
      { kind: 'hello', version: WIRE_VERSION, clientId: 'c' },
      CLOSE.malformed,
      /^W1 wire\/malformed: .*appToken is missing/,
    ],
    [
      'an older client',
      { ...HELLO, version: WIRE_VERSION - 1 },
      CLOSE.clientTooOld,
      /^W3 join\/too-new: .*Update yours/,
    ],
    [
      'a newer client',
      { kind: 'hello', version: WIRE_VERSION + 1, x: 1 },
      CLOSE.clientTooNew,
      /^W3 join\/too-old: .*older DrawNet/,
    ],
    ['no greeting', { kind: 'ping' }, CLOSE.invalid, /^W2 wire\/unexpected: .*greeting was expected/],
    [
      'a long greeting',
      { ...HELLO, name: 'x'.repeat(MAX_GREETING_BYTES) },
      CLOSE.tooLarge,
      /^W2 wire\/long-greeting: .*too long/,
    ],
  ])('W2 W3: %s', async (_, message, code, words) => {
    const { room, clients } = await open.with('Ada')
    const bot = new Bot(room)
    bot.say(message)
    await room.settle()
    expect(bot.closed).toEqual({ code, reason: expect.stringMatching(words) })
    expect(bot.told).toEqual([])
    expect(clients[0]!.members.get()).toHaveLength(1)
  })

  test('W1: a message that is not of the protocol ends that one connection, and nothing after it counts', async () => {
    const { room, clients } = await open.with('Ada')
    const bot = new Bot(room)
    const other = new Bot(room)
    other.say({ ...HELLO, clientId: 'c2' })
    bot.say(HELLO)
    bot.sayText('{"kind":"edit","firstN":1,"operations":[{"kind":"say","txt":"x"}]}')
    bot.say({ kind: 'edit', firstN: 1, operations: [{ kind: 'say', text: 'after' }] })
    await room.settle()
    expect(bot.closed).toEqual({
      code: CLOSE.malformed,
      reason: expect.stringContaining('operations[0].text is missing'),
    })
    expect(other.closed).toBeNull()
    expect(clients[0]!.chat.get()).toEqual([])
  })

  test('W4: an edit larger than a frame is taken; a single operation that large is too much', async () => {
    const { room, clients } = await open.with('Ada')
    const bot = new Bot(room)
    const points = Array.from({ length: 10_000 }, (_, i) => [i * 9, (i % 100) * 9])
    const stroke = { type: 'stroke', color: 'ink', width: 1, points }
    const operations = ['a', 'b', 'c'].map((id) => ({ kind: 'put', record: { ...stroke, id } }))
    bot.say(HELLO, { kind: 'edit', firstN: 1, operations })
    await room.settle()
    expect(boardOf(clients[0]!)).toHaveLength(3)
    expect(bot.closed).toBeNull()
    bot.say({
      kind: 'edit',
      firstN: 4,
      operations: [{ kind: 'say', text: 'x'.repeat(MAX_MESSAGE_BYTES) }],
    })
    await room.settle()
    expect(bot.closed).toEqual({ code: CLOSE.tooLarge, reason: expect.stringContaining(String(MAX_MESSAGE_BYTES)) })
  })

  test('a failing store of tokens is a problem of the host, and the bot may come again', async () => {
    const problems: unknown[] = []
    const [near, far] = linkPair(setImmediately)
    const broken = new Error('disk')
    const link = new JsonLink(far, {
      personOf: () => {
        throw broken
      },
      onProblem: (error) => problems.push(error),
    })
    link.onMessage(() => {})
    const closed = new Promise<LinkClosed>((resolve) => near.onClose(resolve))
    near.send(new TextEncoder().encode(JSON.stringify(HELLO)))
    expect((await closed).code).toBe(CLOSE.goingAway)
    expect(problems).toEqual([broken])
  })
})
