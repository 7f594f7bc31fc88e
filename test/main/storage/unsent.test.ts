import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '#main/storage/open-library.ts'
import type { Library } from '#main/storage/library.ts'
import { seededBytes } from '../../support/random.ts'

let folder: string
let library: Library
const open = () => openLibrary({ folder, now: () => 0, random: seededBytes(1), suggestedName: 'Ada' })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-test-'))
  library = open()
})

afterEach(() => {
  library.dispose()
  rmSync(folder, { recursive: true, force: true })
})

test('edits that wait are kept in order, by room and client, until they are cleared', () => {
  const room = { hostId: 'host', roomId: 'room' }
  library.unsent.append(room, { clientId: 'a', messages: [Uint8Array.of(1), Uint8Array.of(2)] })
  library.unsent.append(room, { clientId: 'a', messages: [Uint8Array.of(3)] })
  library.unsent.append(room, { clientId: 'b', messages: [Uint8Array.of(9)] })
  library.unsent.append({ hostId: null, roomId: 'room' }, { clientId: 'a', messages: [Uint8Array.of(7)] })
  library.dispose()
  library = open()
  const bytes = () => library.unsent.of(room).map(({ clientId, messages }) => [clientId, messages.map((m) => m[0])])
  expect(bytes()).toEqual([
    ['a', [1, 2, 3]],
    ['b', [9]],
  ])
  library.unsent.clear(room, 'a')
  expect(bytes()).toEqual([['b', [9]]])
  expect(library.unsent.of({ hostId: null, roomId: 'room' })).toHaveLength(1)
})
