import { AppError } from '../errors.ts'
import { readUtf8, writeUtf8 } from './utf8.ts'

/**
 * The bytes everything else is made of: variable-length integers of 7 bits a byte, lowest first (LEB128, as
 * in lib0 and Protocol Buffers), strings with their length before them, and numbers in the shortest form
 * that loses nothing.
 */
const EIGHTHS = 0
const EIGHTHS_BELOW_ZERO = 1
const FLOAT32 = 2
const FLOAT64 = 3
/** 2^53 - 1 takes eight bytes of seven bits. */
const MAX_VARINT_BYTES = 8

export class Writer {
  #bytes = new Uint8Array(256)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** 0 to 255. */
  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** A whole number from 0 to 2^53 - 1. */
  uint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  text(value: string): void {
    this.#reserve(MAX_VARINT_BYTES + 3 * value.length)
    // Short texts, nearly all of them, have a length of one byte: it is filled in afterwards.
    const start = this.#length
    const end = writeUtf8(value, this.#bytes, start + 1)
    const size = end - start - 1
    if (size < 0x80) {
      this.#bytes[start] = size
      this.#length = end
      return
    }
    this.uint(size)
    this.#length = writeUtf8(value, this.#bytes, this.#length)
  }

  /** Bytes with their length before them. */
  bytes(value: Uint8Array): void {
    this.uint(value.length)
    this.raw(value)
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  /** Any finite number: a varint where it is a small multiple of 1/8, else 4 or 8 bytes. */
  number(value: number): void {
    const eighths = value * 8
    if (Number.isInteger(eighths) && Math.abs(eighths) < 2 ** 48 && !Object.is(value, -0)) {
      this.byte(eighths < 0 ? EIGHTHS_BELOW_ZERO : EIGHTHS)
      this.uint(Math.abs(eighths))
      return
    }
    this.#reserve(9)
    if (Math.fround(value) === value) {
      this.byte(FLOAT32)
      this.#view.setFloat32(this.#length, value)
      this.#length += 4
    } else {
      this.byte(FLOAT64)
      this.#view.setFloat64(this.#length, value)
      this.#length += 8
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Throws `wire/malformed` and never reads past the end of its bytes. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw tooShort()
    this.#at += 1
    return byte
  }

  uint(): number {
    let value = 0
    let scale = 1
    for (let length = 0; length < MAX_VARINT_BYTES; length++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break
        return value
      }
      scale *= 0x80
    }
    throw malformed('a number is too large')
  }

  text(): string {
    const start = this.#take(this.uint())
    return readUtf8(this.#bytes, start, this.#at)
  }

  /** A copy, so that a small piece does not hold a large frame in memory. */
  bytes(): Uint8Array {
    const start = this.#take(this.uint())
    return this.#bytes.slice(start, this.#at)
  }

  /** Not copied: for what is kept and let go together with the rest of its frame. */
  view(): Uint8Array {
    const start = this.#take(this.uint())
    return this.#bytes.subarray(start, this.#at)
  }

  /** All that is left, not copied. */
  rest(): Uint8Array {
    const start = this.#take(this.#bytes.length - this.#at)
    return this.#bytes.subarray(start, this.#at)
  }

  /** A finite number. */
  number(): number {
    const value = this.#number(this.byte())
    if (!Number.isFinite(value)) throw malformed('a number is not finite')
    return value
  }

  /** Throws unless everything has been read: nothing may hide behind a message. */
  end(): void {
    if (!this.atEnd) throw malformed('it is longer than it should be')
  }

  #number(form: number): number {
    switch (form) {
      case EIGHTHS:
        return this.uint() / 8
      case EIGHTHS_BELOW_ZERO:
        return -this.uint() / 8
      case FLOAT32:
        return this.#view.getFloat32(this.#take(4))
      case FLOAT64:
        return this.#view.getFloat64(this.#take(8))
      default:
        throw malformed('a number has an unknown form')
    }
  }

  /** Steps over this many bytes and tells where they begin. */
  #take(size: number): number {
    const start = this.#at
    if (size > this.#bytes.length - start) throw tooShort()
    this.#at = start + size
    return start
  }
}

export function malformed(why: string): AppError {
  return new AppError('wire/malformed', `A message was not of the DrawNet protocol: ${why}.`)
}

function tooShort(): AppError {
  return malformed('it ends too early')
}
