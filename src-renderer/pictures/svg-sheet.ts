/** What a drawing says in CSS, of a property, about a part of itself. */
export interface Mention {
  /** In small letters. */
  readonly property: string
  /** The id of the part; null where a filter is told in words. */
  readonly id: string | null
}

/** Comments, strings, and what rules begin and end with. */
const TOKEN = /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]+|\\[^])*"?|'(?:[^'\\\n]+|\\[^])*'?|[{};]/g

/** The rules of a sheet of styles, each as it is written but for comments; what stands in a rule's braces is in it. */
export function rulesOf(css: string): string[] {
  const plain = css.replace(TOKEN, (token) => (token.startsWith('/*') ? ' ' : token))
  const rules: string[] = []
  let [start, depth] = [0, 0]
  for (const { 0: token, index } of plain.matchAll(TOKEN)) {
    if (token === '{') depth += 1
    if (token === '}') depth = Math.max(0, depth - 1)
    if (depth > 0 || (token !== '}' && token !== ';')) continue
    rules.push(plain.slice(start, index + 1))
    start = index + 1
  }
  if (plain.slice(start).trim() !== '') rules.push(plain.slice(start))
  return rules
}

/** What a rule is about; `*` where only a browser could tell. */
export function selectorOf(rule: string): string {
  const selector = rule.slice(0, rule.indexOf('{')).trim()
  return selector === '' || /[@[:]/.test(selector) ? '*' : selector
}

const PART = /url\s*\(\s*["']?#([^"')\s]+)/gi

/** The parts of the drawing that declarations name, with the words that are told of filters. */
export function mentionsIn(declarations: string): Mention[] {
  if (!/url\s*\(|filter/i.test(declarations)) return []
  return declarations.split(';').flatMap((declaration) => {
    const inner = declaration.slice(declaration.lastIndexOf('{') + 1)
    const colon = inner.indexOf(':')
    const property = inner.slice(0, Math.max(0, colon)).trim().toLowerCase()
    const ids: (string | null)[] = Array.from(inner.matchAll(PART), ([, id = '']) => id)
    if (property === 'filter') ids.push(...Array.from(inner.matchAll(/[a-z]\s*\(\s*[^\s"'#]/gi), () => null))
    return ids.map((id) => ({ property, id }))
  })
}
