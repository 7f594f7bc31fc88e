/** Bytes at the beginning of a file within which a PDF says that it is one, as readers have it. */
const LOOKED_AT = 1024

/** Whether a file is a PDF, going by its content. */
export async function isPdf(file: Blob): Promise<boolean> {
  try {
    const start = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer())
    return new TextDecoder('latin1').decode(start).includes('%PDF-')
  } catch {
    // Whoever reads all of it says why that cannot be done.
    return false
  }
}
