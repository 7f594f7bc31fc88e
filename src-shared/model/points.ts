/**
 * Packed ink. A hand goes on as it went, so each point says how much its step differs from the step before:
 * for x, for y and, where the stroke has it, for pressure, which is told as its plain difference. Each of
 * these is a zigzag integer (as in Protocol Buffers) in nibbles of three bits and one that says whether more
 * follow, lowest first; the lower half of a byte comes before the upper. Positions count in steps of 2^-unit
 * board units, pressure in 1/127; everything starts at 0.
 *
 * A run can be cut after any point and its pieces sent one by one. A piece that would end within a byte has
 * its last number lengthened by a nibble of 0, which changes nothing about the number; when the pieces are
 * joined these are left out, save at the very end. So host, log, database and wire hold one form of a stroke,
 * however it came.
 */

/** A sample of the pen in board units. */
export interface InkPoint {
  readonly x: number
  readonly y: number
  /** 0 to 1; 0.5 where the device has none. */
  readonly pressure: number
}

/** 2^-3: an eighth of a pixel, fine enough at 100 % zoom. */
export const DEFAULT_UNIT = 3
export const MIN_UNIT = -6
export const MAX_UNIT = 12
/** Largest step between two points, in units: the difference of two of them fits in 32 bits. */
const MAX_STEP = 2 ** 30 - 1
/** 32 bits, and one more that may have been added at the end of a piece. */
const MAX_NIBBLES = 12
const MORE = 8
/** At 32 pixels of width an eighth of a pixel; a hand's tremor then mostly fits in one nibble. */
const PRESSURE_STEPS = 127

/** The unit that keeps ink smooth when it is drawn at this zoom factor: an eighth of a screen pixel. */
export function unitForZoom(zoom: number): number {
  const unit = DEFAULT_UNIT + Math.ceil(Math.log2(zoom))
  return Math.min(MAX_UNIT, Math.max(MIN_UNIT, unit))
}

/** Packs points as they come. What it has taken can be fetched in pieces. */
export class PointWriter {
  readonly #step: number
  readonly #pressure: boolean
  #x = 0
  #y = 0
  #stepX = 0
  #stepY = 0
  #p = 0
  #bytes = new Uint8Array(64)
  /** In nibbles. */
  #length = 0
  #taken = 0
  #count = 0

  /** @param unit positions are rounded to 2^-unit board units */
  constructor(unit: number, pressure: boolean) {
    this.#step = 2 ** unit
    this.#pressure = pressure
  }

  /** How many points it holds. */
  get count(): number {
    return this.#count
  }

