import { ADLER_BASE, type PackedRows } from './png-file.ts'

/** Codes of deflate with the bits that they take, ready to be written: the fixed codes of RFC 1951, 3.2.6. */
interface Codes {
  readonly bits: Uint32Array
  readonly sizes: Uint8Array
}

const END_OF_BLOCK = 256
const LONGEST = 258
const SHORTEST = 3
/** Of a block that is not the last one, with fixed codes. */
const BLOCK = 0b010
const DISTANCE_BITS = 5
/** Codes of the distances of 3 and of 4 bytes, by which a pixel lies before the next. */
const DISTANCES: Readonly<Record<number, number>> = { 3: 2, 4: 3 }

const SYMBOLS = symbolCodes()
const LENGTHS = lengthCodes()

/**
 * Packs rows of pixels in the format deflate, as PNG has them unfiltered, looking for nothing but runs of one colour:
 * most of a board is those, and packers that look for more take as long as all of the painting.
 */
export class RunPacker {
  readonly #perPixel: number
  /** The code of the distance to the pixel before. */
  readonly #distance: number
  #bytes = new Uint8Array(1 << 16)
  #at = 0
  /** Bits that are no whole byte yet. */
  #hold: number = BLOCK
  #held = 3
  #low = 1
  #high = 0
  #length = 0

  /** @param hasAlpha whether a pixel's alpha is kept */
  constructor(hasAlpha: boolean) {
    this.#perPixel = hasAlpha ? 4 : 3
    this.#distance = reversed(DISTANCES[this.#perPixel]!, DISTANCE_BITS)
  }

  /** @param pixels red in the lowest byte, alpha in the highest */
  row(pixels: Uint32Array, from: number, width: number): void {
    const perPixel = this.#perPixel
    this.#reserve(2 * perPixel * width + 16)
    this.#write(SYMBOLS.bits[0]!, SYMBOLS.sizes[0]!)
    // The filter's byte is 0: the low sum stays.
    this.#high = (this.#high + this.#low) % ADLER_BASE
    const end = from + width
    for (let at = from; at < end;) {
      const pixel = pixels[at]!
      let next = at + 1
      while (next < end && pixels[next] === pixel) next += 1
      this.#run(pixel, next - at)
      at = next
    }
    this.#length += 1 + perPixel * width
  }

  /** All rows, ended at a byte so that others can follow. */
  finish(): PackedRows {
    this.#reserve(16)
    this.#write(SYMBOLS.bits[END_OF_BLOCK]!, SYMBOLS.sizes[END_OF_BLOCK]!)
    // A block with nothing in it begins at a whole byte.
    this.#write(0, 3)
    if (this.#held > 0) this.#write(0, 8 - this.#held)
    this.#bytes.set([0, 0, 0xff, 0xff], this.#at)
    const bytes = this.#bytes.slice(0, this.#at + 4)
    return { bytes, adler: ((this.#high << 16) | this.#low) >>> 0, length: this.#length }
  }

  /** The first pixel as it is, the others as the same again. */
  #run(pixel: number, count: number): void {
    const perPixel = this.#perPixel
    for (let i = 0; i < perPixel; i++) {
      const byte = (pixel >>> (8 * i)) & 255
      this.#write(SYMBOLS.bits[byte]!, SYMBOLS.sizes[byte]!)
    }
    const longest = LONGEST - (LONGEST % perPixel)
    for (let rest = (count - 1) * perPixel; rest > 0;) {
      const length = Math.min(rest, longest)
      this.#write(LENGTHS.bits[length]!, LENGTHS.sizes[length]!)
      this.#write(this.#distance, DISTANCE_BITS)
      rest -= length
    }
    this.#sum(pixel, count)
  }

  /** Adds pixels to Adler-32 all at once: the low sum grows with each by the same, and the high sum by all low ones. */
  #sum(pixel: number, count: number): void {
    const perPixel = this.#perPixel
    let once = 0
    let within = 0
    for (let i = 0; i < perPixel; i++) {
      const byte = (pixel >>> (8 * i)) & 255
      once += byte
      within += (perPixel - i) * byte
    }
    const before = perPixel * (count * this.#low + (once * count * (count - 1)) / 2)
    this.#high = (this.#high + before + count * within) % ADLER_BASE
    this.#low = (this.#low + count * once) % ADLER_BASE
  }

  #write(bits: number, size: number): void {
    let hold = this.#hold | (bits << this.#held)
    let held = this.#held + size
    while (held >= 8) {
      this.#bytes[this.#at++] = hold & 255
      hold >>>= 8
      held -= 8
    }
    this.#hold = hold
    this.#held = held
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = new Uint8Array(2 * this.#bytes.length + more)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Codes are written from their highest bit on, all else from the lowest. */
function reversed(code: number, size: number): number {
  let bits = 0
  for (let i = 0; i < size; i++) bits |= ((code >>> i) & 1) << (size - 1 - i)
  return bits
}

/** Of bytes, the end of a block, and kinds of lengths. */
function symbolCodes(): Codes {
  const [bits, sizes] = [new Uint32Array(288), new Uint8Array(288)]
  for (let symbol = 0; symbol < 288; symbol++) {
    const [first, code, size] =
      symbol < 144 ? [0, 0x30, 8] : symbol < 256 ? [144, 0x190, 9] : symbol < 280 ? [256, 0, 7] : [280, 0xc0, 8]
    bits[symbol] = reversed(code + symbol - first, size)
    sizes[symbol] = size
  }
  return { bits, sizes }
}

/** Of the lengths 3 to 258: the code of their kind, and which of its lengths it is. */
function lengthCodes(): Codes {
  const [bits, sizes] = [new Uint32Array(LONGEST + 1), new Uint8Array(LONGEST + 1)]
  let symbol = 257
  for (let length = SHORTEST; length < LONGEST; symbol++) {
    // Eight kinds of one length each, then four of two, four of four, and so on.
    const extra = Math.max(0, ((symbol - 257) >> 2) - 1)
    for (let i = 0; i < 2 ** extra && length < LONGEST; i++, length++) {
      bits[length] = SYMBOLS.bits[symbol]! | (i << SYMBOLS.sizes[symbol]!)
      sizes[length] = SYMBOLS.sizes[symbol]! + extra
    }
  }
  bits[LONGEST] = SYMBOLS.bits[285]!
  sizes[LONGEST] = SYMBOLS.sizes[285]!
  return { bits, sizes }
}
