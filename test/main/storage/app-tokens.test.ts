import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Library } from '#main/storage/library.ts'
import { isId } from '#shared/ids.ts'
import { failureOf, NOW, open, seededRandom, TemporaryFolder } from './support.ts'

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

describe('app tokens', () => {
  test('P5: are known again, and listed with the newest first', () => {
    const first = library.appTokens.issue('  My \u0007 bot ')
    clock += 1000.5
    const second = library.appTokens.issue('Clock')
    expect(first).toEqual({ id: first.id, name: 'My bot', createdAt: NOW, token: first.token })
    expect(first.token).toMatch(/^[0-9A-Za-z_-]{43}$/)
    expect(isId(`app-${first.id}`)).toBe(true)
    reopen()
    const known = { id: first.id, name: 'My bot', createdAt: NOW }
    expect(library.appTokens.find(first.token)).toEqual(known)
    expect(library.appTokens.list()).toEqual([{ id: second.id, name: 'Clock', createdAt: NOW + 1000 }, known])
  })

  test('are nowhere on the disk', () => {
    const { token, name } = library.appTokens.issue('Secretive')
    library.dispose()
    const database = readFileSync(folder.file('drawnet.db'))
    expect(database.includes(name)).toBe(true)
    expect(database.includes(token)).toBe(false)
    expect(database.includes(Buffer.from(token, 'base64url'))).toBe(false)
  })

  test('P5: that are wrong or revoked open nothing', () => {
    const { id, token } = library.appTokens.issue('Bot')
    const other = library.appTokens.issue('Other')
    for (const wrong of ['', 'x', token.slice(1), `${token} `, token.toLowerCase()]) {
      expect(library.appTokens.find(wrong)).toBeUndefined()
    }
    expect(library.appTokens.revoke(id)).toBe(true)
    expect(library.appTokens.revoke(id)).toBe(false)
    reopen()
    expect(library.appTokens.find(token)).toBeUndefined()
    expect(library.appTokens.find(other.token)).toMatchObject({ name: 'Other' })
  })

  test('need a name', () => {
    expect(failureOf(() => library.appTokens.issue(' \n')).code).toBe('call/bad-arguments')
    expect(library.appTokens.list()).toEqual([])
  })
})
