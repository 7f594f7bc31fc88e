import { AppError } from '#shared/errors.ts'
import type { Turns } from '#renderer/export/turns.ts'
import type { PictureSize } from './picture-levels.ts'
import { areaOfFilter } from './svg-filter.ts'
import { mentionsIn, rulesOf, selectorOf, type Mention } from './svg-sheet.ts'
import { unitsOfSvg } from './svg-size.ts'

/** Elements that a drawing may come to, with all that is painted several times in it. */
const MOST_ELEMENTS = 100_000
/** What is painted of what is painted of …, at most so often. */
const MOST_LEVELS = 16
/** Rules of sheets that name parts of the drawing, and how often they all do for its elements. */
const MOST_RULES = 500
const MOST_MENTIONS = 1_000_000
/** As many elements as it costs to paint into a layer of its own … */
const LAYER = 20
/** … and to filter all pixels of something, for each step of the filter, where it works on no more than usual. */
const FILTERING = 100

/** What comes of painting an element, with all that is in it. */
interface Weight {
  /** Elements that are painted, counted as often as they are. */
  readonly painted: number
  /** Those of them that are its own, or used by it: whatever fills it fills each of these. */
  readonly parts: number
  /** The corners of these, where markers stand. */
  readonly corners: number
  readonly levels: number
}

/** Where the styles of a drawing are until it has been made safe. */
export interface StylePlaces {
  /** The attribute that elements have their styles in. */
  readonly attribute: string
  /** The texts of its sheets. */
  readonly sheets: readonly string[]
}

/**
 * What is painted many times by what is painted many times would never be drawn. The page gets its turns meanwhile.
 *
 * @throws AppError `blob/too-large`
 */
export async function assertFew(root: Element, styles: StylePlaces, turns: Turns): Promise<void> {
  const scales = new Scales(root, styles, turns)
  await scales.readSheets(root, styles.sheets)
  const { painted, levels } = await scales.weigh(root, 0)
  if (painted > MOST_ELEMENTS || levels > MOST_LEVELS) throw tooMany()
}

export function tooMany(): AppError {
  return new AppError('blob/too-large', 'This drawing is made of more parts than a board takes. Make it simpler first.')
}

class Scales {
  readonly #byId = new Map<string, Element>()
  readonly #bySheet = new Map<Element, Mention[]>()
  /** Null while it is being weighed. */
  readonly #known = new Map<Element, Weight | null>()
  readonly #attribute: string
  readonly #hasMarkers: boolean
  readonly #turns: Turns
  readonly #units: PictureSize

