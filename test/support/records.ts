import { packPoints, type InkPoint } from '#shared/model/points.ts'
import {
  USUAL,
  type LayerRecord,
  type PageRecord,
  type ShapeRecord,
  type StrokeRecord,
  type TextRecord,
} from '#shared/model/records.ts'

/** A wave of ink from the origin to the right, 200 units long, with rising and falling pressure. */
export function wave(count = 60): InkPoint[] {
  return Array.from({ length: count }, (_, i) => ({
    x: (200 * i) / (count - 1),
    y: 40 * Math.sin(i / 6),
    pressure: 0.5 + 0.45 * Math.sin(i / 9),
  }))
}

/** A stroke for tests; what is not given is ordinary. `ink` are its points relative to its place. */
export function stroke(
  change: Partial<StrokeRecord> & { readonly id: string; readonly ink?: readonly InkPoint[] },
): StrokeRecord {
  const { ink = wave(), ...rest } = change
  const unit = rest.unit ?? 3
  const pressure = rest.pressure ?? false
  return {
    ...USUAL.stroke,
    type: 'stroke',
    z: 'a0',
    author: 1,
    x: 0,
    y: 0,
    width: 4,
    unit,
    pressure,
    points: packPoints(ink, unit, pressure),
    ...rest,
  }
}

/** A straight stroke from one board position to another. */
export function line(
  id: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  change: Partial<StrokeRecord> = {},
): StrokeRecord {
  const ink = Array.from({ length: 11 }, (_, i) => ({
    x: ((x2 - x1) * i) / 10,
    y: ((y2 - y1) * i) / 10,
    pressure: 0.5,
  }))
  return stroke({ ...change, id, x: x1, y: y1, ink })
}

export function text(change: Partial<TextRecord> & { readonly id: string }): TextRecord {
  return {
    ...USUAL.text,
    type: 'text',
    z: 'a0',
    author: 1,
    x: 0,
    y: 0,
    text: 'Board',
    size: 24,
    w: 70,
    h: 30,
    ...change,
  }
}

export function shape(change: Partial<ShapeRecord> & { readonly id: string }): ShapeRecord {
  return { ...USUAL.shape, type: 'shape', z: 'a1', author: 1, x: 0, y: 0, w: 100, h: 60, ...change }
}

export function page(change: Partial<PageRecord> & { readonly id: string }): PageRecord {
  return { ...USUAL.page, type: 'page', z: 'a0', author: 1, x: 0, y: 0, ...change }
}

export function layer(change: Partial<LayerRecord> & { readonly id: string }): LayerRecord {
  return { ...USUAL.layer, type: 'layer', z: 'a0', author: 1, x: 0, y: 0, ...change }
}
