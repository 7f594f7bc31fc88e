import type { RandomBytes } from '#shared/platform.ts'

/** sfc32 (Chris Doty-Humphrey, PractRand): a small generator whose whole state comes from the seed. */
export function seededNumbers(seed: number): () => number {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let d = 1
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

export function seededBytes(seed: number): RandomBytes {
  const next = seededNumbers(seed)
  return (size) => Uint8Array.from({ length: size }, () => Math.floor(next() * 256))
}
