import { decodePixels, type DecodingFailure, type DecodingOrder, type DecodingResult } from './decode-pixels.ts'

/* Decodes pictures away from the page, so that nobody's pen waits for a large one. */

/** The parts of a worker's scope that this needs. */
interface Scope {
  postMessage(result: DecodingResult | DecodingFailure, transfer?: readonly Transferable[]): void
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<DecodingOrder & { readonly id: number }>) => void,
  ): void
}

const scope = globalThis as unknown as Scope

async function decode(order: DecodingOrder & { readonly id: number }): Promise<void> {
  try {
    const decoded = await decodePixels(order)
    scope.postMessage({ ...decoded, id: order.id }, [decoded.image])
  } catch (error) {
    scope.postMessage({ id: order.id, failure: String(error) })
  }
}

scope.addEventListener('message', ({ data }) => void decode(data))
