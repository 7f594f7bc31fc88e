import { createHash } from 'node:crypto'
import { USUAL, type ImageRecord } from '#shared/model/records.ts'

/** A file that begins as a PNG does, and goes on for as many bytes as are wanted. */
export function fileOf(size: number, seed = 1): { readonly hash: string; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + seed * 7 + (i >> 8)) & 255
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].slice(0, size))
  return { hash: hashOf(bytes), bytes }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function image(change: Partial<ImageRecord> & { readonly id: string }): ImageRecord {
  return {
    ...USUAL.image,
    type: 'image',
    z: 'a0',
    author: 1,
    x: 0,
    y: 0,
    w: 100,
    h: 80,
    blob: '0'.repeat(64),
    ...change,
  }
}
