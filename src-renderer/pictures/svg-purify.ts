import DOMPurify from 'dompurify'
import type { Turns } from '#renderer/export/turns.ts'

/** What makes a drawing move. */
const MOVING = ['animate', 'animateColor', 'animateMotion', 'animateTransform', 'set', 'mpath']
const ALLOWED = {
  USE_PROFILES: { svg: true, svgFilters: true },
  ADD_TAGS: ['use'],
  FORBID_TAGS: [...MOVING, 'script', 'foreignObject', 'a'],
  RETURN_DOM: true,
  RETURN_DOM_FRAGMENT: true,
}
/** Elements that are looked through at once. */
const AT_ONCE = 64
const SVG_SPACE = 'http://www.w3.org/2000/svg'
/** Marks the place of what is looked through apart. No drawing may have it. */
export const PLACE = 'data-drawnet-place'

/**
 * What is left of a drawing without anything that could run. It is taken apart to be looked through, a few elements at a
 * time, with turns for the page; an element with more in it than that is looked through without it first.
 *
 * @param root in a document where nothing runs; empty afterwards
 */
export async function purified(root: Element, turns: Turns): Promise<Element | null> {
  return (await new Purifier(root.ownerDocument, turns).large(root)).firstElementChild
}

class Purifier {
  readonly #document: Document
  readonly #turns: Turns
  /** One of its own, which reads what is allowed once and not for each few. */
  readonly #purify = DOMPurify(window)

  constructor(page: Document, turns: Turns) {
    this.#purify.setConfig(ALLOWED)
    this.#document = page
    this.#turns = turns
  }

  /** What is left of an element with much in it: where it may not be, perhaps what is in it. */
  async large(element: Element): Promise<DocumentFragment> {
    const place = this.#document.createElementNS(SVG_SPACE, 'g')
    place.setAttribute(PLACE, '')
    const shell = element.cloneNode(false)
    shell.appendChild(place)
    const left = this.#few([shell])
    await this.#turns.rest()
    left.querySelector(`[${PLACE}]`)?.replaceWith(await this.#content(element))
    return left
  }

  async #content(element: Element): Promise<DocumentFragment> {
    const left = this.#document.createDocumentFragment()
    let few: Node[] = []
    let size = 0
    const empty = async (): Promise<void> => {
      if (few.length > 0) left.append(this.#few(few))
      few = []
      size = 0
      await this.#turns.rest()
    }
    for (const child of Array.from(element.childNodes)) {
      const more = sizeOf(child)
      if (size + more > AT_ONCE) await empty()
      if (more > AT_ONCE && child instanceof Element) left.append(await this.large(child))
      else {
        few.push(child)
        size += more
      }
    }
    await empty()
    return left
  }

  #few(nodes: readonly Node[]): DocumentFragment {
    const around = this.#document.createElementNS(SVG_SPACE, 'svg')
    around.append(...nodes)
    const left = this.#document.createDocumentFragment()
    const safe = this.#purify.sanitize(around, { RETURN_DOM_FRAGMENT: true })
    left.append(...(safe.firstElementChild?.childNodes ?? []))
    return left
  }
}

/** How many nodes something is, with the elements in it; counted no further than has to be. */
function sizeOf(node: Node): number {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT)
  let count = 1
  while (count <= AT_ONCE && walker.nextNode() !== null) count += 1
  return count
}
