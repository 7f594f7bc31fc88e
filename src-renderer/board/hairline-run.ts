import type { Theme } from '#shared/model/palette.ts'
import type { Outline } from '#shared/model/pages.ts'
import type { BoardRecord, StrokeRecord } from '#shared/model/records.ts'
import type { View } from './camera.ts'
import type { HairlineContext } from './hairline-context.ts'
import { isHairline, paintHairline } from './painter.ts'
import type { IndexItem } from './spatial-index.ts'

/** Ink seen from so far that it is hairlines, one after the other on one layer: they are painted together. */
export class HairlineRun {
  readonly #first: BoardRecord
  readonly #outline: Outline
  readonly #view: View
  readonly #lines: HairlineContext

  /** @param lines over what was painted before */
  constructor(first: BoardRecord, outline: Outline, view: View, lines: HairlineContext) {
    this.#first = first
    this.#outline = outline
    this.#view = view
    this.#lines = lines
  }

  /** Paints a record that comes next; answers false, and does nothing, where it is not of the run. */
  paint(record: BoardRecord, theme: Theme, strength: number): boolean {
    if (!belongs(record, this.#first, this.#outline, this.#view.scale)) return false
    if (strength > 0) paintHairline(this.#lines, record, theme, this.#view, strength)
    return true
  }

  /** Brings what was painted so far onto the canvas. */
  show(): void {
    this.#lines.show()
  }
}

/** How many items of a run there are from one on; `most` where there are more. */
export function lengthOfRun(
  items: readonly IndexItem[],
  from: number,
  most: number,
  outline: Outline,
  scale: number,
): number {
  const end = Math.min(items.length, from + most)
  let next = from
  while (next < end && belongs(items[next]!.record, items[from]!.record, outline, scale)) next += 1
  return next - from
}

function belongs(record: BoardRecord, first: BoardRecord, outline: Outline, scale: number): record is StrokeRecord {
  return isHairline(record, scale) && (outline.isOpaque || outline.layerOf(record) === outline.layerOf(first))
}
