import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { BLOB_LIMITS } from '#shared/model/blobs.ts'
import type { BlobJournal } from '#shared/sync/blob-journal.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { decodeClientMessage, encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, encodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import { fileOf, hashOf, image } from '../../support/pictures.ts'
import { OpenRooms, TestRoom, type TestMember, type TestWire } from '../../support/room.ts'

const { pieceBytes, maxBytes } = BLOB_LIMITS
const open = new OpenRooms()
afterEach(open.dispose)

/** What a client may keep of its files, and finds when it is opened again. */
class KeptFiles implements BlobJournal {
  readonly files: Map<string, Uint8Array>
  readonly kept: readonly string[]

  constructor(files = new Map<string, Uint8Array>()) {
    this.files = new Map(files)
    this.kept = Array.from(files.keys())
  }

  load(hash: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.files.get(hash) ?? null)
  }

  keep(hash: string, bytes: Uint8Array): void {
    this.files.set(hash, bytes)
  }

  clear(hash: string): void {
    this.files.delete(hash)
  }
}

function place(client: RoomClient, { hash, bytes }: ReturnType<typeof fileOf>): string {
  client.blobs.add(hash, bytes)
  const id = client.newRecordId()
  client.edit((transaction) => transaction.put(image({ id, z: client.zAbove(), blob: hash })))
  return id
}

function said(wire: TestWire): ClientMessage[] {
  return wire.client.sent.map((bytes) => decodeClientMessage(bytes))
}

/** Somebody who says what they like. */
class Stranger {
  readonly wire: TestWire
  readonly heard: HostMessage[] = []
  readonly #room: TestRoom

  constructor(room: TestRoom) {
    this.#room = room
    this.wire = room.connect()
    this.wire.client.onMessage((bytes) => this.heard.push(decodeHostMessage(bytes)))
    const who = { clientId: 'stranger', user: 'stranger', token: new Uint8Array(), name: 'Stranger', color: 1 }
    this.wire.client.send(encodeClientMessage({ kind: 'hello', version: WIRE_VERSION, ...who, resume: null }))
  }

  async say(...messages: readonly ClientMessage[]): Promise<void> {
    for (const message of messages) this.wire.client.send(encodeClientMessage(message))
    await this.#room.settle()
  }

  of<K extends HostMessage['kind']>(kind: K): Extract<HostMessage, { kind: K }>[] {
    return this.heard.filter((message): message is Extract<HostMessage, { kind: K }> => message.kind === kind)
  }
}

function piecesOf({ hash, bytes }: ReturnType<typeof fileOf>, from = 0, to = bytes.length): ClientMessage[] {
  const pieces: ClientMessage[] = []
  for (let offset = from; offset < to; offset += pieceBytes) {
    pieces.push({ kind: 'piece', hash, offset, bytes: bytes.subarray(offset, offset + pieceBytes) })
  }
  return pieces
}

test('B1 B2 B6: a picture is seen by another, who gets its file once it has come', async () => {
  const { clients, room } = await open.with('ada', 'bob')
  const [ada, bob] = clients as [RoomClient, RoomClient]
  const file = fileOf(pieceBytes * 5 + 17)
  const id = place(ada, file)
  bob.blobs.request(file.hash)
  expect(ada.blobs.stateOf(file.hash)).toMatchObject({ kind: 'sending', size: file.bytes.length })
  await room.settle()
  expect(bob.store.get(id)).toMatchObject({ type: 'image', blob: file.hash })
  expect(Buffer.from(bob.blobs.get(file.hash)!).equals(Buffer.from(file.bytes))).toBe(true)
  expect([ada, bob].map(({ blobs }) => blobs.stateOf(file.hash).kind)).toEqual(['here', 'here'])
  expect(ada.blobs.sending.get()).toEqual({ files: 0, sent: 0, size: 0 })
})

test('B1: the same file added twice is kept once', async () => {
  const { clients, room } = await open.with('ada', 'bob')
  const file = fileOf(1000)
  for (const client of clients) place(client, file)
  await room.settle()
  expect(room.storage.blobs.total()).toBe(1000)
})

test('B2: who asks before the file has come hears that it is awaited, and how far it is', async () => {
  const { clients, room, members } = await open.with('ada', 'bob')
  const [ada, bob] = clients as [RoomClient, RoomClient]
  const file = fileOf(pieceBytes * 40)
  bob.blobs.request(file.hash)
  await room.settle()
  expect(bob.blobs.stateOf(file.hash)).toEqual({ kind: 'awaited', received: 0, size: 0 })
  const seen = new Set<number>()
  bob.blobs.onChange(() => {
    const state = bob.blobs.stateOf(file.hash)
    if (state.kind === 'awaited') seen.add(state.received)
  })
  place(ada, file)
  // Slowly, so that there is something to be told on the way.
  for (let i = 0; i < 60; i++) {
    members[0]!.wire().flush(2)
    members[1]!.wire().flush()
    room.tick()
    room.clock.advance(100)
  }
  await room.settle()
  expect(seen.size).toBeGreaterThan(2)
  expect(bob.blobs.get(file.hash)?.length).toBe(file.bytes.length)
})

