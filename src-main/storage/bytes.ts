/** A blob without Node's own methods, as shared code knows bytes. Nothing is copied. */
export function bytesOf(blob: Uint8Array): Uint8Array {
  return new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength)
}
