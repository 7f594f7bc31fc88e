import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Library } from '#main/storage/library.ts'
import { isId } from '#shared/ids.ts'
import type { VisitedRoom } from '#main/storage/visited.ts'
import { Batches, put, say, stroke } from '../../contract/room-batches.ts'
import { seededRandom, failureOf, NOW, open, TemporaryFolder } from './support.ts'

let folder: TemporaryFolder
let library: Library
let clock: number
let seed = 0

beforeEach(() => {
  folder = new TemporaryFolder()
  clock = NOW
  reopen()
})
afterEach(() => {
  library.dispose()
  folder.dispose()
})

function reopen(): void {
  library?.dispose()
  library = open(folder.path, { now: () => clock, random: seededRandom((seed += 1)) })
}

describe('rooms', () => {
  test('are listed with the one opened last first', () => {
    const first = library.rooms.create('First')
    clock += 1000.25
    const second = library.rooms.create('Second')
    expect(library.rooms.list()).toEqual([second, first])
    clock += 1000
    library.rooms.opened(first.id)
    reopen()
    expect(library.rooms.list()).toEqual([{ ...first, openedAt: NOW + 2000 }, second])
    expect(first).toEqual({
      id: first.id,
      name: 'First',
      epoch: first.epoch,
      createdAt: NOW,
      openedAt: NOW,
      guests: false,
    })
    expect(isId(first.id) && isId(first.epoch) && first.id !== second.id && first.epoch !== second.epoch).toBe(true)
  })

  test('are renamed and opened to guests', () => {
    const { id } = library.rooms.create('  Tidy \u0007 me ')
    expect(library.rooms.get(id)?.name).toBe('Tidy me')
    library.rooms.rename(id, 'Studio')
    library.rooms.setGuests(id, true)
    reopen()
    expect(library.rooms.get(id)).toMatchObject({ name: 'Studio', guests: true })
    expect(library.rooms.storageOf(id).load().name).toBe('Studio')
    library.rooms.setGuests(id, false)
    expect(library.rooms.get(id)?.guests).toBe(false)
  })

  test('without a name are refused', () => {
    const { id } = library.rooms.create('Studio')
    expect(failureOf(() => library.rooms.create(' \n ')).code).toBe('room/invalid')
    expect(failureOf(() => library.rooms.rename(id, '')).code).toBe('room/invalid')
    expect(library.rooms.list()).toHaveLength(1)
  })

  test('that are not there are named as such', () => {
    const work = [
      () => library.rooms.rename('nobody', 'x'),
      () => library.rooms.remove('nobody'),
      () => library.rooms.opened('nobody'),
      () => library.rooms.setGuests('nobody', true),
      () => library.rooms.storageOf('nobody'),
    ]
    for (const each of work) expect(failureOf(each).code).toBe('join/no-such-room')
    expect(library.rooms.get('nobody')).toBeUndefined()
  })

  test('keep their boards apart, and a removed one takes all of it along', () => {
    const kept = library.rooms.create('Kept')
    const gone = library.rooms.create('Gone')
    const storages = [kept, gone].map(({ id }) => library.rooms.storageOf(id))
    for (const storage of storages) storage.commit(new Batches().next([put(stroke('s1')), say('hello')]))
    for (const { id } of [kept, gone]) library.thumbnails.set(null, id, new Uint8Array([1]))

    library.rooms.remove(gone.id)
    expect(library.rooms.list()).toEqual([kept])
    expect(library.thumbnails.get(null, gone.id)).toBeUndefined()
    expect(library.thumbnails.version(null, kept.id)).toBe(1)
    expect(storages[0]!.load()).toMatchObject({ seq: 2, records: [stroke('s1')] })

    // A storage that someone still holds must not write into whichever room comes next.
    library.rooms.create('Next')
    expect(failureOf(() => storages[1]!.load()).code).toBe('storage/failed')
    expect(failureOf(() => storages[1]!.commit(new Batches().next([say('late')]))).code).toBe('storage/failed')
    expect(failureOf(() => storages[1]!.commit(new Batches().next([], { name: 'x' }))).code).toBe('storage/failed')
    expect(storages[1]!.entriesAfter(0, 10)).toEqual([])
    expect(library.rooms.list().map(({ name }) => name)).toEqual(['Next', 'Kept'])
  })

  test('know who was in them', () => {
    const { id } = library.rooms.create('Studio')
    const people = ['Ada', 'Ben', 'Cleo', 'Dov'].map((name, i) => ({
      number: i + 1,
      user: `user-${name}`,
      name,
      color: 0,
      proof: null,
    }))
    library.rooms.storageOf(id).commit(new Batches().next([], { members: people }))
    expect(library.rooms.companions(id, 'user-Ada', 2)).toEqual(['Dov', 'Cleo'])
    expect(library.rooms.companions(id, 'user-Dov', 5)).toEqual(['Cleo', 'Ben', 'Ada'])
    expect(library.rooms.companions('nobody', 'user-Dov', 5)).toEqual([])
  })
})

