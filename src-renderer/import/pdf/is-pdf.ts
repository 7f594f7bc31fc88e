import { assertSize } from '../opened.ts'

/** Bytes at the beginning of a file within which a PDF says that it is one, as readers have it. */
const LOOKED_AT = 1024

/**
 * Whether a file is a PDF that can be opened, going by its content.
 *
 * @throws AppError `import/too-large` for one with more bytes than any file may have
 */
export async function isPdf(file: Pick<Blob, 'size' | 'slice'>): Promise<boolean> {
  if (!(await beginsAsPdf(file))) return false
  assertSize(file)
  return true
}

async function beginsAsPdf(file: Pick<Blob, 'slice'>): Promise<boolean> {
  try {
    const start = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer())
    return new TextDecoder('latin1').decode(start).includes('%PDF-')
  } catch {
    // Whoever reads all of it says why that cannot be done.
    return false
  }
}
