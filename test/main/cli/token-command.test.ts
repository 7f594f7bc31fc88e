import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { manageTokens, type TokenAction } from '#main/cli/token-command.ts'
import { failureOf, NOW, open, seededRandom, TemporaryFolder } from '../storage/support.ts'

let folder: TemporaryFolder
let seed = 0
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

function run(action: TokenAction, json = false): string {
  const library = { folder: folder.path, now: () => NOW, random: seededRandom((seed += 1)), suggestedName: 'Ada' }
  return manageTokens(library, action, json)
}

interface Made {
  readonly id: string
  readonly name: string
  readonly token: string
}

describe('drawnet token', () => {
  test('makes, lists and revokes', () => {
    expect(run({ kind: 'list' })).toBe('There are no app tokens.\n')
    const made = run({ kind: 'issue', name: 'my bot' })
    const [, id, token] = /^App token for “my bot” \((.+)\)\. .*\n([0-9A-Za-z_-]{43})\n$/.exec(made) ?? []
    expect(run({ kind: 'list' })).toBe(`${id}  2026-03-04  my bot\n`)
    const library = open(folder.path)
    expect(library.appTokens.find(token!)).toMatchObject({ id })
    library.dispose()
    expect(run({ kind: 'revoke', id: id! })).toContain(id)
    expect(run({ kind: 'list' })).toBe('There are no app tokens.\n')
    const failure = failureOf(() => run({ kind: 'revoke', id: id! }))
    expect(failure.message).toContain('--list')
  })

  test('says it in JSON', () => {
    const { id, name, token } = JSON.parse(run({ kind: 'issue', name: 'my bot' }, true)) as Made
    expect([name, token.length]).toEqual(['my bot', 43])
    expect(JSON.parse(run({ kind: 'list' }, true))).toEqual({ tokens: [{ id, name, createdAt: NOW }] })
    expect(JSON.parse(run({ kind: 'revoke', id }, true))).toEqual({ revoked: id })
  })

  test('says what to do while DrawNet has the boards open', () => {
    const library = open(folder.path)
    const failure = failureOf(() => run({ kind: 'list' }))
    library.dispose()
    expect(failure.code).toBe('storage/locked')
    expect(failure.message).toMatch(/Close it, run this again/)
    expect(run({ kind: 'list' })).toBe('There are no app tokens.\n')
  })
})
