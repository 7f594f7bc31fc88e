import { PAPER } from '#shared/model/palette.ts'
import { paintInView } from '#renderer/board/painter.ts'
import type { PaintOrder, PaintResult } from './png-painting.ts'

/*
 * Paints a picture away from the page, so that drawing goes on meanwhile: a browser paints what a canvas was told all
 * at once, which for a large board takes seconds.
 */

/** The parts of a worker's scope that this needs. */
interface Scope {
  readonly fonts: FontFaceSet
  postMessage(result: PaintResult): void
  addEventListener(type: 'message', listener: (event: MessageEvent<PaintOrder>) => void): void
}

const scope = globalThis as unknown as Scope
let canvas: OffscreenCanvas | null = null
let paint: ((order: PaintOrder) => void) | null = null

async function begin(order: Extract<PaintOrder, { kind: 'begin' }>): Promise<void> {
  for (const { family, unicodeRange, bytes } of order.fonts) {
    const face = new FontFace(family, bytes, { weight: '100 900', unicodeRange })
    scope.fonts.add(await face.load())
  }
  const { frame, theme, background } = order
  canvas = new OffscreenCanvas(frame.width, frame.height)
  // In main memory as tiles are: a graphics card would soften edges in its own way.
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw new Error('There is no canvas.')
  if (background) {
    ctx.fillStyle = PAPER[theme]
    ctx.fillRect(0, 0, frame.width, frame.height)
  }
  paint = (next) => {
    if (next.kind === 'paint') for (const record of next.records) paintInView(ctx, record, theme, frame.view)
  }
}

async function follow(order: PaintOrder): Promise<void> {
  if (order.kind === 'begin') return await begin(order)
  if (order.kind === 'paint') return paint?.(order)
  const blob = await canvas?.convertToBlob({ type: 'image/png' })
  if (blob === undefined) throw new Error('Nothing was begun.')
  scope.postMessage({ blob })
}

/** One after the other: fonts come before what is written in them. */
let done = Promise.resolve()
scope.addEventListener('message', ({ data }) => {
  done = done.then(() => follow(data))
  done.catch((error: unknown) => scope.postMessage({ failure: String(error) }))
})
