import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { occupyPort } from '../../support/ports.ts'
import { TestEngines } from '../../support/engine.ts'
import { boardOf, draw } from '../../support/room.ts'
import { until } from '../../support/until.ts'

let engines = new TestEngines()
afterEach(async () => {
  await engines.dispose()
  engines = new TestEngines()
})

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

async function hostAndGuest() {
  const host = await engines.open()
  const guest = await engines.open()
  const { roomId } = await host.call('rooms.create', { name: 'Atelier' })
  const [room] = await until(guest.nearby, (rooms) => rooms.length > 0)
  return { host, guest, roomId, nearby: room! }
}

describe('hosting and joining', () => {
  test('a board that one starts appears to the other, is joined over TLS, and drawn on together', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    expect(nearby).toMatchObject({ roomId, name: 'Atelier', hostId: host.engine.identity.hostId, problem: null })
    const [a, b] = [
      await host.join({ kind: 'known', roomId }),
      await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId }),
    ]
    await until(b.status, ({ kind }) => kind === 'live')
    draw(a, 0, 0)
    draw(b, 50, 0)
    await Promise.all([until(a.unsaved, (n) => n === 0), until(b.unsaved, (n) => n === 0)])
    await until(guest.nearby, ([room]) => room?.people === 2)
    expect(boardOf(a)).toEqual(boardOf(b))
    expect(a.store.size).toBe(2)
  })

  test('a link leads to the board without any discovery, and is remembered', async () => {
    const { host, guest, roomId } = await hostAndGuest()
    const { link } = await host.call('rooms.share', { roomId })
    expect(parseJoinText(link)).toMatchObject({ roomId, fingerprint: host.engine.identity.fingerprint })
    expect(await guest.call('rooms.lookUp', { text: link })).toMatchObject({ exact: true })
    const room = await guest.join({ kind: 'text', text: link })
    await until(room.status, ({ kind }) => kind === 'live')
    await until(guest.rooms, (rooms) => rooms.some((known) => known.roomId === roomId && !known.own))
    const again = await guest.join({ kind: 'known', roomId })
    await until(again.status, ({ kind }) => kind === 'live')
  })

  test('an address leads to the only board there', async () => {
    const { host, guest } = await hostAndGuest()
    const { port } = (await host.call('app.state', {})).host
    const looked = await guest.call('rooms.lookUp', { text: `127.0.0.1:${port}` })
    expect(looked).toMatchObject({ exact: false, rooms: [{ name: 'Atelier' }] })
    const room = await guest.join({ kind: 'text', text: `127.0.0.1:${port}` })
    await until(room.roomName, (name) => name === 'Atelier')
  })

  test('a link to a board of one’s own opens it directly', async () => {
    const { host, roomId } = await hostAndGuest()
    const { link } = await host.call('rooms.share', { roomId })
    const room = await host.join({ kind: 'text', text: link })
    await until(room.status, ({ kind }) => kind === 'live')
  })

  test('renaming and removing a board is seen by others', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    await host.call('rooms.rename', { roomId, name: 'Studio' })
    await until(room.roomName, (name) => name === 'Studio')
    await until(guest.nearby, ([listed]) => listed?.name === 'Studio')
    await host.call('rooms.remove', { roomId })
    const closed = await until(room.status, (status) => status.kind === 'closed')
    expect(closed).toMatchObject({ code: 'room/closed', sentence: 'The host has removed this board.' })
    await until(guest.nearby, (rooms) => rooms.length === 0)
  })

  test('a board that is renamed while one is away has its new name in one’s own list, and keeps it', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    const [visited] = await until(guest.rooms, (rooms) => rooms.some((known) => known.roomId === roomId))
    room.dispose()
    await host.call('profile.set', { name: 'Ada', color: 3 })
    await host.call('rooms.rename', { roomId, name: 'Studio' })
    const [renamed] = await until(guest.rooms, ([known]) => known?.name === 'Studio' && known.hostName === 'Ada')
    expect(renamed).toEqual({ ...visited, name: 'Studio', hostName: 'Ada' })
    await host.dispose()
    await until(guest.nearby, (rooms) => rooms.length === 0)
    await guest.dispose()
    const again = await engines.open(guest.folder)
    await until(again.rooms, ([known]) => known?.name === 'Studio')
  })

  test('the picture of a board travels to those nearby', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    await host.call('rooms.setThumbnail', { roomId, png: PNG.toString('base64') })
    await until(guest.nearby, ([room]) => room?.thumbnailVersion === 1)
    const { png } = await guest.call('rooms.thumbnail', { hostId: nearby.hostId, roomId })
    expect(Buffer.from(png!, 'base64').equals(PNG)).toBe(true)
  })

  test('a host that goes away is told to those in the room, and is rejoined when it is back', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    draw(room, 0, 0)
    await until(room.unsaved, (n) => n === 0)
    const { port } = (await host.call('app.state', {})).host
    await host.dispose()
    await until(room.status, ({ kind }) => kind === 'reconnecting')
    draw(room, 70, 0)
    const back = await engines.open(host.folder, port)
    await until(room.status, ({ kind }) => kind === 'live')
    await until(room.unsaved, (n) => n === 0)
    const own = await back.join({ kind: 'known', roomId })
    await until(own.status, ({ kind }) => kind === 'live')
    expect(boardOf(own)).toEqual(boardOf(room))
    expect(own.store.size).toBe(2)
  })

  test('M4: what is drawn while the host is away survives the closing of the app, and is there once it is back', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    const { port } = (await host.call('app.state', {})).host
    await host.dispose()
    await until(room.status, ({ kind }) => kind === 'reconnecting')
    const ids = [draw(room, 0, 0), draw(room, 70, 0)]
    room.edit((t) => t.patch(ids[0]!, { color: 'red' }))
    await guest.call('app.state', {})
    await guest.dispose()
    await engines.open(host.folder, port)
    const later = await engines.open(guest.folder)
    const again = await later.join({ kind: 'known', roomId })
    expect(Array.from(again.store.values(), ({ id }) => id).toSorted()).toEqual(ids.toSorted())
    await until(again.status, ({ kind }) => kind === 'live')
    await until(again.unsaved, (count) => count === 0)
    const second = await later.join({ kind: 'known', roomId })
    await until(second.status, ({ kind }) => kind === 'live')
    expect(boardOf(second)).toEqual(boardOf(again))
    expect(second.store.get(ids[0]!)).toMatchObject({ color: 'red' })
    expect(second.store.size).toBe(2)
    const joined = await later.call('rooms.join', { target: { kind: 'known', roomId }, again: false })
    expect(joined.unsent).toBeNull()
  })

  test('M4: who leaves while the host is away and opens the board again has their drawing, in the same window', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    const { port } = (await host.call('app.state', {})).host
    await host.dispose()
    await until(room.status, ({ kind }) => kind === 'reconnecting')
    const id = draw(room, 0, 0)
    room.dispose()
    await guest.call('app.state', {})
    await engines.open(host.folder, port)
    const target = { kind: 'known', roomId } as const
    // A connection that is dialled again is somebody's who has all of their own edits.
    expect((await guest.call('rooms.join', { target, again: true })).unsent).toBeNull()
    const again = await guest.join(target)
    expect(again.store.get(id)).toBeDefined()
    await until(again.status, ({ kind }) => kind === 'live')
    await until(again.unsaved, (count) => count === 0)
    expect(again.store.size).toBe(1)
    await guest.call('app.state', {})
  })

  test('a taken port is left to who has it', async () => {
    const taken = await occupyPort()
    const host = await engines.open(engines.folder(), taken.port)
    const { port } = (await host.call('app.state', {})).host
    expect(port).toBeGreaterThan(0)
    expect(port).not.toBe(taken.port)
    await taken.release()
  })

  test('what a person sets is there after a restart', async () => {
    const one = await engines.open()
    await one.call('profile.set', { name: ' Zoë ', color: 7 })
    await one.call('settings.set', { theme: 'dark' })
    expect(await one.call('kept.read', {})).toEqual({})
    await one.call('kept.write', { key: 'drawnet.tools', text: '{"nib":"marker"} ü' })
    const [picture, other] = [`drawnet.picture.${'a'.repeat(64)}`, `drawnet.picture.${'f'.repeat(64)}`] as const
    for (const key of [picture, other]) await one.call('kept.write', { key, text: 'A'.repeat(960_000) })
    await one.call('kept.write', { key: other, text: '' })
    await one.dispose()
    const again = await engines.open(one.folder)
    expect(await again.call('app.state', {})).toMatchObject({
      profile: { name: 'Zoë', color: 7, chosen: true },
      settings: { theme: 'dark' },
    })
    expect(await again.call('kept.read', {})).toEqual({
      'drawnet.tools': '{"nib":"marker"} ü',
      [picture]: 'A'.repeat(960_000),
    })
  })

  test('a link from outside is told to every window', async () => {
    const one = await engines.open()
    one.engine.openLink('drawnet://1.2.3.4:5/x')
    expect(await until(one.opened, (text) => text !== '')).toBe('drawnet://1.2.3.4:5/x')
  })
})

