import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Library } from '#main/storage/library.ts'
import { fileOf } from '../../support/pictures.ts'
import { open, TemporaryFolder } from './support.ts'

const ROOM = { hostId: 'host', roomId: 'room' }
const { hash, bytes } = fileOf(250)

let folder: TemporaryFolder
let library: Library

beforeEach(() => {
  folder = new TemporaryFolder()
  library = open(folder.path)
})
afterEach(() => {
  library.dispose()
  folder.dispose()
})

function keep(from: number, to: number): void {
  library.unsentBlobs.keep(ROOM, hash, bytes.length, from, bytes.subarray(from, to))
}

test('B7: a picture is kept in pieces, by room, until it is cleared', () => {
  keep(0, 200)
  keep(200, 250)
  keep(200, 250)
  library.dispose()
  library = open(folder.path)
  expect(library.unsentBlobs.of(ROOM)).toEqual([{ hash, size: 250, kept: 250 }])
  const kept = [0, 200].map((offset) => library.unsentBlobs.piece(ROOM, hash, offset)!)
  expect(Buffer.concat(kept)).toEqual(Buffer.from(bytes))
  expect(library.unsentBlobs.of({ hostId: null, roomId: 'room' })).toEqual([])
  library.unsentBlobs.clear(ROOM, hash)
  expect(library.unsentBlobs.of(ROOM)).toEqual([])
  expect(library.unsentBlobs.piece(ROOM, hash, 0)).toBeNull()
})

test('B7: what was not handed over whole is not offered', () => {
  keep(0, 200)
  expect(library.unsentBlobs.of(ROOM)).toEqual([])
})
