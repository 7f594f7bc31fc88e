import type { Ink } from '#shared/model/palette.ts'
import { writePath } from '#shared/model/paths.ts'
import type { Head, ShapeKind } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'

type Place = readonly [x: number, y: number]

/** Fixed colours that are told apart on light and on dark paper; `dark` and `white` only over one of the others. */
export const TONES = {
  green: '#1e9e5a',
  red: '#dd3b3b',
  blue: '#2f74dd',
  yellow: '#f6c445',
  orange: '#ec7f1f',
  pink: '#e0528f',
  violet: '#7c5cdb',
  dark: '#33291a',
  white: '#ffffff',
} as const satisfies Record<string, Ink>

/** Thin enough not to be seen: a shape without an outline. */
const NO_OUTLINE = 0.01

/** Draws a stamp: things about the middle of a square of 64 units, each over the ones before it. */
export class Drawing {
  readonly records: BoardRecord[] = []

  /** A line of some width through places. */
  line(places: readonly Place[], color: Ink, width: number, more: { curved?: boolean; endHead?: Head } = {}): this {
    const bend = more.curved === true ? 'curved' : 'straight'
    return this.#add({ ...this.#lineBase(places), color, width, bend, endHead: more.endHead ?? 'none' })
  }

  /** A filled area within places, its corners rounded by so many units. */
  area(places: readonly Place[], color: Ink, round = 0): this {
    const width = Math.max(NO_OUTLINE, round)
    return this.#add({ ...this.#lineBase(places), color, width, closed: true, fill: 'full', fillColor: color })
  }

  /** A filled shape about a place, with a word in it. */
  shape(
    shape: ShapeKind,
    [x, y]: Place,
    [w, h]: Place,
    color: Ink,
    more: { text?: string; size?: number; radius?: number; round?: number } = {},
  ): this {
    const { text = '', size = 24, radius = 0, round = 0 } = more
    return this.#add({
      ...USUAL.shape,
      ...this.#base(),
      type: 'shape',
      shape,
      x: x - w / 2,
      y: y - h / 2,
      w,
      h,
      color: text === '' ? color : TONES.white,
      width: Math.max(NO_OUTLINE, round),
      fill: 'full',
      fillColor: color,
      radius,
      text,
      size,
      weight: 'bold',
    })
  }

  /** A filled circle. */
  dot(at: Place, diameter: number, color: Ink): this {
    return this.shape('ellipse', at, [diameter, diameter], color)
  }

  /** A circle without a fill. */
  ring([x, y]: Place, diameter: number, color: Ink, width: number): this {
    const half = diameter / 2
    return this.#add({
      ...USUAL.shape,
      ...this.#base(),
      type: 'shape',
      shape: 'ellipse',
      x: x - half,
      y: y - half,
      w: diameter,
      h: diameter,
      color,
      width,
    })
  }

  #lineBase(places: readonly Place[]) {
    return {
      ...USUAL.line,
      ...this.#base(),
      type: 'line',
      x: 0,
      y: 0,
      path: writePath(places.map(([x, y]) => ({ x, y }))),
    } as const
  }

  #base() {
    const n = this.records.length
    return { id: `part${n}`, z: `a${n.toString(36)}V`, author: 0, group: 'stamp' } as const
  }

  #add(record: BoardRecord): this {
    this.records.push(record)
    return this
  }
}

/** Places on an arc about a middle, from one angle to another; radians, clockwise from the right. */
export function arc([x, y]: Place, radius: number, from: number, to: number, steps = 16): Place[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / steps
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const
  })
}

/** Places turned by quarters about the middle. */
export function turned(places: readonly Place[], quarters: number): Place[] {
  let result = [...places]
  for (let i = 0; i < quarters; i++) result = result.map(([x, y]) => [-y, x] as const)
  return result
}