  constructor(root: Element, { attribute }: StylePlaces, turns: Turns) {
    this.#turns = turns
    this.#units = unitsOfSvg(root)
    this.#attribute = attribute
    this.#hasMarkers = root.querySelector('marker') !== null
    for (const element of root.querySelectorAll('[id]')) {
      if (!this.#byId.has(element.id)) this.#byId.set(element.id, element)
    }
  }

  async readSheets(root: Element, sheets: readonly string[]): Promise<void> {
    let [rules, count] = [0, 0]
    for (const rule of sheets.flatMap(rulesOf)) {
      const mentions = mentionsIn(rule).filter(({ id }) => id === null || this.#part(id, root) !== null)
      if (mentions.length === 0) continue
      rules += 1
      await this.#turns.rest()
      for (const element of matching(root, selectorOf(rule))) {
        const before = this.#bySheet.get(element)
        if (before === undefined) this.#bySheet.set(element, [...mentions])
        else before.push(...mentions)
        count += mentions.length
        if (rules > MOST_RULES || count > MOST_MENTIONS) throw tooMany()
      }
    }
  }

  /** @param levels how many references have led here */
  async weigh(element: Element, levels: number): Promise<Weight> {
    const known = this.#known.get(element)
    if (known !== undefined && known !== null) return known
    // Nothing that has to be painted before itself can be.
    if (known === null || levels > MOST_LEVELS) throw tooMany()
    this.#known.set(element, null)
    if (this.#turns.isOver) await this.#turns.rest()
    let weight: Weight = { painted: 1, parts: 1, corners: this.#hasMarkers ? cornersOf(element) : 1, levels: 0 }
    for (const child of element.children) weight = sum(weight, await this.weigh(child, levels))
    for (const name of ['href', 'xlink:href']) {
      const target = this.#part(element.getAttribute(name)?.slice(1) ?? '', element)
      if (target !== null) weight = sum(weight, up(await this.weigh(target, levels + 1)))
    }
    for (const mention of this.#mentions(element)) weight = await this.#with(weight, mention, element, levels)
    this.#known.set(element, weight)
    return weight
  }

  async #with(weight: Weight, { property, id }: Mention, element: Element, levels: number): Promise<Weight> {
    if (id === null) return { ...weight, painted: weight.painted + FILTERING }
    const target = this.#part(id, element)
    if (target === null) return weight
    const other = up(await this.weigh(target, levels + 1))
    const times = ONCE.has(property) ? 1 : FILLING.has(property) ? weight.parts : weight.corners
    const isFilter = target.localName === 'filter'
    const once = isFilter ? other.painted * FILTERING * this.#areaOf(target) : other.painted + layersOf(target)
    return { ...weight, painted: weight.painted + times * once, levels: Math.max(weight.levels, other.levels) }
  }

  /** The area that a filter works on, in times of the usual. */
  #areaOf(filter: Element): number {
    const area = areaOfFilter(filter, this.#units)
    if (area === null) throw tooMany()
    return area
  }

  /** What an element refers to of what has to be painted; nothing is painted with itself. */
  #part(id: string, from: Element): Element | null {
    const target = this.#byId.get(id) ?? this.#byId.get(unescaped(id)) ?? null
    if (target === null || GRADIENTS.has(target.localName)) return null
    return target.contains(from) && PAINTS.has(target.localName) ? null : target
  }

  #mentions(element: Element): Mention[] {
    const own = Array.from(element.attributes).flatMap(({ name, value }) =>
      mentionsIn(name === this.#attribute ? value : `${name}:${value.replaceAll(';', ' ')}`),
    )
    return [...own, ...(this.#bySheet.get(element) ?? [])]
  }
}

/** These are for an element as a whole; all other properties are handed down to what is in it. */
const ONCE: ReadonlySet<string> = new Set(['filter', 'mask', 'clip-path'])
/** These are for whatever is painted; any other may have to do with markers. */
const FILLING: ReadonlySet<string> = new Set(['fill', 'stroke'])
/** Cost the same however much is painted with them. */
const GRADIENTS: ReadonlySet<string> = new Set(['linearGradient', 'radialGradient'])
/** What other things are painted with, and how many layers that takes. A browser leaves out what is painted with itself. */
const PAINTS: ReadonlyMap<string, number> = new Map([
  ['pattern', 1],
  ['mask', 1],
  ['clipPath', 0],
  ['marker', 0],
  ['filter', 0],
])

function layersOf(target: Element): number {
  return (PAINTS.get(target.localName) ?? 0) * LAYER
}

function sum(a: Weight, b: Weight): Weight {
  return {
    painted: a.painted + b.painted,
    parts: a.parts + b.parts,
    corners: a.corners + b.corners,
    levels: Math.max(a.levels, b.levels),
  }
}

function up(weight: Weight): Weight {
  return { ...weight, levels: weight.levels + 1 }
}

function cornersOf(element: Element): number {
  const places = element.getAttribute('d') ?? element.getAttribute('points') ?? ''
  return 1 + (places.match(/\d*\.?\d+/g)?.length ?? 0) / 2
}

/** What a selector is about; nothing when it is none, as for a browser. */
function matching(root: Element, selector: string): readonly Element[] {
  try {
    const all = Array.from(root.querySelectorAll(selector))
    return root.matches(selector) ? [root, ...all] : all
  } catch {
    return []
  }
}

/** Ids in addresses may be written with per cent signs. */
function unescaped(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
