import { Canvas, Path } from 'fabric'
import { cssOfInk } from '#shared/model/palette.ts'
import { unpackPoints } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'

export interface PlainFabric {
  pan(step: number): void
  dispose(): Promise<void>
}

/** What one would do first: every stroke a Fabric path, with the settings that make it fastest. */
export async function openFabric(
  element: HTMLElement,
  strokes: readonly StrokeRecord[],
  side: number,
): Promise<PlainFabric> {
  const { clientWidth: width, clientHeight: height } = element
  const own = document.createElement('canvas')
  element.append(own)
  const canvas = new Canvas(own, {
    width,
    height,
    renderOnAddRemove: false,
    selection: false,
    skipTargetFind: true,
    skipOffscreen: true,
    enableRetinaScaling: false,
  })
  const paths = strokes.map((stroke) => {
    const data = unpackPoints(stroke)
      .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'} ${x} ${y}`)
      .join(' ')
    return new Path(data, {
      left: stroke.x,
      top: stroke.y,
      stroke: cssOfInk(stroke.color, 'light'),
      strokeWidth: stroke.width,
      fill: '',
      objectCaching: false,
      selectable: false,
      evented: false,
      strokeLineCap: 'round',
      strokeLineJoin: 'round',
    })
  })
  canvas.add(...paths)
  const zoom = Math.min(width, height) / side
  const show = (dx: number): void => {
    canvas.setViewportTransform([zoom, 0, 0, zoom, width / 2 + dx, height / 2])
    canvas.renderAll()
  }
  show(0)
  await new Promise((resolve) => requestAnimationFrame(resolve))
  return {
    pan: (step) => show((step % 40) * 3),
    dispose: async () => {
      await canvas.dispose()
    },
  }
}
