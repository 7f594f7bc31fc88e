/** Base64 (RFC 4648, section 4) without the means of any platform. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map(Array.from(LETTERS, (letter, value) => [letter.charCodeAt(0), value]))
const FORM = /^[A-Za-z0-9+/]*={0,2}$/

export function toBase64(bytes: Uint8Array): string {
  const groups: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]]
    const left = bytes.length - i
    groups.push(
      LETTERS[a >> 2]! +
        LETTERS[((a & 3) << 4) | (b >> 4)]! +
        (left > 1 ? LETTERS[((b & 15) << 2) | (c >> 6)]! : '=') +
        (left > 2 ? LETTERS[c & 63]! : '='),
    )
  }
  return groups.join('')
}

/** Null for anything that is not exactly what `toBase64` makes. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !FORM.test(text)) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let at = 0
  let rest = 0
  for (let i = 0; i < text.length; i += 4) {
    const value = (k: number): number => VALUES.get(text.charCodeAt(i + k)) ?? 0
    const bits = (value(0) << 18) | (value(1) << 12) | (value(2) << 6) | value(3)
    const group = [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255]
    rest = 0
    for (const [k, byte] of group.entries()) {
      if (at < bytes.length) bytes[at++] = byte
      else rest |= byte << k
    }
  }
  // What pads the last byte has to be nothing, or two texts would say the same.
  return rest === 0 ? bytes : null
}
