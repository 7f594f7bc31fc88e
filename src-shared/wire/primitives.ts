import * as encoding from 'lib0/encoding'
import * as decoding from 'lib0/decoding'
import { AppError } from '../errors.ts'

/**
 * The bytes everything else is made of: lib0's variable-length integers and strings, and numbers in the
 * shortest form that loses nothing. A Reader throws `wire/malformed` and never reads past its end.
 */
export class Writer {
  readonly #encoder = encoding.createEncoder()

  /** 0 to 255. */
  byte(value: number): void {
    encoding.writeUint8(this.#encoder, value)
  }

  /** A whole number from 0 to 2^53 - 1. */
  uint(value: number): void {
    encoding.writeVarUint(this.#encoder, value)
  }

  text(value: string): void {
    encoding.writeVarString(this.#encoder, value)
  }

  /** Bytes with their length before them. */
  bytes(value: Uint8Array): void {
    encoding.writeVarUint8Array(this.#encoder, value)
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    encoding.writeUint8Array(this.#encoder, value)
  }

  /** Any finite number: a varint where it is a small multiple of 1/8, else 4 or 8 bytes. */
  number(value: number): void {
    const eighths = value * 8
    if (Number.isInteger(eighths) && Math.abs(eighths) < 2 ** 48 && !Object.is(value, -0)) {
      this.byte(eighths < 0 ? EIGHTHS_BELOW_ZERO : EIGHTHS)
      this.uint(Math.abs(eighths))
    } else if (Math.fround(value) === value) {
      this.byte(FLOAT32)
      encoding.writeFloat32(this.#encoder, value)
    } else {
      this.byte(FLOAT64)
      encoding.writeFloat64(this.#encoder, value)
    }
  }

  get length(): number {
    return encoding.length(this.#encoder)
  }

  finish(): Uint8Array {
    return encoding.toUint8Array(this.#encoder)
  }
}

const EIGHTHS = 0
const EIGHTHS_BELOW_ZERO = 1
const FLOAT32 = 2
const FLOAT64 = 3

export class Reader {
  readonly #decoder: decoding.Decoder

  constructor(bytes: Uint8Array) {
    this.#decoder = decoding.createDecoder(bytes)
  }

  get atEnd(): boolean {
    return this.#decoder.pos >= this.#decoder.arr.length
  }

  byte(): number {
    return this.#guard(() => {
      if (this.atEnd) throw malformed('it ends too early')
      return decoding.readUint8(this.#decoder)
    })
  }

  uint(): number {
    return this.#guard(() => decoding.readVarUint(this.#decoder))
  }

  text(): string {
    return this.#guard(() => decoding.readVarString(this.#decoder))
  }

  /** A copy, so that a small piece does not hold a large frame in memory. */
  bytes(): Uint8Array {
    return this.#guard(() => {
      const length = decoding.readVarUint(this.#decoder)
      if (length > this.#decoder.arr.length - this.#decoder.pos) throw malformed('it ends too early')
      return decoding.readUint8Array(this.#decoder, length).slice()
    })
  }

  /** All that is left, not copied. */
  rest(): Uint8Array {
    return decoding.readTailAsUint8Array(this.#decoder)
  }

  /** A finite number. */
  number(): number {
    const tag = this.byte()
    const value = this.#guard(() => {
      switch (tag) {
        case EIGHTHS:
          return decoding.readVarUint(this.#decoder) / 8
        case EIGHTHS_BELOW_ZERO:
          return -decoding.readVarUint(this.#decoder) / 8
        case FLOAT32:
          return decoding.readFloat32(this.#decoder)
        case FLOAT64:
          return decoding.readFloat64(this.#decoder)
        default:
          throw malformed('a number has an unknown form')
      }
    })
    if (!Number.isFinite(value)) throw malformed('a number is not finite')
    return value
  }

  /** Throws unless everything has been read: nothing may hide behind a message. */
  end(): void {
    if (!this.atEnd) throw malformed('it is longer than it should be')
  }

  #guard<T>(read: () => T): T {
    try {
      return read()
    } catch (error) {
      throw error instanceof AppError ? error : malformed('it ends too early', error)
    }
  }
}

export function malformed(why: string, cause?: unknown): AppError {
  return new AppError('wire/malformed', `A message was not of the DrawNet protocol: ${why}.`, {}, cause)
}
