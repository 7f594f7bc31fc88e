import { AppError } from '#shared/errors.ts'
import { mediaTypeOf } from '#shared/model/blobs.ts'
import type { DecodedPicture, DecodingFailure, DecodingResult } from './decode-pixels.ts'
import { assertPixels, readHeader } from './picture-header.ts'
import { levelFor, sizeAt } from './picture-levels.ts'
import { safeSvg, type SafeSvg } from './safe-svg.ts'

export interface Decoded extends DecodedPicture {
  /** Whether it is made of shapes, and sharp at any size. */
  readonly isShapes: boolean
}

interface Waiting {
  readonly resolve: (decoded: DecodedPicture) => void
  readonly reject: (error: Error) => void
}

/** Makes pictures of files. Those made of pixels are decoded in a worker, which is there from the first on. */
export class PictureDecoder {
  readonly #waiting = new Map<number, Waiting>()
  /** Drawings made safe, by their files: that takes longer than to draw one again for another zoom. */
  readonly #safe = new WeakMap<Uint8Array, Promise<SafeSvg>>()
  #worker: Worker | null = null
  #lastId = 0

  /**
   * @param wide,high pixels that it takes up where it is painted
   * @throws AppError `blob/too-large` or `import/damaged`
   */
  async decode(bytes: Uint8Array, wide: number, high: number): Promise<Decoded> {
    const header = readHeader(bytes)
    if (header !== null) {
      assertPixels(header)
      return { ...(await this.#inWorker(bytes, header.type, wide, high)), isShapes: false }
    }
    if (mediaTypeOf(bytes) !== 'image/svg+xml') throw damaged()
    return await decodeShapes(await this.#safeSvg(bytes), wide, high)
  }

  dispose(): void {
    this.#worker?.terminate()
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(damaged())
    this.#waiting.clear()
  }

  #safeSvg(bytes: Uint8Array): Promise<SafeSvg> {
    let svg = this.#safe.get(bytes)
    if (svg === undefined) this.#safe.set(bytes, (svg = safeSvg(bytes)))
    return svg
  }

  #inWorker(bytes: Uint8Array, type: string, wide: number, high: number): Promise<DecodedPicture> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      const copy = bytes.slice()
      this.#started().postMessage({ id, bytes: copy, type, wide, high }, [copy.buffer])
    })
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<DecodingResult | DecodingFailure>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if ('failure' in data) waiting?.reject(damaged(data.failure))
      else waiting?.resolve(data)
    })
    // The worker itself failed: whoever waits is told, and the next picture gets another.
    worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(damaged(message))
      this.#waiting.clear()
      worker.terminate()
      this.#worker = null
    })
    this.#worker = worker
    return worker
  }
}

/** Draws an SVG, which workers have no means for. */
async function decodeShapes(svg: SafeSvg, wide: number, high: number): Promise<Decoded> {
  const natural = { width: svg.width, height: svg.height }
  const level = levelFor(natural, wide, high, true)
  const { width, height } = sizeAt(natural, level)
  const address = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }))
  try {
    const drawn = new Image()
    drawn.src = address
    await drawn.decode()
    const canvas = new OffscreenCanvas(width, height)
    const ctx = canvas.getContext('2d')
    if (ctx === null) throw damaged('There is no canvas.')
    ctx.drawImage(drawn, 0, 0, width, height)
    return { natural, level, image: canvas.transferToImageBitmap(), isShapes: true }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  } finally {
    URL.revokeObjectURL(address)
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('import/damaged', 'This picture is damaged and cannot be shown.', {}, cause)
}
