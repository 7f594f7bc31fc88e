/** Pixels row by row, four bytes each: red, green, blue and alpha, each colour multiplied with alpha. */
export interface Pixels {
  /** As the numbers of a machine whose lowest byte comes first, as all that browsers run on are. */
  readonly words: Uint32Array
  readonly width: number
  readonly height: number
}

/** How far a round end reaches beyond its place, in pixels: as far as a disc a pixel wide does on average. */
const CAP = Math.PI / 8
/** Places are told apart by so many parts of a pixel. */
const PARTS = 64
const FULL = 256
/** The first and the third byte of a pixel, and half of what is below the whole numbers in each. */
const ODD = 0x00ff00ff
const HALF = 0x00800080

/**
 * Draws lines of a pixel and less into pixels, each step of the way covering two neighbours by how near they are to it
 * (Xiaolin Wu, "An Efficient Antialiasing Technique", 1991), thinner lines the more faintly. Ends and rounding are those
 * of the canvases of Chromium, so that nobody sees which of the two has painted a line; for thousands of short lines
 * this is several times quicker, since a canvas makes a path, a stroke and a mask of each.
 */
export class Hairlines {
  readonly #words: Uint32Array
  readonly #width: number
  readonly #height: number
  /** x, y, x, y … of the line that is being made. */
  #places = new Float64Array(256)
  #end = 0
  /** Of the ink, in the places that they have in a pixel. */
  #redAndBlue = 0
  #greenAndAlpha = 0
  /** 0 to 256. */
  #strength = 0

  constructor({ words, width, height }: Pixels) {
    this.#words = words
    this.#width = width
    this.#height = height
  }

  /** Begins another line. */
  begin(): void {
    this.#end = 0
  }

  /** Leads the line to a place, in pixels. */
  to(x: number, y: number): void {
    if (this.#end === this.#places.length) {
      const more = new Float64Array(2 * this.#end)
      more.set(this.#places)
      this.#places = more
    }
    this.#places[this.#end] = x
    this.#places[this.#end + 1] = y
    this.#end += 2
  }

  /**
   * Draws the line, and forgets it; nothing where it has no length.
   *
   * @param rgb 0xrrggbb
   * @param alpha 0 to 1, times the line's width in pixels
   */
  draw(rgb: number, alpha: number): void {
    if (this.#end < 4) return
    this.#redAndBlue = ((rgb >> 16) & 0xff) | ((rgb & 0xff) << 16)
    this.#greenAndAlpha = ((rgb >> 8) & 0xff) | (0xff << 16)
    this.#strength = Math.round(Math.min(1, alpha) * FULL)
    const last = this.#end - 2
    this.#lengthen(0, 2)
    this.#lengthen(last, last - 2)
    for (let at = 0; at < last; at += 2) this.#drawPiece(at)
    this.#end = 0
  }

  /** Moves an end away from the place next to it, by the roundness of the end. */
  #lengthen(end: number, next: number): void {
    const places = this.#places
    const dx = places[end]! - places[next]!
    const dy = places[end + 1]! - places[next + 1]!
    const length = Math.sqrt(dx * dx + dy * dy)
    if (length === 0) return
    places[end]! += (dx / length) * CAP
    places[end + 1]! += (dy / length) * CAP
  }

  /** Goes pixel by pixel along the axis on which a piece of the line is longer. @param at where the piece begins */
  #drawPiece(at: number): void {
    const x0 = Math.trunc(this.#places[at]! * PARTS) / PARTS
    const y0 = Math.trunc(this.#places[at + 1]! * PARTS) / PARTS
    const x1 = Math.trunc(this.#places[at + 2]! * PARTS) / PARTS
    const y1 = Math.trunc(this.#places[at + 3]! * PARTS) / PARTS
    const isSteep = Math.abs(x1 - x0) <= Math.abs(y1 - y0)
    const isForward = isSteep ? y0 < y1 : x0 < x1
    // Along the axis from `from` to `to`; across it from `start` to `end`.
    const from = isSteep ? (isForward ? y0 : y1) : isForward ? x0 : x1
    const to = isSteep ? (isForward ? y1 : y0) : isForward ? x1 : x0
    const start = isSteep ? (isForward ? x0 : x1) : isForward ? y0 : y1
    const end = isSteep ? (isForward ? x1 : x0) : isForward ? y1 : y0
    const along = isSteep ? this.#height : this.#width
    const across = isSteep ? this.#width : this.#height
    if (from === to || to <= 0 || from >= along) return
    if ((start < -1 && end < -1) || (start > across + 1 && end > across + 1)) return
    const slope = (end - start) / (to - from)
    const begins = Math.floor(from)
    const ends = Math.ceil(to)
    const first = Math.max(0, begins)
    const last = Math.min(along, ends)
    const step = isSteep ? this.#width : 1
    const aside = isSteep ? 1 : this.#width
    // Half a pixel more, so that its whole part names the farther of the two that are covered.
    let place = start + slope * (first + 0.5 - from) + 0.5
    let pixel = first * step
    for (let i = first; i < last; i++, place += slope, pixel += step) {
      const covered = Math.min(to, i + 1) - Math.max(from, i)
      const far = Math.floor(place)
      const strength = this.#strength * covered
      const farther = (strength * (place - far)) | 0
      const nearer = (strength - farther) | 0
      if (nearer > 0 && far > 0 && far <= across) this.#cover(pixel + (far - 1) * aside, nearer)
      if (farther > 0 && far >= 0 && far < across) this.#cover(pixel + far * aside, farther)
    }
  }

  /** Mixes the ink into a pixel, two of its four bytes at a time. @param by of 256 */
  #cover(at: number, by: number): void {
    const under = this.#words[at]!
    const left = FULL - by
    const odd = Math.imul(this.#redAndBlue, by) + Math.imul(under & ODD, left) + HALF
    const even = Math.imul(this.#greenAndAlpha, by) + Math.imul((under >>> 8) & ODD, left) + HALF
    this.#words[at] = ((odd >>> 8) & ODD) | (even & ~ODD)
  }
}
