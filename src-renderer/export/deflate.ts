import { AppError } from '#shared/errors.ts'

/** Bytes packed in the zlib format (RFC 1950). */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return await collected(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate')))
}

/**
 * What `deflate` packed.
 *
 * @param most bytes it may become; small files can unpack to enormous ones
 * @throws AppError `import/damaged` or `import/too-large`
 */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await collected(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')), most)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'import/damaged',
      'The board inside this file is damaged. Export it again, if you can.',
      {},
      error,
    )
  }
}

async function collected(
  stream: ReadableStream<Uint8Array>,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length
    if (length > most) {
      await reader.cancel()
      throw new AppError('import/too-large', 'The board inside this file is too large to be opened.')
    }
    pieces.push(read.value)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
