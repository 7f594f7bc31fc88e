import { describe, expect, test } from 'vitest'
import { guestRoomId, PageGuest } from '#renderer/net/guest.ts'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'

const ROOM = 'k0XbT2aaaaaaaaaa'
const HOST = '192.168.1.23:4747'

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>()

  get length(): number {
    return this.#items.size
  }

  clear(): void {
    this.#items.clear()
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null
  }

  key(index: number): string | null {
    return Array.from(this.#items.keys())[index] ?? null
  }

  removeItem(key: string): void {
    this.#items.delete(key)
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value)
  }
}

function answering(body: string): typeof fetch {
  return async () => await Promise.resolve(new Response(body))
}

test('only the address of a guest page names a board', () => {
  const at = (pathname: string): string | null => guestRoomId({ pathname } as Location)
  expect(at(`/guest/${ROOM}`)).toBe(ROOM)
  expect(at(`/guest/${ROOM}/`)).toBe(ROOM)
  for (const path of ['/', '/guest/', '/guest/a%20b', `/guest/${ROOM}/more`]) expect(at(path)).toBe(null)
})

describe('who a guest is', () => {
  test('has no name at first, and a colour', () => {
    const { name, color } = new PageGuest(ROOM, HOST, new MemoryStorage()).profile.get()
    expect(name).toBe('')
    expect(color).toBeGreaterThanOrEqual(0)
    expect(color).toBeLessThan(PERSON_COLOR_COUNT)
  })

  test('is kept in the browser, for every board of the host', () => {
    const storage = new MemoryStorage()
    const first = new PageGuest(ROOM, HOST, storage)
    first.setProfile('  Ada\nLovelace ', 7)
    expect(first.profile.get()).toEqual({ name: 'Ada Lovelace', color: 7 })
    const again = new PageGuest('anotherBoard0000', HOST, storage)
    expect(again.profile.get()).toEqual({ name: 'Ada Lovelace', color: 7 })
  })

  test('is the same person to the host when coming back', () => {
    const storage = new MemoryStorage()
    const first = personOf(new PageGuest(ROOM, HOST, storage))
    expect(personOf(new PageGuest(ROOM, HOST, storage))).toEqual(first)
    expect(personOf(new PageGuest(ROOM, HOST, new MemoryStorage()))).not.toEqual(first)
  })

  test.each(['', 'null', '{', '[]', '{"name":1,"color":2}', '{"name":"Ada","color":99}', '{"name":"Ada","color":0.5}'])(
    'begins anew where what was kept is damaged: %s',
    (kept) => {
      const storage = new MemoryStorage()
      storage.setItem('drawnet.profile', kept)
      storage.setItem('drawnet.person', kept)
      expect(new PageGuest(ROOM, HOST, storage).profile.get().name).toBe('')
    },
  )
})

describe('the name of the board', () => {
  test('is looked up in the list of the host', async () => {
    const guest = new PageGuest(ROOM, HOST, new MemoryStorage())
    const asked: unknown[] = []
    const rooms = [
      { roomId: 'other', name: 'Garden' },
      { roomId: ROOM, name: ' Atelier ' },
    ]
    await guest.lookUp(async (input) => {
      asked.push(input)
      return await answering(JSON.stringify({ rooms }))(input)
    })
    expect(asked).toEqual([`https://${HOST}/v1/rooms`])
    expect(guest.boardName.get()).toBe('Atelier')
  })

  test.each(['', '[]', 'null', '{"rooms":{}}', '{"rooms":[null,3]}', `{"rooms":[{"roomId":"${ROOM}","name":4}]}`])(
    'stays unknown when the answer is %s',
    async (body) => {
      const guest = new PageGuest(ROOM, HOST, new MemoryStorage())
      await guest.lookUp(answering(body))
      expect(guest.boardName.get()).toBe('')
    },
  )

  test('stays unknown when nothing answers', async () => {
    const guest = new PageGuest(ROOM, HOST, new MemoryStorage())
    await guest.lookUp(async () => await Promise.reject(new TypeError('Failed to fetch')))
    expect(guest.boardName.get()).toBe('')
  })
})

function personOf(guest: PageGuest): { readonly user: string; readonly token: string } {
  guest.setProfile('Ada', 1)
  const open = guest.open()
  open.dispose()
  const { user, token } = open.info.person
  return { user, token }
}
