/*
 * Before the root of an SVG come white space, its declaration, comments and a document type, in any order. They are
 * passed one by one, each letter once: what is looked at may have been made by anybody.
 */

/** A drawing may have a name of its own for the space of names. */
const ROOT = /<(?:[\w.-]{1,64}:)?svg[\s>/]/iy

/** Whether a text begins as an SVG does. */
export function beginsWithRoot(head: string): boolean {
  let at = 0
  for (let end = endOfPart(head, at); end > at; end = endOfPart(head, at)) at = end
  ROOT.lastIndex = at
  return ROOT.test(head)
}

/** Where that ends which begins here and may come before the root; `at` where there is nothing such, or no end of it. */
function endOfPart(head: string, at: number): number {
  if (head.startsWith('<?', at)) return after(head, '>', at)
  if (head.startsWith('<!--', at)) return after(head, '-->', at + 4) || at
  if (head.slice(at, at + DOCTYPE.length).toLowerCase() === DOCTYPE) return endOfDoctype(head, at)
  let end = at
  while (isSpace(head.charCodeAt(end))) end += 1
  return end
}

const DOCTYPE = '<!doctype'

/** What has a meaning in a document type, which may have declarations of its own in brackets. */
const DECLARED = /<!--|["'[\]>]/g

/** Where the document type that begins here ends; 0 where it has no end. */
function endOfDoctype(head: string, at: number): number {
  let isInside = false
  for (let end = at + DOCTYPE.length; ;) {
    DECLARED.lastIndex = end
    const [sign] = DECLARED.exec(head) ?? []
    if (sign === undefined) return 0
    end = DECLARED.lastIndex
    if (sign === '>' && !isInside) return end
    if (sign === '[' || sign === ']') isInside = sign === '['
    else if (sign !== '>') end = after(head, sign === '<!--' ? '-->' : sign, end) || head.length
  }
}

/** Just behind the next of these; 0 where there is none. */
function after(head: string, what: string, from: number): number {
  const found = head.indexOf(what, from)
  return found < 0 ? 0 : found + what.length
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