test('B3: who was cut off goes on where the host is', async () => {
  const { members, clients, room } = await open.with('ada')
  const [ada] = clients as [RoomClient]
  const [member] = members as [TestMember]
  const file = fileOf(pieceBytes * 10)
  place(ada, file)
  for (let i = 0; i < 5; i++) member.wire().flush(1)
  const received = room.storage.blobs.find(file.hash)!.received
  expect(received).toBeGreaterThan(0)
  member.wire().cut()
  await room.pass(2_000)
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
  expect(ada.blobs.stateOf(file.hash).kind).toBe('here')
})

test('B3: a host that died goes on with what it had stored', async () => {
  const { members, clients, room } = await open.with('ada')
  const [ada] = clients as [RoomClient]
  const file = fileOf(pieceBytes * 10)
  place(ada, file)
  for (let i = 0; i < 5; i++) members[0]!.wire().flush(1)
  const { received } = room.storage.blobs.find(file.hash)!
  room.crash()
  const wanted: number[] = []
  await room.turn()
  room.clock.advance(600)
  await room.turn()
  members[0]!.wire().client.onMessage((bytes) => {
    const message = decodeHostMessage(bytes)
    if (message.kind === 'want') wanted.push(message.offset)
  })
  await room.pass(2_000)
  expect(wanted[0]).toBe(received)
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
})

test('B4: what is no picture, too large, or not what its name says is refused, and the connection goes on', async () => {
  const { room } = await open.with('ada')
  const stranger = new Stranger(room)
  const words = new TextEncoder().encode('These are only words.')
  const script = { hash: hashOf(words), bytes: words }
  const lie = { hash: 'f'.repeat(64), bytes: fileOf(100).bytes }
  await stranger.say({ kind: 'offer', hash: script.hash, size: words.length }, ...piecesOf(script))
  await stranger.say({ kind: 'offer', hash: fileOf(10).hash, size: maxBytes + 1 })
  await stranger.say({ kind: 'offer', hash: lie.hash, size: 100 }, ...piecesOf(lie))
  expect(stranger.of('unwanted').map(({ rule, code }) => [rule, code])).toEqual([
    ['B4', 'blob/unsupported'],
    ['B4', 'blob/too-large'],
    ['B4', 'blob/damaged'],
  ])
  for (const { sentence } of stranger.of('unwanted')) expect(sentence).toMatch(/^[A-Z].*\.$/)
  expect(room.storage.blobs.total()).toBe(0)
  const sound = fileOf(100)
  await stranger.say({ kind: 'offer', hash: sound.hash, size: 100 }, ...piecesOf(sound))
  expect(stranger.of('blob')).toEqual([{ kind: 'blob', hash: sound.hash, size: 100 }])
})

test('B4: a room takes so many bytes of files, and what was never finished makes way for others', async () => {
  const { room } = await open.with('ada')
  const stranger = new Stranger(room)
  const unfinished = fileOf(pieceBytes * 2, 9)
  const { blobs } = room.storage
  // As much as there is room for, but for 50 bytes.
  blobs.begin('a'.repeat(64), BLOB_LIMITS.maxRoomBytes - 50 - unfinished.bytes.length)
  blobs.begin(unfinished.hash, unfinished.bytes.length)
  const full = { ...blobs.find('a'.repeat(64))!, isWhole: true }
  blobs.find = new Proxy(blobs.find.bind(blobs), {
    apply: (find, _this, [hash]: [string]) => (hash === 'a'.repeat(64) ? full : find(hash)),
  })
  const abandonAllBut = blobs.abandonAllBut.bind(blobs)
  blobs.abandonAllBut = (kept) => abandonAllBut(new Set([...kept, 'a'.repeat(64)]))
  const [fits, not] = [fileOf(pieceBytes * 2, 2), fileOf(pieceBytes * 3, 3)]
  await stranger.say({ kind: 'offer', hash: not.hash, size: not.bytes.length }, ...piecesOf(not))
  expect(stranger.of('unwanted').map(({ code }) => code)).toEqual(['blob/room-full'])
  await stranger.say({ kind: 'offer', hash: fits.hash, size: fits.bytes.length }, ...piecesOf(fits))
  expect(stranger.of('blob').map(({ hash }) => hash)).toEqual([fits.hash])
})

