import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BLOB_LIMITS } from '#shared/model/blobs.ts'
import type { BlobStorage } from '#shared/sync/blob-storage.ts'
import { fileOf } from '../support/pictures.ts'
import type { StorageUnderTest } from './room-storage.ts'

const { pieceBytes } = BLOB_LIMITS

/** What every storage of a room must do with files, whatever it is made of. */
export function testBlobStorage(name: string, open: () => StorageUnderTest): void {
  describe(`${name} as a storage of files`, () => {
    let subject: StorageUnderTest
    let blobs: BlobStorage
    const file = fileOf(pieceBytes * 2 + 100)

    beforeEach(() => {
      subject = open()
      blobs = subject.storage.blobs
    })
    afterEach(() => subject.dispose())

    function put(bytes = file.bytes, hash = file.hash): void {
      blobs.begin(hash, bytes.length)
      for (let at = 0; at < bytes.length; at += pieceBytes) blobs.append(hash, at, bytes.subarray(at, at + pieceBytes))
    }

    test('B1: keeps a file piece by piece, and has it after it was opened again', () => {
      expect(blobs.find(file.hash)).toBeUndefined()
      put()
      expect(blobs.find(file.hash)).toEqual({ size: file.bytes.length, received: file.bytes.length, isWhole: false })
      blobs.complete(file.hash)
      const again = subject.reopen().blobs
      expect(again.find(file.hash)).toEqual({ size: file.bytes.length, received: file.bytes.length, isWhole: true })
      const pieces = [0, pieceBytes, 2 * pieceBytes].map((at) => again.piece(file.hash, at)!)
      expect(Buffer.concat(pieces).equals(Buffer.from(file.bytes))).toBe(true)
      expect(again.piece(file.hash, 3 * pieceBytes)).toBeUndefined()
      expect(again.total()).toBe(file.bytes.length)
    })

    test('B3: says how much of a file is there after it was opened again', () => {
      blobs.begin(file.hash, file.bytes.length)
      blobs.append(file.hash, 0, file.bytes.subarray(0, pieceBytes))
      expect(subject.reopen().blobs.find(file.hash)).toMatchObject({ received: pieceBytes, isWhole: false })
    })

    test('takes only the piece that follows, and none of a whole file or of one that was not begun', () => {
      const piece = file.bytes.subarray(0, pieceBytes)
      const refused = expect.objectContaining({ code: 'storage/failed' })
      expect(() => blobs.append(file.hash, 0, piece)).toThrow(refused)
      blobs.begin(file.hash, file.bytes.length)
      expect(() => blobs.append(file.hash, pieceBytes, piece)).toThrow(refused)
      expect(() => blobs.complete(file.hash)).toThrow(refused)
      put()
      blobs.complete(file.hash)
      expect(() => blobs.append(file.hash, 0, piece)).toThrow(refused)
      expect(blobs.find(file.hash)).toMatchObject({ isWhole: true })
    })

    test('lets go of files that are not whole, and of no others', () => {
      const other = fileOf(40, 2)
      const third = fileOf(50, 3)
      put()
      blobs.complete(file.hash)
      put(other.bytes, other.hash)
      put(third.bytes, third.hash)
      blobs.abandon(file.hash)
      blobs.abandonAllBut(new Set([third.hash]))
      expect([file, other, third].map(({ hash }) => blobs.find(hash)?.size)).toEqual([file.bytes.length, undefined, 50])
      expect(blobs.piece(other.hash, 0)).toBeUndefined()
      expect(blobs.total()).toBe(file.bytes.length + 50)
    })
  })
}