  /** Adds a point given relative to the stroke's origin, and returns it as whoever reads it will have it. */
  add(point: InkPoint): InkPoint {
    const stepX = clampStep(Math.round(point.x * this.#step) - this.#x)
    const stepY = clampStep(Math.round(point.y * this.#step) - this.#y)
    this.#write(stepX - this.#stepX)
    this.#write(stepY - this.#stepY)
    this.#x += stepX
    this.#y += stepY
    this.#stepX = stepX
    this.#stepY = stepY
    if (this.#pressure) {
      const p = Math.round(Math.min(1, Math.max(0, point.pressure)) * PRESSURE_STEPS)
      this.#write(p - this.#p)
      this.#p = p
    }
    this.#count += 1
    return {
      x: this.#x / this.#step,
      y: this.#y / this.#step,
      pressure: this.#pressure ? this.#p / PRESSURE_STEPS : 0.5,
    }
  }

  /** How many bytes it holds. */
  get length(): number {
    return Math.ceil(this.#length / 2)
  }

  /** The bytes added since the last call. */
  take(): Uint8Array {
    this.#fillByte()
    const piece = this.#bytes.slice(this.#taken, this.length)
    this.#taken = this.length
    return piece
  }

  /** The whole run, as whoever joins the pieces has it. */
  all(): Uint8Array {
    this.#fillByte()
    return joinPieces([this.#bytes.subarray(0, this.length)])
  }

  #write(value: number): void {
    if (this.length + MAX_NIBBLES > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    let rest = ((value << 1) ^ (value >> 31)) >>> 0
    while (rest >= MORE) {
      this.#nibble((rest % MORE) | MORE)
      rest >>>= 3
    }
    this.#nibble(rest)
  }

  #nibble(nibble: number): void {
    setNibble(this.#bytes, this.#length, nibble)
    this.#length += 1
  }

  #fillByte(): void {
    this.#length = fillByte(this.#bytes, this.#length)
  }
}

/** The run that sound pieces are together. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((bytes, piece) => bytes + piece.length, 0))
  let length = 0
  let isFirst = true
  for (const piece of pieces) {
    for (let at = 0; at < piece.length * 2; at++) {
      const nibble = nibbleOf(piece, at)
      if (nibble !== 0 || isFirst) setNibble(joined, length++, nibble)
      // Only a number that was lengthened ends with 0 after other nibbles.
      else joined[(length - 1) >> 1]! &= length % 2 === 0 ? 0x7f : 0xf7
      isFirst = nibble < MORE
    }
  }
  length = fillByte(joined, length)
  return joined.subarray(0, length >> 1)
}

function nibbleOf(bytes: Uint8Array, at: number): number {
  return (bytes[at >> 1]! >> ((at & 1) << 2)) & 15
}

function setNibble(bytes: Uint8Array, at: number, nibble: number): void {
  const byte = at >> 1
  bytes[byte] = at % 2 === 0 ? nibble : bytes[byte]! | (nibble << 4)
}

/** Answers the length in nibbles. */
function fillByte(bytes: Uint8Array, length: number): number {
  if (length % 2 === 0) return length
  bytes[length >> 1]! |= MORE
  return length + 1
}

function clampStep(step: number): number {
  return Math.min(MAX_STEP, Math.max(-MAX_STEP, step))
}

/** Packs a whole stroke whose points are relative to its origin. */
export function packPoints(points: Iterable<InkPoint>, unit: number, pressure: boolean): Uint8Array {
  const writer = new PointWriter(unit, pressure)
  for (const point of points) writer.add(point)
  return writer.all()
}

/**
 * Checks a run that comes from outside, in one piece or in several. Damaged means: a piece ends inside a
 * number or a point, a number is longer than 32 bits, or a pressure leaves 0–127.
 */
export class PointChecker {
  readonly #pressure: boolean
  #level = 0
  #count = 0

  constructor(pressure: boolean) {
    this.#pressure = pressure
  }

  /** How many sound points it has seen. */
  get count(): number {
    return this.#count
  }

  /** One that has seen the same. */
  copy(): PointChecker {
    const copy = new PointChecker(this.#pressure)
    copy.#level = this.#level
    copy.#count = this.#count
    return copy
  }

  /** Whether the next piece is sound. One that is not counts as unseen. */
  accept(piece: Uint8Array): boolean {
    return this.check(piece, Number.POSITIVE_INFINITY) === 'sound'
  }

  /**
   * What is wrong with the next piece. One that is not sound counts as unseen.
   * @param most how many points there may be in all
   */
  check(piece: Uint8Array, most: number): 'sound' | 'damaged' | 'too many' {
    const perPoint = this.#pressure ? 3 : 2
    let level = this.#level
    let numbers = 0
    let length = 0
    let value = 0
    for (let at = 0; at < piece.length * 2; at++) {
      const nibble = nibbleOf(piece, at)
      value += (nibble % MORE) * 2 ** (3 * length)
      length += 1
      if (length > MAX_NIBBLES) return 'damaged'
      if (nibble >= MORE) continue
      if (value > 0xffffffff) return 'damaged'
      if (numbers % perPoint === 2) {
        level += value % 2 === 1 ? -(value + 1) / 2 : value / 2
        if (level < 0 || level > PRESSURE_STEPS) return 'damaged'
      }
      numbers += 1
      length = 0
      value = 0
    }
    if (length !== 0 || numbers % perPoint !== 0) return 'damaged'
    const count = this.#count + numbers / perPoint
    if (count > most) return 'too many'
    this.#level = level
    this.#count = count
    return 'sound'
  }
}

/** How many points a whole run holds, or null if it is damaged. */
export function countPoints(bytes: Uint8Array, pressure: boolean): number | null {
  const checker = new PointChecker(pressure)
  return checker.accept(bytes) ? checker.count : null
}

/** Reads a run that `countPoints` accepts, piece by piece where it comes in pieces. */
export class PointReader {
  readonly #size: number
  readonly #pressure: boolean
  #x = 0
  #y = 0
  #stepX = 0
  #stepY = 0
  #p = 0

  constructor(unit: number, pressure: boolean) {
    this.#size = 2 ** -unit
    this.#pressure = pressure
  }

  /** Appends the points of the next piece to `into`; positions are relative to the stroke's origin. */
  read(piece: Uint8Array, into: InkPoint[]): void {
    const numbers = new Float64Array(roomForPoints(piece))
    const count = this.unpack(piece, numbers)
    for (let i = 0; i < 3 * count; i += 3) into.push({ x: numbers[i]!, y: numbers[i + 1]!, pressure: numbers[i + 2]! })
  }

  /**
   * Writes x, y and pressure of each point of the next piece, and answers how many points there are. For those
   * who unpack millions.
   * @param into has room for `roomForPoints(piece)` numbers
   */
  unpack(piece: Uint8Array, into: Float64Array): number {
    const pressure = this.#pressure
    const size = this.#size
    const numbers = new NumberReader(piece)
    let [x, y, stepX, stepY, p] = [this.#x, this.#y, this.#stepX, this.#stepY, this.#p]
    let at = 0
    while (numbers.hasNext()) {
      stepX += numbers.next()
      stepY += numbers.next()
      x += stepX
      y += stepY
      into[at] = x * size
      into[at + 1] = y * size
      if (pressure) {
        p += numbers.next()
        into[at + 2] = p / PRESSURE_STEPS
      } else into[at + 2] = 0.5
      at += 3
    }
    this.#x = x
    this.#y = y
    this.#stepX = stepX
    this.#stepY = stepY
    this.#p = p
    return at / 3
  }
}

/** The numbers of a sound piece, one by one. */
class NumberReader {
  readonly #piece: Uint8Array
  /** In nibbles. */
  #at = 0

  constructor(piece: Uint8Array) {
    this.#piece = piece
  }

  hasNext(): boolean {
    return this.#at < this.#piece.length * 2
  }

  next(): number {
    const piece = this.#piece
    let at = this.#at
    // Most numbers are one nibble.
    let value = (piece[at >> 1]! >> ((at & 1) << 2)) & 15
    at += 1
    if (value >= MORE) {
      value -= MORE
      // What is shifted out at the end of a piece is 0.
      for (let nibble = MORE, shift = 3; nibble >= MORE; shift += 3) {
        nibble = (piece[at >> 1]! >> ((at & 1) << 2)) & 15
        at += 1
        value |= (nibble & 7) << shift
      }
    }
    this.#at = at
    return (value >>> 1) ^ -(value & 1)
  }
}

/** How many numbers a piece unpacks to, at most. */
export function roomForPoints(piece: Uint8Array): number {
  return 3 * piece.length
}

/** All points of a packed stroke, relative to its origin. */
export function unpackPoints(stroke: {
  readonly points: Uint8Array
  readonly unit: number
  readonly pressure: boolean
}): InkPoint[] {
  const points: InkPoint[] = []
  new PointReader(stroke.unit, stroke.pressure).read(stroke.points, points)
  return points
}
