import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { baseLayerOf, FIRST_PAGE } from '#shared/model/pages.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { layer, page, text } from '../../support/records.ts'
import { boardOf, OpenRooms, PEN, TestRoom } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

/** Ada, who hosts the room, Ben and Cleo. */
async function hosted() {
  const room = open.add(new TestRoom())
  room.hosts.add('Ada')
  const [ada, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => room.join(name))
  await room.settle()
  const heard: string[] = []
  ben!.client.onRefused((sentence) => heard.push(sentence))
  return { room, ada: ada!.client, ben: ben!.client, cleo: cleo!.client, cut: () => ben!.wire().cut(), heard }
}

async function put(room: TestRoom, client: RoomClient, ...records: readonly BoardRecord[]) {
  client.edit((t) => {
    for (const record of records) t.put(record)
  })
  await room.settle()
}

describe('layers in a room', () => {
  test('P12: everyone is told who hosts, for as long as they are there', async () => {
    const { room, ada, ben } = await hosted()
    const hosts = () => ben.members.get().flatMap(({ name, host }) => (host ? [name] : []))
    expect(hosts()).toEqual(['Ada'])
    ada.dispose()
    await room.settle()
    expect(hosts()).toEqual([])
  })

  test('P10: what is drawn on another’s layer is taken back with a sentence, and nobody else sees it', async () => {
    const { room, ada, ben, cleo, heard } = await hosted()
    await put(room, cleo, layer({ id: 'own', access: 'author' }))
    await put(room, cleo, text({ id: 'mine', layer: 'own' }))
    const before = boardOf(ada)
    await put(room, ben, text({ id: 'bens', layer: 'own' }))
    ben.edit((t) => t.patch('mine', { x: 99 }))
    ben.edit((t) => t.remove('mine'))
    ben.edit((t) => t.patch('own', { access: 'everyone' }))
    await room.settle()
    expect(heard).toHaveLength(4)
    for (const client of [ada, ben, cleo]) expect(boardOf(client)).toEqual(before)
    // Hosts may draw anywhere.
    ada.edit((t) => t.patch('mine', { x: 5 }))
    await room.settle()
    expect(ben.store.get('mine')).toMatchObject({ x: 5 })
  })

  test('P10: ink that grew on another’s layer is gone for everyone when its pen is lifted', async () => {
    const { room, ben, cleo, heard } = await hosted()
    await put(room, cleo, layer({ id: 'own', access: 'author' }))
    const stroke = ben.beginStroke({ ...PEN, layer: 'own' }, { x: 0, y: 0 })
    stroke.append([
      { x: 0, y: 0, pressure: 0.5 },
      { x: 9, y: 9, pressure: 0.5 },
    ])
    await room.settle()
    expect(cleo.live.strokes.size).toBe(1)
    stroke.commit()
    await room.settle()
    expect(heard).toHaveLength(1)
    expect([cleo, ben].map(({ live }) => live.strokes.size)).toEqual([0, 0])
    expect([cleo, ben].map(({ store }) => store.size)).toEqual([1, 1])
  })

  test('P10: a layer that was closed while its edits waited for the connection stays as it is', async () => {
    const { room, ben, cleo, cut, heard } = await hosted()
    await put(room, cleo, layer({ id: 'own' }), text({ id: 'mine', layer: 'own' }))
    cut()
    ben.edit((t) => t.patch('mine', { x: 99 }))
    cleo.edit((t) => t.patch('own', { access: 'author' }))
    await room.pass(3000)
    expect(heard).toHaveLength(1)
    expect([ben, cleo].map(({ store }) => store.get('mine')?.x)).toEqual([0, 0])
  })

  test('P10 C6: where the first page was removed, what names no page is on the next one, and protected as that is', async () => {
    const { room, ada, ben, cleo, heard } = await hosted()
    await put(room, ada, text({ id: 'left' }), page({ id: 'p', z: 'a1' }), page({ id: FIRST_PAGE, hidden: true }))
    await put(room, ada, layer({ id: baseLayerOf('p'), page: 'p', access: 'hosts' }))
    const before = boardOf(ada)
    await put(room, ben, text({ id: 'bens' }))
    ben.edit((t) => t.patch('left', { x: 99 }))
    ben.sketch([{ ...ben.store.get('left')!, x: 50 }])
    await room.settle()
    expect(heard).toHaveLength(2)
    expect(cleo.sketches.get()).toEqual([])
    for (const client of [ada, ben, cleo]) expect(boardOf(client)).toEqual(before)
    // Also by a host that was started again, and within one edit by which the page goes or comes.
    room.crash()
    await room.pass(3000)
    ben.edit((t) => {
      t.put(text({ id: 'early' }))
      t.patch(FIRST_PAGE, { hidden: false })
      t.put(text({ id: 'bens' }))
      t.patch(FIRST_PAGE, { hidden: true })
      t.remove('bens')
    })
    await room.settle()
    expect(heard).toHaveLength(4)
    expect(Array.from(ada.store.values(), ({ id }) => id)).toEqual(['left', 'p', FIRST_PAGE, baseLayerOf('p'), 'bens'])
  })

  test('P10: whoever removes a layer with everything on it can have all of it back', async () => {
    const { room, ben, cleo } = await hosted()
    await put(room, ben, layer({ id: 'own', access: 'author' }), text({ id: 'mine', layer: 'own' }))
    const before = boardOf(cleo)
    ben.edit((t) => {
      t.remove('mine')
      t.remove('own')
    })
    await room.settle()
    expect(boardOf(cleo)).toEqual([])
    ben.undo()
    await room.settle()
    expect(boardOf(cleo)).toEqual(before)
  })
})

