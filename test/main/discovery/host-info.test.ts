import { expect, test } from 'vitest'
import { MAX_HOST_ROOMS, parseHostInfo } from '#main/discovery/host-info.ts'

const ROOM = { roomId: 'r1', name: 'Ideas', people: 2, thumbnailVersion: 7 }
const INFO = { hostId: 'h1', name: 'Atelier', protocol: 1, rooms: [ROOM] }

test('what a host serves is read as it is', () => {
  expect(parseHostInfo(JSON.parse(JSON.stringify(INFO)))).toEqual(INFO)
})

test('what a later version adds is left out', () => {
  expect(parseHostInfo({ ...INFO, more: 1, rooms: [{ ...ROOM, more: 1 }] })).toEqual(INFO)
})

test('names are cleaned and never empty', () => {
  const { name, rooms } = parseHostInfo({
    ...INFO,
    name: ' \u202e\n',
    rooms: [{ ...ROOM, name: `a\u0000b${'c'.repeat(99)}` }],
  })
  expect(name).toBe('Unnamed computer')
  expect(rooms[0]?.name).toBe(`a b${'c'.repeat(57)}`)
})

test('a host may list only so many rooms, each once', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ ...ROOM, roomId: `r${i % 150}` }))
  const { rooms } = parseHostInfo({ ...INFO, rooms: many })
  expect(rooms).toHaveLength(150)
  const more = Array.from({ length: 1000 }, (_, i) => ({ ...ROOM, roomId: `r${i}` }))
  expect(parseHostInfo({ ...INFO, rooms: more }).rooms).toHaveLength(MAX_HOST_ROOMS)
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a list', []],
  ['no id', { ...INFO, hostId: undefined }],
  ['an id with a path', { ...INFO, hostId: '../x' }],
  ['a name that is no text', { ...INFO, name: 5 }],
  ['a protocol that is no whole number', { ...INFO, protocol: 1.5 }],
  ['no rooms', { ...INFO, rooms: undefined }],
  ['a room without an id', { ...INFO, rooms: [{ ...ROOM, roomId: '' }] }],
  ['fewer than no people', { ...INFO, rooms: [{ ...ROOM, people: -1 }] }],
  ['endless people', { ...INFO, rooms: [{ ...ROOM, people: 1e300 }] }],
])('%s is refused', (_, json) => {
  expect(() => parseHostInfo(json)).toThrow(expect.objectContaining({ code: 'join/not-drawnet' }))
})
