/**
 * UTF-8 (RFC 3629) without the encoders of any platform. What is no proper text becomes U+FFFD, as the
 * Encoding Standard has it. Written for many short, mostly ASCII strings: ids, indices, names.
 */
const REPLACEMENT = 0xfffd

/** Writes the text behind `at`, where there must be room for three bytes a code unit; returns the end. */
export function writeUtf8(text: string, into: Uint8Array, at: number): number {
  let end = at
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      into[end++] = code
      continue
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1)
      if (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        i += 1
      } else code = REPLACEMENT
    }
    if (code < 0x800) into[end++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) into[end++] = 0xe0 | (code >> 12)
      else {
        into[end++] = 0xf0 | (code >> 18)
        into[end++] = 0x80 | ((code >> 12) & 0x3f)
      }
      into[end++] = 0x80 | ((code >> 6) & 0x3f)
    }
    into[end++] = 0x80 | (code & 0x3f)
  }
  return end
}

/** How many bytes the text takes. */
export function utf8Length(text: string): number {
  return writeUtf8(text, new Uint8Array(3 * text.length), 0)
}

/** The text of the bytes from `at` to `end`. */
export function readUtf8(bytes: Uint8Array, at: number, end: number): string {
  let text = ''
  let i = at
  while (i < end) {
    const first = bytes[i++]!
    if (first < 0x80) {
      text += String.fromCharCode(first)
      continue
    }
    const more = first >= 0xf0 && first < 0xf5 ? 3 : first >= 0xe0 ? 2 : 1
    let code = first & (0x3f >> more)
    let left = first >= 0xc2 && first < 0xf5 ? more : 0
    let sound = left > 0
    for (; left > 0 && i < end && (bytes[i]! & 0xc0) === 0x80; left--) code = (code << 6) | (bytes[i++]! & 0x3f)
    const shortest = more === 1 ? 0x80 : more === 2 ? 0x800 : 0x10000
    sound &&= left === 0 && code >= shortest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    text += String.fromCodePoint(sound ? code : REPLACEMENT)
  }
  return text
}
