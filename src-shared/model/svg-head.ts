/*
 * Before the root of an SVG come white space, its declaration, comments and a document type, in any order. They are
 * passed one by one, each letter once: what is looked at may have been made by anybody.
 */

const ROOT = /<svg[\s>/]/iy

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

/** A document type may have declarations of its own in brackets. */
function endOfDoctype(head: string, at: number): number {
  const end = after(head, '>', at)
  const bracket = head.indexOf('[', at)
  if (bracket < 0 || bracket > end) return end
  return after(head, '>', after(head, ']', bracket) || head.length)
}

/** Just behind the next of these; 0 where there is none. */
function after(head: string, what: string, from: number): number {
  const found = head.indexOf(what, from)
  return found < 0 ? 0 : found + what.length
}

export function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
