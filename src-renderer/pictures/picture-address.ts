import { mediaTypeOf } from '#shared/model/blobs.ts'
import { toBase64 } from '#renderer/net/base64.ts'
import { safeSvg } from './safe-svg.ts'

/** A picture as an address that carries it whole; null for what is none. */
export async function addressOfPicture(bytes: Uint8Array | null): Promise<string | null> {
  const type = bytes === null ? null : mediaTypeOf(bytes)
  if (bytes === null || type === null) return null
  if (type !== 'image/svg+xml') return `data:${type};base64,${toBase64(bytes)}`
  try {
    return `data:${type};base64,${toBase64(new TextEncoder().encode((await safeSvg(bytes)).text))}`
  } catch {
    // What cannot be made safe goes nowhere.
    return null
  }
}
