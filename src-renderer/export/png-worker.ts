import { paintGrid } from '#renderer/board/grid-painter.ts'
import { LayerStack, type Sheet } from '#renderer/board/layer-stack.ts'
import { paintInView } from '#renderer/board/painter.ts'
import { pictures } from '#renderer/pictures/picture-shelf.ts'
import type { Frame } from './frame.ts'
import { packRows } from './pack-rows.ts'
import type { PaintOrder, PaintResult } from './paint-worker.ts'

/*
 * Paints a picture away from the page, so that drawing goes on meanwhile: a browser paints what a canvas was told all
 * at once, which for a large board takes seconds.
 */

/** The parts of a worker's scope that this needs. */
interface Scope {
  readonly fonts: FontFaceSet
  postMessage(result: PaintResult, transfer?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<PaintOrder>) => void): void
}

const scope = globalThis as unknown as Scope

interface Painted {
  readonly canvas: OffscreenCanvas
  readonly ctx: OffscreenCanvasRenderingContext2D
  readonly hasAlpha: boolean
}

let painted: Painted | null = null
let paint: ((order: PaintOrder) => void) | null = null

async function begin(order: Extract<PaintOrder, { kind: 'begin' }>): Promise<void> {
  for (const { family, unicodeRange, bytes } of order.fonts) {
    const face = new FontFace(family, bytes, { weight: '100 900', unicodeRange })
    scope.fonts.add(await face.load())
  }
  const { frame, theme, ground } = order
  const canvas = new OffscreenCanvas(frame.width, frame.height)
  // In main memory as tiles are: a graphics card would soften edges in its own way.
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw new Error('There is no canvas.')
  if (ground !== null) {
    ctx.fillStyle = ground.paper
    ctx.fillRect(0, 0, frame.width, frame.height)
    paintGrid(ctx, ground.grid, frame.view, ground.density, theme)
  }
  painted = { canvas, ctx, hasAlpha: ground === null }
  const runs = frame.layers ?? null
  const layers = new LayerStack<typeof ctx>(ctx, () => sheetLike(frame))
  paint = (next) => {
    if (next.kind !== 'paint') return layers.finish()
    const run = runs?.[next.layer]
    const onto = run === undefined ? ctx : layers.on(run)
    for (const record of next.records) paintInView(onto, record, theme, frame.view)
    // Browsers put painting off until somebody looks: then all strips would be painted one after the other, at last.
    onto.getImageData(0, 0, 1, 1)
  }
}

function sheetLike({ width, height }: Frame): Sheet<OffscreenCanvasRenderingContext2D> {
  const sheet = new OffscreenCanvas(width, height)
  const ctx = sheet.getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw new Error('There is no canvas.')
  return { canvas: sheet, ctx }
}

async function follow(order: PaintOrder): Promise<void> {
  if (order.kind === 'begin') return await begin(order)
  if (order.kind === 'paint') return paint?.(order)
  if (order.kind === 'picture') {
    const { natural, isShapes, level, image } = order.picture
    return pictures.put(order.hash, natural, isShapes, level, image)
  }
  paint?.(order)
  if (painted === null) throw new Error('Nothing was begun.')
  if (order.as === 'png') return scope.postMessage({ blob: await painted.canvas.convertToBlob({ type: 'image/png' }) })
  const rows = packRows(painted.canvas, painted.ctx, painted.hasAlpha)
  scope.postMessage({ rows }, [rows.bytes.buffer])
}

/** One after the other: fonts come before what is written in them. */
let done = Promise.resolve()
scope.addEventListener('message', ({ data }) => {
  done = done.then(() => follow(data))
  done.catch((error: unknown) => scope.postMessage({ failure: String(error) }))
})
