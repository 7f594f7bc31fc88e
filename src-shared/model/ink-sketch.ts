import { flatInkOf, PER_POINT, type FlatInk } from './flat-ink.ts'
import type { StrokeRecord } from './records.ts'

/** The way of ink in few places. */
export interface InkPlaces {
  /** x, y, x, y … relative to the origin, from `from` up to `to`; what else is in it is another's. */
  readonly places: Float32Array
  readonly from: number
  readonly to: number
  /** The mean of all points, 0 to 1. */
  readonly pressure: number
}

/** Places kept of a stroke, about: a hundred thousand strokes then take 35 MB. */
const KEPT_PLACES = 40
/** Of a sketch: how far it reaches, how far apart its places are, and the mean pressure. */
const NUMBERS = 6
const SLAB = 1 << 15

type Packed = Pick<StrokeRecord, 'points' | 'unit' | 'pressure'>

/** What is kept of packed ink once it was unpacked: how far it reaches, without the nib, and its way. */
class InkSketch implements InkPlaces {
  readonly places: Float32Array
  readonly from: number
  readonly to: number
  readonly #numbers: Float64Array
  readonly #at: number

  constructor(numbers: Float64Array, at: number, places: Float32Array, from: number, to: number) {
    this.#numbers = numbers
    this.#at = at
    this.places = places
    this.from = from
    this.to = to
  }

  get minX(): number {
    return this.#numbers[this.#at]!
  }

  get minY(): number {
    return this.#numbers[this.#at + 1]!
  }

  get maxX(): number {
    return this.#numbers[this.#at + 2]!
  }

  get maxY(): number {
    return this.#numbers[this.#at + 3]!
  }

  /** Between the first place and the last there are those that are so far from the one before. */
  get apart(): number {
    return this.#numbers[this.#at + 4]!
  }

  get pressure(): number {
    return this.#numbers[this.#at + 5]!
  }
}

const sketches = new WeakMap<Uint8Array, InkSketch>()

/**
 * Where the numbers of sketches are: many in one array, since an array of its own for each would take more memory
 * than what is in it. An array goes with the last sketch that is in it.
 */
const slabs = { numbers: new Float64Array(0), numbersUsed: 0, places: new Float32Array(0), placesUsed: 0 }
const scratch = { places: new Float32Array(4096) }

/**
 * The sketch of a stroke. Unpacking is most of what opening a large board costs: it is done once, as packed
 * points never change and are shared by all versions of a record.
 */
export function sketchOf(stroke: Packed): InkSketch {
  let sketch = sketches.get(stroke.points)
  if (sketch === undefined) {
    sketch = sketched(stroke)
    sketches.set(stroke.points, sketch)
  }
  return sketch
}

/** The way of a stroke with places as near as is asked for, however many that are. Good until the next call. */
export function finePlacesOf(stroke: Packed, apart: number): InkPlaces {
  const ink = flatInkOf(stroke)
  const { numbers, count } = ink
  let pressed = 0
  for (let i = 2; i < PER_POINT * count; i += PER_POINT) pressed += numbers[i]!
  if (scratch.places.length < 2 * count) scratch.places = new Float32Array(4 * count)
  const to = thin(ink, apart, scratch.places, 0)
  return { places: scratch.places, from: 0, to, pressure: count === 0 ? 0 : pressed / count }
}

function sketched(stroke: Packed): InkSketch {
  const ink = flatInkOf(stroke)
  const { numbers, count } = ink
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  let lastX = numbers[0]!
  let lastY = numbers[1]!
  let length = 0
  let pressed = 0
  for (let i = 0; i < PER_POINT * count; i += PER_POINT) {
    const x = numbers[i]!
    const y = numbers[i + 1]!
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
    // Near enough, and several times quicker than the root of squares: too long by a twelfth at most.
    const wide = Math.abs(x - lastX)
    const high = Math.abs(y - lastY)
    length += wide > high ? wide + high * 0.4 : high + wide * 0.4
    lastX = x
    lastY = y
    pressed += numbers[i + 2]!
  }
  const apart = length / KEPT_PLACES
  if (slabs.numbersUsed + NUMBERS > slabs.numbers.length) {
    slabs.numbers = new Float64Array(SLAB)
    slabs.numbersUsed = 0
  }
  if (slabs.placesUsed + 2 * count > slabs.places.length) {
    slabs.places = new Float32Array(Math.max(SLAB, 2 * count))
    slabs.placesUsed = 0
  }
  const at = slabs.numbersUsed
  const from = slabs.placesUsed
  const to = thin(ink, apart, slabs.places, from)
  const kept = slabs.numbers
  kept[at] = minX
  kept[at + 1] = minY
  kept[at + 2] = maxX
  kept[at + 3] = maxY
  kept[at + 4] = apart
  kept[at + 5] = count === 0 ? 0 : pressed / count
  slabs.numbersUsed += NUMBERS
  slabs.placesUsed = to
  return new InkSketch(slabs.numbers, at, slabs.places, from, to)
}

/** Picks places of ink, and writes them to `into` from a place on; answers where they end. */
function thin({ numbers, count }: FlatInk, apart: number, into: Float32Array, from: number): number {
  const nearest = apart * apart
  const end = PER_POINT * count
  let x = Number.NaN
  let y = Number.NaN
  let to = from
  for (let i = 0; i < end; i += PER_POINT) {
    const dx = numbers[i]! - x
    const dy = numbers[i + 1]! - y
    if (dx * dx + dy * dy < nearest && i < end - PER_POINT) continue
    x = numbers[i]!
    y = numbers[i + 1]!
    into[to] = x
    into[to + 1] = y
    to += 2
  }
  return to
}
