import { AppError } from '#shared/errors.ts'
import { Turns } from '#renderer/export/turns.ts'
import { assertPixels } from './picture-header.ts'
import type { PictureSize } from './picture-levels.ts'
import { textOfSvg } from './svg-encoding.ts'
import { plainMarkup, type Renaming } from './svg-markup.ts'
import { PLACE, purified } from './svg-purify.ts'
import { rulesOf } from './svg-sheet.ts'
import { sizeOfSvg } from './svg-size.ts'
import { assertFew } from './svg-weight.ts'

/** An SVG in which nothing can run, and that asks nothing of any network. */
export interface SafeSvg extends PictureSize {
  readonly text: string
}

const SHEET = 'data-drawnet-sheet'
const STYLE = 'data-drawnet-style'
const SVG_SPACE = 'http://www.w3.org/2000/svg'
/**
 * Makes an SVG safe: without scripts, event handlers, foreign content and animations, and without any reference but to
 * parts of itself and to pictures that it carries. The page gets its turns meanwhile.
 *
 * @throws AppError `import/damaged` when there is no drawing left, `blob/too-large` when there is more of it than can be shown
 */
export async function safeSvg(bytes: Uint8Array): Promise<SafeSvg> {
  const turns = new Turns()
  const read = new DOMParser().parseFromString(await plainMarkup(textOfSvg(bytes), QUIETED, turns), 'text/html')
  await turns.rest()
  const drawing = read.querySelector('svg')
  const root = drawing === null ? null : await purified(drawing, turns)
  if (root === null || root.namespaceURI !== SVG_SPACE || root.localName !== 'svg') {
    throw new AppError('import/damaged', 'This drawing is damaged and cannot be shown.')
  }
  for (const element of [root, ...root.querySelectorAll('*')]) {
    clean(element)
    if (turns.isOver) await turns.rest()
  }
  await assertFew(root, { attribute: STYLE, sheets: sheetsOf(root) }, turns)
  const size = sizeOfSvg(root)
  assertPixels(size)
  if (!root.hasAttribute('viewBox')) root.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`)
  root.setAttribute('width', String(size.width))
  root.setAttribute('height', String(size.height))
  const text = new XMLSerializer().serializeToString(root)
  await turns.rest()
  return { text: restored(text), ...size }
}

/**
 * A page does not allow what is written in it to have styles or handlers of its own, and says so for each even where a
 * drawing is only read. Until it has been made safe it has styles under other names, and handlers not at all.
 */
const QUIETED: Renaming = {
  tag: (name) => (name.toLowerCase() === 'style' ? ['metadata', ` ${SHEET}=""`] : [name]),
  attribute: (name) => {
    if (name.toLowerCase() === 'style') return STYLE
    return name === SHEET || name === PLACE || /^on/i.test(name) ? null : name
  },
}

const SHEET_TAGS = new RegExp(`<metadata ${SHEET}=""([^>]*)>([^]*?)</metadata>`, 'g')

function restored(text: string): string {
  return text
    .replace(SHEET_TAGS, '<style$1>$2</style>')
    .replaceAll(/<[^<>]*>/g, (tag) => tag.replace(` ${STYLE}="`, ' style="'))
}

const REFERENCE = /^(?:xlink:)?href$/i
/** What an element may name: a part of the drawing, or pixels that come with it. */
const OWN_PART = /^#[^\s]+$/
/** In CSS these letters would be read in another way. */
const PLAIN_PART = /^#[^\s;(){}"'<>]+$/
const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/
const OWN_FONT =
  /^data:(?:font\/[a-z0-9.+-]+|application\/(?:x-)?font-[a-z0-9.+-]+|application\/octet-stream)(?:;charset=[a-z0-9-]+)?;base64,[a-z0-9+/=\s]*$/i

function clean(element: Element): void {
  for (const { name, value } of Array.from(element.attributes)) {
    if (REFERENCE.test(name)) {
      const isPicture = element.localName === 'image' || element.localName === 'feImage'
      if (!OWN_PART.test(value) && !(isPicture && OWN_PICTURE.test(value))) element.removeAttribute(name)
    } else if (refersElsewhere(value)) element.removeAttribute(name)
  }
  if (element.localName !== 'metadata') return
  const css = element.textContent ?? ''
  if (!element.hasAttribute(SHEET) || css.trim() === '') element.remove()
  else if (refersElsewhere(css)) element.textContent = ownRulesOf(css)
}

/** What is left of a sheet without the rules that name anything but parts of the drawing, and fonts that it carries. */
function ownRulesOf(css: string): string {
  return rulesOf(css)
    .filter((rule) => !refersElsewhere(rule))
    .join('')
}

function sheetsOf(root: Element): string[] {
  return Array.from(root.querySelectorAll('metadata'), (sheet) => sheet.textContent ?? '')
}

/** Whether CSS, or the value of an attribute, names anything but parts of the drawing, and fonts that it carries. */
function refersElsewhere(css: string): boolean {
  // A backslash can spell any of the words in another way.
  if (css.includes('\\') || /@import|image-set|image\s*\(|expression\s*\(|src\s*\(/i.test(css)) return true
  return Array.from(css.matchAll(/url\s*\(([^)]*)\)?/gi)).some(([, target = '']) => {
    const named = target.trim().replace(/^["']|["']$/g, '')
    return !PLAIN_PART.test(named) && !OWN_FONT.test(named)
  })
}