test.each<readonly [string, readonly ClientMessage[]]>([
  ['an empty file', [{ kind: 'offer', hash: 'a'.repeat(64), size: 0 }]],
  [
    'a piece of another length',
    [
      { kind: 'offer', hash: fileOf(100).hash, size: 100 },
      { kind: 'piece', hash: fileOf(100).hash, offset: 0, bytes: fileOf(100).bytes.subarray(0, 40) },
    ],
  ],
  [
    'more files at once than anybody has',
    Array.from({ length: 65 }, (_, i) => ({ kind: 'offer', hash: String(i).padStart(64, '0'), size: 9 }) as const),
  ],
])('B4 W4: %s ends that connection alone', async (_what, messages) => {
  const { room, clients } = await open.with('ada')
  const stranger = new Stranger(room)
  await stranger.say(...messages)
  expect(stranger.wire.client.closed?.reason).toMatch(/^W4 room\/invalid: /)
  expect(clients[0]!.status.get().kind).toBe('live')
})

test('B5: no more than a few pieces are under way that were not acknowledged', async () => {
  const { members, clients, room } = await open.with('ada', 'bob')
  const [ada, bob] = clients as [RoomClient, RoomClient]
  const file = fileOf(pieceBytes * 20)
  place(ada, file)
  let most = 0
  for (let i = 0; i < 80; i++) {
    most = Math.max(most, said(members[0]!.wire()).filter(({ kind }) => kind === 'piece').length)
    room.step()
  }
  await room.settle()
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
  bob.blobs.request(file.hash)
  let asked = 0
  for (let i = 0; i < 80; i++) {
    asked = Math.max(asked, said(members[1]!.wire()).filter(({ kind }) => kind === 'fetch').length)
    room.step()
  }
  expect(asked).toBeLessThanOrEqual(4)
  expect(bob.blobs.get(file.hash)?.length).toBe(file.bytes.length)
})

test('B5: one whose socket is full is sent no more of a file until it has drained', async () => {
  const { room } = await open.with('ada')
  const stranger = new Stranger(room)
  const file = fileOf(pieceBytes * 4)
  await stranger.say({ kind: 'offer', hash: file.hash, size: file.bytes.length }, ...piecesOf(file))
  stranger.wire.host.bufferedAmount = 200 * 1024
  await stranger.say(...[0, 1, 2].map((i) => ({ kind: 'fetch', hash: file.hash, offset: i * pieceBytes }) as const))
  expect(stranger.of('piece')).toEqual([])
  stranger.wire.host.bufferedAmount = 0
  await room.pass(100)
  expect(stranger.of('piece').map(({ offset }) => offset)).toEqual([0, pieceBytes, 2 * pieceBytes])
})

test('B5 W4: who asks for more than a few pieces at once, or for what there is none of, is turned out', async () => {
  const { room } = await open.with('ada')
  const file = fileOf(100)
  const greedy = new Stranger(room)
  await greedy.say({ kind: 'offer', hash: file.hash, size: 100 }, ...piecesOf(file))
  greedy.wire.host.bufferedAmount = 200 * 1024
  await greedy.say(...Array.from({ length: 17 }, () => ({ kind: 'fetch', hash: file.hash, offset: 0 }) as const))
  expect(greedy.wire.client.closed?.reason).toMatch(/^W4 room\/invalid: Too many pieces/)
  const wrong = new Stranger(room)
  await wrong.say({ kind: 'fetch', hash: file.hash, offset: 7 })
  expect(wrong.wire.client.closed?.reason).toMatch(/^W4 room\/invalid: /)
})

test('B6: a member takes no file that has another hash, and says so', async () => {
  const { clients, room, members } = await open.with('ada')
  const [ada] = clients as [RoomClient]
  const file = fileOf(100)
  ada.blobs.request(file.hash)
  await room.settle()
  const tell = (message: HostMessage): void => members[0]!.wire().host.send(encodeHostMessage(message))
  tell({ kind: 'blob', hash: file.hash, size: 100 })
  members[0]!.wire().host.deliver(9)
  tell({ kind: 'piece', hash: file.hash, offset: 0, size: 100, bytes: fileOf(100, 2).bytes })
  members[0]!.wire().host.deliver(9)
  expect(ada.blobs.get(file.hash)).toBeUndefined()
  expect(ada.blobs.stateOf(file.hash)).toMatchObject({ kind: 'failed', code: 'blob/damaged' })
})

test('B7: a file that was not sent survives the closing of the app, and is sent when it is opened again', async () => {
  const { room } = await open.with('ada')
  const kept = new KeptFiles()
  const bob = room.join('bob', 'bob', undefined, kept)
  await room.settle()
  bob.reachable = false
  bob.wire().cut()
  await room.settle()
  const file = fileOf(pieceBytes * 3)
  place(bob.client, file)
  expect(kept.files.has(file.hash)).toBe(true)
  bob.client.dispose()
  const found = new KeptFiles(kept.files)
  const again = room.join('bob', 'bob', undefined, found)
  await room.settle()
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
  expect(found.files.size).toBe(0)
  expect(again.client.blobs.stateOf(file.hash).kind).toBe('here')
})

