import { Value } from '#shared/emitter.ts'
import { PAPER, cssOfInk, type Ink, type Theme } from '#shared/model/palette.ts'
import type { ShownStyle } from '#renderer/board/shown-style.ts'
import { FIRST_PEN, type PenSettings } from '#renderer/tools/pen-settings.ts'
import type { ExportOptions, ExportedImage } from '#renderer/export/png.ts'

export type ToolId = 'select' | 'hand' | 'pen' | 'eraser' | 'text'
export interface InkStyle {
  readonly color: Ink
  readonly width: number
  readonly opacity: number
}
export const WIDTHS: readonly number[] = [2, 4, 8, 16, 32]

/** Stands in for the board's editor: a still drawing, and the values that the islands watch. */
export class Editor {
  readonly tool = new Value<ToolId>('pen')
  readonly shownStyle = new Value<ShownStyle>({ color: 'ink', width: 4, opacity: 1, hasLines: true })
  readonly pen = {
    settings: new Value<PenSettings>(FIRST_PEN),
    set(change: Partial<PenSettings>): void {
      this.settings.update((settings) => ({ ...settings, ...change }))
    },
  }
  readonly camera = new Value({ x: 0, y: 0, zoom: 1 })
  readonly selection = new Value<readonly string[]>([])
  readonly penDown = new Value(false)
  readonly #canvas = document.createElement('canvas')
  #theme: Theme

  constructor({ element, theme }: { element: HTMLElement; room: unknown; theme: Theme }) {
    this.#theme = theme
    element.append(this.#canvas)
    this.#canvas.width = element.clientWidth
    this.#canvas.height = element.clientHeight
    this.#paint()
  }

  setTool(tool: ToolId): void {
    this.tool.set(tool)
  }

  setStyle(change: Partial<InkStyle>): void {
    this.shownStyle.update((style) => ({ ...style, ...change }))
  }

  clearSelection(): void {
    this.selection.set([])
  }

  zoomIn(): void {
    this.camera.update((camera) => ({ ...camera, zoom: camera.zoom * 1.25 }))
  }

  zoomOut(): void {
    this.camera.update((camera) => ({ ...camera, zoom: camera.zoom / 1.25 }))
  }

  zoomTo(zoom: number): void {
    this.camera.update((camera) => ({ ...camera, zoom }))
  }

  zoomToFit(): void {
    this.zoomTo(0.62)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#paint()
  }

  async exportImage({ scale, background, theme }: ExportOptions): Promise<ExportedImage> {
    const canvas = new OffscreenCanvas(960 * scale, 600 * scale)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.scale(scale, scale)
    draw(context, 960, 600, theme, background)
    return { blob: await canvas.convertToBlob(), width: canvas.width, height: canvas.height }
  }

  readonly exporting = {
    frames: () => [],
    count: () => 2,
    measure: ({ scale, what }: ExportOptions) =>
      what === 'selection' ? null : { width: 960 * scale, height: 600 * scale },
    image: (options: ExportOptions) => this.exportImage(options),
    preview: async (options: ExportOptions) => (await this.exportImage({ ...options, scale: 1 })).blob,
    thumbnail: (width: number, height: number) => this.renderThumbnail(width, height),
    file: async (options: ExportOptions) => (await this.exportImage(options)).blob,
  }

  async renderThumbnail(width: number, height: number): Promise<Blob> {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    draw(context, width, height, this.#theme, true)
    return canvas.convertToBlob()
  }

  focus(): void {
    this.#canvas.parentElement?.focus()
  }

  dispose(): void {
    this.#canvas.remove()
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d')
    if (context !== null) draw(context, this.#canvas.width, this.#canvas.height, this.#theme, true)
  }
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export function draw(
  context: Context,
  width: number,
  height: number,
  theme: Theme,
  background: boolean,
  seed = 1,
): void {
  context.clearRect(0, 0, width, height)
  if (background) {
    context.fillStyle = PAPER[theme]
    context.fillRect(0, 0, width, height)
  }
  const inks: readonly Ink[] = ['ink', 'blue', 'red', 'green', 'violet', 'orange']
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (let line = 0; line < 7; line += 1) {
    context.strokeStyle = cssOfInk(inks[(line + seed) % inks.length] ?? 'ink', theme)
    context.lineWidth = (width / 320) * (1 + ((line * seed) % 3))
    context.beginPath()
    const y = height * (0.24 + 0.08 * line)
    for (let x = 0.14; x < 0.86; x += 0.01) {
      const wave = Math.sin(x * (9 + ((line * 7 + seed * 3) % 11)) + line + seed) * Math.sin(x * 3 * Math.PI + seed)
      context.lineTo(x * width, y + wave * height * 0.12)
    }
    context.stroke()
  }
}
