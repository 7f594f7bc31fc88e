import { afterEach, beforeEach, expect, test } from 'vitest'
import { open, TemporaryFolder } from './support.ts'
import { writeLargeRoom } from './large-room.ts'

/** The whole of it in the long tests only; see `npm run test:long`. */
const LONG = process.env['DRAWNET_LONG'] === '1'
const OPERATIONS = LONG ? 1_000_000 : 50_000

let folder: TemporaryFolder

beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

test(`a room of ${OPERATIONS.toLocaleString('en')} operations opens with what is on its board, and keeps all of them`, () => {
  const first = open(folder.path)
  const { id } = first.rooms.create('Atelier')
  first.dispose()
  const strokes = writeLargeRoom(folder.file('drawnet.db'), 1, OPERATIONS)

  const start = performance.now()
  const library = open(folder.path)
  const storage = library.rooms.storageOf(id)
  const opened = performance.now()
  const { seq, records } = storage.load()
  const loaded = performance.now()
  console.info(
    `library of ${OPERATIONS} operations: checked and opened in ${Math.round(opened - start)} ms, ` +
      `room loaded in ${Math.round(loaded - opened)} ms`,
  )
  expect(seq).toBe(OPERATIONS)
  expect(records).toHaveLength(strokes)
  expect(storage.entriesAfter(OPERATIONS - 10, 100)).toHaveLength(10)
  expect(storage.entry(1)?.operation.kind).toBe('put')
  library.dispose()
}, 120_000)