describe('thumbnails', () => {
  test('have a version that grows when the picture changes', () => {
    expect(library.thumbnails.get(null, 'room')).toBeUndefined()
    expect(library.thumbnails.version(null, 'room')).toBe(0)
    expect(library.thumbnails.set(null, 'room', new Uint8Array([1, 2]))).toBe(1)
    expect(library.thumbnails.set(null, 'room', new Uint8Array([1, 2]))).toBe(1)
    expect(library.thumbnails.set(null, 'room', new Uint8Array([3]))).toBe(2)
    reopen()
    expect(library.thumbnails.get(null, 'room')).toEqual({ png: new Uint8Array([3]), version: 2 })
  })

  test('of rooms of other hosts are apart from one’s own', () => {
    library.thumbnails.set(null, 'room', new Uint8Array([1]))
    library.thumbnails.set('host', 'room', new Uint8Array([2]))
    expect(library.thumbnails.get(null, 'room')?.png).toEqual(new Uint8Array([1]))
    expect(library.thumbnails.get('host', 'room')?.png).toEqual(new Uint8Array([2]))
  })
})

describe('visited rooms', () => {
  const atelier: VisitedRoom = {
    hostId: 'host-a',
    roomId: 'room-1',
    name: 'Atelier',
    hostName: 'Ada’s laptop',
    endpoints: [
      { address: '192.168.1.5', port: 4747 },
      { address: 'fe80::1%en0', port: 4747 },
    ],
    lastOpened: NOW,
    with: ['Ada', '画家'],
  }

  test('are remembered whole, the one opened last first', () => {
    const other = { ...atelier, hostId: 'host-b', endpoints: [], with: [], lastOpened: NOW + 1 }
    library.visited.put(atelier)
    library.visited.put(other)
    reopen()
    expect(library.visited.list()).toEqual([other, atelier])
    expect(library.visited.find('room-1')).toEqual(other)
    expect(library.visited.find('room-2')).toBeUndefined()
    library.visited.put({ ...atelier, name: 'Studio', lastOpened: NOW + 2 })
    expect(library.visited.list().map(({ name }) => name)).toEqual(['Studio', 'Atelier'])
  })

  test('are forgotten with their pictures', () => {
    library.visited.put(atelier)
    library.thumbnails.set('host-a', 'room-1', new Uint8Array([1]))
    library.visited.forget('host-a', 'room-1')
    library.visited.forget('host-a', 'room-1')
    expect(library.visited.list()).toEqual([])
    expect(library.thumbnails.version('host-a', 'room-1')).toBe(0)
  })
})

test('pins are kept per host', () => {
  expect(library.pins.get('host-a')).toBeUndefined()
  library.pins.set('host-a', 'print-1')
  library.pins.set('host-b', 'print-2')
  reopen()
  expect(library.pins.get('host-a')).toBe('print-1')
  library.pins.set('host-a', 'print-3')
  expect(library.pins.get('host-a')).toBe('print-3')
  expect(library.pins.get('host-b')).toBe('print-2')
})

describe('the profile', () => {
  test('is made once, with an id, a secret and the suggested name', () => {
    const profile = library.profile.read()
    expect(profile).toMatchObject({ name: 'Ada', chosen: false })
    expect(isId(profile.userId)).toBe(true)
    expect(profile.userId).toHaveLength(16)
    expect(profile.secret).toHaveLength(32)
    library.dispose()
    library = open(folder.path, { suggestedName: 'Someone else' })
    expect(library.profile.read()).toEqual(profile)
  })

  test('keeps what the person chose', () => {
    const before = library.profile.read()
    library.profile.choose('  Zoë  🐦 ', 11)
    reopen()
    expect(library.profile.read()).toEqual({ ...before, name: 'Zoë 🐦', color: 11, chosen: true })
  })

  test('refuses no name and colours that people cannot have', () => {
    const before = library.profile.read()
    for (const [name, color] of [
      ['\u200b ', 1],
      ['Ada', 12],
      ['Ada', -1],
      ['Ada', 0.5],
      ['Ada', Number.NaN],
    ] as const) {
      expect(failureOf(() => library.profile.choose(name, color)).code).toBe('call/bad-arguments')
    }
    expect(library.profile.read()).toEqual(before)
  })

  test('is a guest’s where the computer knows no name', () => {
    const other = open(folder.file('other'), { suggestedName: ' \u0000 ' })
    expect(other.profile.read().name).toBe('Guest')
    other.dispose()
  })
})

describe('settings', () => {
  test('have their usual values until they are changed', () => {
    expect(library.settings.read()).toEqual({ theme: 'system' })
    library.settings.change({})
    library.settings.change({ theme: 'dark' })
    reopen()
    expect(library.settings.read()).toEqual({ theme: 'dark' })
  })

  test('that no longer mean anything have their usual values', () => {
    library.settings.set('theme', 'sepia')
    expect(library.settings.read()).toEqual({ theme: 'system' })
  })

  test('keep any JSON under a key', () => {
    expect(library.settings.get('port')).toBeUndefined()
    library.settings.set('port', 4747)
    library.settings.set('more', { list: [1, null, 'ü'], yes: true })
    library.settings.set('mos', 1)
    library.settings.set('more.b', 1)
    library.settings.set('more.a', 1)
    library.settings.set('more.c', 1)
    library.settings.remove('more.b')
    expect(library.settings.keysWith('more.')).toEqual(['more.a', 'more.c'])
    reopen()
    expect(library.settings.get('port')).toBe(4747)
    expect(library.settings.get('more')).toEqual({ list: [1, null, 'ü'], yes: true })
  })
})
