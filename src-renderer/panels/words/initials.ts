/** One or two letters that stand for a name on an avatar. */
export function initials(name: string): string {
  const words = name.split(/[\s_.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = firstLetter(words[0] ?? name)
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

// A letter as people see it, with the marks that belong to it.
function firstLetter(word: string): string {
  const plain = word.replace(/^[^\p{L}\p{N}]+/u, '')
  const [letter] = new Intl.Segmenter().segment(plain === '' ? word : plain)
  return letter?.segment ?? ''
}