describe('what can go wrong', () => {
  test('a host whose certificate changed is not joined, with no way on', async () => {
    const { host, guest, roomId, nearby } = await hostAndGuest()
    const room = await guest.join({ kind: 'nearby', hostId: nearby.hostId, roomId })
    await until(room.status, ({ kind }) => kind === 'live')
    room.dispose()
    const { port } = (await host.call('app.state', {})).host
    await host.dispose()
    // Someone takes the place of the host: its id and its port, but another key.
    const impostor = await engines.open()
    await impostor.dispose()
    const file = join(impostor.folder, 'identity.json')
    const { hostId } = host.engine.identity
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), hostId }))
    await engines.open(impostor.folder, port)
    await expect(guest.join({ kind: 'known', roomId })).rejects.toMatchObject({
      code: expect.stringMatching(/^join\/fingerprint-/),
    })
    const link = `drawnet://127.0.0.1:${port}/${roomId}?fp=${impostor.engine.identity.fingerprint}&host=${hostId}`
    await expect(guest.join({ kind: 'text', text: link })).rejects.toMatchObject({ code: 'join/fingerprint-changed' })
  })

  test.each([
    ['a wrong link', 'drawnet://1.2.3.4/room?fp=x', 'join/bad-link'],
    ['no address', 'where is it', 'join/bad-address'],
    ['a host that is gone', '127.0.0.1:9', 'join/unreachable'],
  ])('%s gives a sentence', async (_, text, code) => {
    const guest = await engines.open()
    await expect(guest.join({ kind: 'text', text })).rejects.toMatchObject({ code })
    await expect(guest.call('rooms.lookUp', { text })).rejects.toMatchObject({ code })
  })

  test('a board that is no longer there gives a sentence', async () => {
    const { host, guest, roomId } = await hostAndGuest()
    const { link } = await host.call('rooms.share', { roomId })
    await host.call('rooms.remove', { roomId })
    await expect(guest.join({ kind: 'text', text: link })).rejects.toMatchObject({ code: 'join/no-such-room' })
    await expect(host.join({ kind: 'known', roomId })).rejects.toMatchObject({ code: 'join/no-such-room' })
  })

  test('an address with several boards asks to choose, and the chosen one is joined without discovery', async () => {
    const host = await engines.open()
    const { roomId } = await host.call('rooms.create', { name: 'First' })
    await host.call('rooms.create', { name: 'Second' })
    const { port } = (await host.call('app.state', {})).host
    const elsewhere = new TestEngines()
    const guest = await elsewhere.open()
    const text = `127.0.0.1:${port}`
    await expect(guest.join({ kind: 'text', text })).rejects.toThrow('several boards')
    const { hostId, rooms } = await guest.call('rooms.lookUp', { text })
    expect(rooms.map(({ name }) => name).toSorted()).toEqual(['First', 'Second'])
    const room = await guest.join({ kind: 'nearby', hostId, roomId })
    await until(room.roomName, (name) => name === 'First')
    await elsewhere.dispose()
  })

  test('a damaged library is moved aside and said; nothing starts empty over it before a person decides', async () => {
    const one = await engines.open()
    await one.call('rooms.create', { name: 'Atelier' })
    await one.dispose()
    writeFileSync(join(one.folder, 'drawnet.db'), 'not a database at all, '.repeat(500))
    for (const code of ['storage/corrupt', 'storage/moved-aside']) {
      const broken = await engines.open(one.folder)
      expect((await broken.call('app.state', {})).storage).toMatchObject({ kind: 'failed', code, canStartFresh: true })
      await expect(broken.call('rooms.create', { name: 'x' })).rejects.toMatchObject({ code })
      await broken.dispose()
    }
    const decided = await engines.open(one.folder)
    await decided.call('app.startFresh', {})
    await until(decided.state, (state) => state?.storage.kind === 'ready')
    await decided.call('rooms.create', { name: 'New' })
    expect(readdirSync(one.folder).filter((name) => name.includes('corrupt'))).not.toEqual([])
  })

  test('a library that another program has open is said to be, and left alone', async () => {
    const first = await engines.open()
    const second = await engines.open(first.folder)
    expect((await second.call('app.state', {})).storage).toMatchObject({ code: 'storage/locked', canStartFresh: false })
    await expect(second.call('app.startFresh', {})).rejects.toMatchObject({ code: 'storage/locked' })
    await first.call('rooms.create', { name: 'Still mine' })
  })

  test('a picture that is none is refused', async () => {
    const { host, roomId } = await hostAndGuest()
    const png = Buffer.from('<svg onload=alert(1)>').toString('base64')
    await expect(host.call('rooms.setThumbnail', { roomId, png })).rejects.toMatchObject({ code: 'call/bad-arguments' })
  })
})