describe('pages in a room', () => {
  test('P3: people are told which page the others look at, also those who come later', async () => {
    const { room, ada, ben } = await hosted()
    await put(room, ada, page({ id: 'p' }))
    ben.movePointer({ x: 1, y: 2 }, 'p')
    await room.settle()
    const bens = ben.me.get()
    expect(ada.whereabouts.get()).toEqual(new Map([[bens, 'p']]))
    expect(ada.pointers.get()).toMatchObject([{ member: bens, page: 'p', x: 1, y: 2 }])
    ben.movePointer(null, 'p')
    await room.pass(100)
    const late = room.join('Late')
    await room.settle()
    expect(late.client.pointers.get()).toEqual([])
    expect(late.client.whereabouts.get()).toEqual(new Map([[bens, 'p']]))
    ben.dispose()
    await room.settle()
    expect(late.client.whereabouts.get()).toEqual(new Map())
  })

  test('P3: who comes back says again where they are', async () => {
    const { room, ada, ben, cut } = await hosted()
    ben.movePointer({ x: 1, y: 2 }, 'p')
    await room.settle()
    cut()
    await room.settle()
    expect(ada.whereabouts.get().size).toBe(0)
    await room.pass(3000)
    expect(ada.whereabouts.get()).toEqual(new Map([[ben.me.get(), 'p']]))
  })

  test('W4: a page without a valid id closes the connection', async () => {
    const { room, ada } = await hosted()
    const wire = room.connect()
    const hello = { version: 1, clientId: 'c', user: 'u', token: new Uint8Array(), name: 'X', color: 0, resume: null }
    wire.client.send(encodeClientMessage({ kind: 'hello', ...hello }))
    wire.client.send(encodeClientMessage({ kind: 'pointer', page: 'x'.repeat(5000), position: null }))
    await room.settle()
    expect(wire.client.closed?.code).toBe(4422)
    expect(ada.whereabouts.get().size).toBe(0)
    expect(room.problems.filter((problem) => !(problem instanceof AppError))).toEqual([])
  })

  test('L1 L5: ink appears on its page and layer at once, also for who joins while it grows', async () => {
    const { room, ada, ben } = await hosted()
    await put(room, ada, page({ id: 'p' }), layer({ id: 'l', page: 'p' }))
    const stroke = ben.beginStroke({ ...PEN, page: 'p', layer: 'l' }, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    const late = room.join('Late')
    await room.settle()
    for (const { live } of [ada, late.client]) {
      expect(Array.from(live.strokes.values())).toMatchObject([{ page: 'p', layer: 'l' }])
    }
    stroke.commit()
    await room.settle()
    for (const { store } of [ada, ben, late.client])
      expect(store.get(stroke.id)).toMatchObject({ page: 'p', layer: 'l' })
  })
})
