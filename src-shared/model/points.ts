/**
 * Packed ink. A stroke's points are a run of zigzag varints (Protocol Buffers' integer encoding): for each
 * point the difference of x, the difference of y and, where the stroke has it, the difference of pressure
 * to the point before, the first against 0. Positions count in steps of 2^-unit board units, pressure in
 * 1/255. A run can be cut at any point and its pieces sent one by one: joined again they are the same
 * bytes, so that host, log, database and wire hold one form.
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
/** Largest step between two points, in units; keeps sums exact and a varint at five bytes. */
const MAX_STEP = 2 ** 31 - 1
const PRESSURE_STEPS = 255

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
  #p = 0
  #bytes = new Uint8Array(64)
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
    const x = Math.round(point.x * this.#step)
    const y = Math.round(point.y * this.#step)
    this.#write(clampStep(x - this.#x))
    this.#write(clampStep(y - this.#y))
    this.#x += clampStep(x - this.#x)
    this.#y += clampStep(y - this.#y)
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
    return this.#length
  }

  /** The bytes added since the last call. */
  take(): Uint8Array {
    const piece = this.#bytes.slice(this.#taken, this.#length)
    this.#taken = this.#length
    return piece
  }

  /** All bytes from the first point. */
  all(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #write(value: number): void {
    if (this.#length + 5 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    let rest = ((value << 1) ^ (value >> 31)) >>> 0
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }
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
 * number or a point, a number is longer than five bytes, or a pressure leaves 0–255.
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

  /** Whether the next piece is sound. After a false the checker is of no further use. */
  accept(piece: Uint8Array): boolean {
    const perPoint = this.#pressure ? 3 : 2
    let numbers = 0
    let length = 0
    let value = 0
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]!
      value += (byte & 0x7f) * 2 ** (7 * length)
      length += 1
      if (length > 5) return false
      if (byte >= 0x80) continue
      if (value > 0xffffffff) return false
      if (numbers % perPoint === 2) {
        this.#level += value % 2 === 1 ? -(value + 1) / 2 : value / 2
        if (this.#level < 0 || this.#level > PRESSURE_STEPS) return false
      }
      numbers += 1
      length = 0
      value = 0
    }
    if (length !== 0 || numbers % perPoint !== 0) return false
    this.#count += numbers / perPoint
    return true
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
  #p = 0

  constructor(unit: number, pressure: boolean) {
    this.#size = 2 ** -unit
    this.#pressure = pressure
  }

  /** Appends the points of the next piece to `into`; positions are relative to the stroke's origin. */
  read(piece: Uint8Array, into: InkPoint[]): void {
    let at = 0
    const next = (): number => {
      let value = 0
      let shift = 0
      for (;;) {
        const byte = piece[at++] ?? 0
        value |= (byte & 0x7f) << shift
        if (byte < 0x80) break
        shift += 7
      }
      return (value >>> 1) ^ -(value & 1)
    }
    while (at < piece.length) {
      this.#x += next()
      this.#y += next()
      if (this.#pressure) this.#p += next()
      into.push({
        x: this.#x * this.#size,
        y: this.#y * this.#size,
        pressure: this.#pressure ? this.#p / PRESSURE_STEPS : 0.5,
      })
    }
  }
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
