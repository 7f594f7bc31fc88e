/** Bytes at the beginning within which a drawing says how it is written. */
const LOOKED_AT = 1024
const DECLARED = /^<\?xml\s[^>]*\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/

/** The text of a drawing, going by the mark it begins with or by its declaration (XML 1.0, 4.3.3); UTF-8 without. */
export function textOfSvg(bytes: Uint8Array): string {
  return decoderFor(bytes).decode(bytes)
}

function decoderFor(bytes: Uint8Array): TextDecoder {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le')
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be')
  const [, label = 'utf-8'] = DECLARED.exec(new TextDecoder('latin1').decode(bytes.subarray(0, LOOKED_AT))) ?? []
  // Whatever could be read so far is not UTF-16.
  if (/^utf-?16|^ucs-?2|^iso-10646/i.test(label)) return new TextDecoder()
  try {
    return new TextDecoder(label)
  } catch {
    // A name that nobody knows.
    return new TextDecoder()
  }
}