test('B7: what the host has within a second is kept nowhere else', async () => {
  const { room } = await open.with('ada')
  const kept = new KeptFiles()
  let keeps = 0
  kept.keep = () => void (keeps += 1)
  const bob = room.join('bob', 'bob', undefined, kept)
  await room.settle()
  place(bob.client, fileOf(1000))
  await room.pass(3_000)
  expect(keeps).toBe(0)
})

test('B7: a host that has lost a file gets it from whoever has it', async () => {
  const { clients, room } = await open.with('ada', 'bob')
  const [ada, bob] = clients as [RoomClient, RoomClient]
  const file = fileOf(pieceBytes + 5)
  place(ada, file)
  bob.blobs.request(file.hash)
  await room.settle()
  ada.dispose()
  // As when it was set up anew from a backup that is older.
  const { storage } = new TestRoom()
  room.storage = storage
  room.crash()
  await room.pass(2_000)
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
})

test('B8: of two who send the same file one goes on when the other leaves', async () => {
  const { room, clients } = await open.with('ada')
  const stranger = new Stranger(room)
  const file = fileOf(pieceBytes * 4)
  await stranger.say({ kind: 'offer', hash: file.hash, size: file.bytes.length }, ...piecesOf(file, 0, pieceBytes))
  place(clients[0]!, file)
  await room.settle()
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ received: pieceBytes, isWhole: false })
  stranger.wire.cut()
  await room.settle()
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
})

test('B8: one who does not go on gives way, and one who sent something else spoils nothing', async () => {
  const { room, clients } = await open.with('ada')
  const stranger = new Stranger(room)
  const file = fileOf(pieceBytes * 3)
  const wrong = fileOf(pieceBytes * 3, 5)
  await stranger.say(
    { kind: 'offer', hash: file.hash, size: file.bytes.length },
    ...piecesOf({ ...wrong, hash: file.hash }, 0, pieceBytes),
  )
  place(clients[0]!, file)
  await room.pass(12_000)
  expect(room.storage.blobs.find(file.hash)).toMatchObject({ isWhole: true })
  expect(clients[0]!.blobs.stateOf(file.hash).kind).toBe('here')
})

test('B9: a piece that cannot be stored is asked for again', async () => {
  const { room, clients } = await open.with('ada')
  const { blobs } = room.storage
  const append = blobs.append.bind(blobs)
  let failures = 2
  blobs.append = (...piece) => {
    if (failures-- > 0) throw new AppError('storage/full', 'The disk is full.')
    append(...piece)
  }
  const file = fileOf(pieceBytes * 3)
  place(clients[0]!, file)
  await room.pass(500)
  expect(blobs.find(file.hash)).toMatchObject({ received: 0 })
  await room.pass(4_000)
  expect(blobs.find(file.hash)).toMatchObject({ isWhole: true })
  expect(clients[0]!.status.get().kind).toBe('live')
})

test('B9: a file that the host cannot read is awaited, and everything else goes on', async () => {
  const { room, clients } = await open.with('ada', 'bob')
  const [ada, bob] = clients as [RoomClient, RoomClient]
  const file = fileOf(pieceBytes * 2)
  place(ada, file)
  await room.settle()
  const { blobs } = room.storage
  const piece = blobs.piece.bind(blobs)
  blobs.piece = (hash, offset) => {
    if (offset > 0) throw new AppError('storage/corrupt', 'The file is damaged.')
    return piece(hash, offset)
  }
  bob.blobs.request(file.hash)
  await room.settle()
  expect(bob.blobs.stateOf(file.hash).kind).toBe('awaited')
  expect(room.problems).toHaveLength(1)
  const id = place(bob, fileOf(60, 4))
  await room.settle()
  expect(ada.store.get(id)).toBeDefined()
  blobs.piece = piece
  const [, member] = room.members
  member!.wire().cut()
  await room.pass(2_000)
  expect(bob.blobs.get(file.hash)?.length).toBe(file.bytes.length)
})

test('B10: a file stays when its record is removed, and is there when that is undone', async () => {
  const { room, clients } = await open.with('ada')
  const [ada] = clients as [RoomClient]
  const file = fileOf(500)
  const id = place(ada, file)
  await room.settle()
  ada.edit((transaction) => transaction.remove(id))
  await room.settle()
  ada.undo()
  await room.settle()
  const late = room.join('late')
  await room.settle()
  late.client.blobs.request(file.hash)
  await room.settle()
  expect(late.client.store.get(id)).toMatchObject({ blob: file.hash })
  expect(late.client.blobs.get(file.hash)?.length).toBe(500)
})
