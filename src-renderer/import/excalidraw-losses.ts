import { boundsOf, contains, inflate } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { widthOf } from './excalidraw-looks.ts'
import { originOf, sizeOf } from './excalidraw-places.ts'
import { inkOfCss } from './foreign-color.ts'
import type { LossCount } from './opened.ts'

/*
 * What drawings of Excalidraw say that no record can.
 */

const SKETCHED: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'diamond', 'line', 'arrow'])
/** What has places that it goes through. */
export const PATHS: ReadonlySet<string> = new Set(['line', 'arrow', 'freedraw', 'draw'])
const WHITE = '#ffffff'

/** Counts what an element says of itself. */
export function noteElement(element: ForeignElement, losses: LossCount): void {
  const type = element.text('type')
  if (SKETCHED.has(type) && element.number('roughness', 1) > 0) losses.add('sketchiness')
  if (element.text('link') !== '') losses.add('link')
  if (element.list('groupIds').length > LIMITS.maxGroupDepth) losses.add('groups')
  if (PATHS.has(type) && element.points().length < element.list('points').length) losses.add('places')
}

/** Counts what the words in a figure say of themselves, which are as the figure is here, and in its middle. */
export function noteLabel(label: ForeignElement, figure: ForeignElement, losses: LossCount): void {
  if (inkOfCss(label.text('strokeColor')) !== inkOfCss(figure.text('strokeColor'))) losses.add('labelColor')
  if (label.number('opacity', 100, 0, 100) !== figure.number('opacity', 100, 0, 100)) losses.add('labelOpacity')
  const place = label.text('verticalAlign')
  if (place === 'top' || place === 'bottom') losses.add('labelPlace')
}

/** Counts what is said of a file's paper. */
export function notePaper(file: ForeignElement, losses: LossCount): void {
  const state = file.part('appState')
  if (state === null) return
  const paper = inkOfCss(state.text('viewBackgroundColor'))
  if (paper !== null && paper !== WHITE) losses.add('background')
  // Files of today always have the size of a grid, and say whether it is seen.
  const hasGrid = state.says('gridModeEnabled') ? state.flag('gridModeEnabled') : state.number('gridSize', 0) > 0
  if (hasGrid) losses.add('grid')
}

export function isFrame(element: ForeignElement): boolean {
  return ['frame', 'magicframe'].includes(element.text('type')) && !element.flag('isDeleted')
}

/** Whether parts of what an element became lie beyond its frame, which hid them. */
export function isClipped(records: readonly BoardRecord[], element: ForeignElement, frame: ForeignElement): boolean {
  const { x, y } = originOf(frame)
  const { w, h } = sizeOf(frame)
  // Of an outline along the frame hardly anything was hidden.
  const seen = inflate({ minX: x, minY: y, maxX: x + w, maxY: y + h }, widthOf(element))
  return records.some((record) => !contains(seen, boundsOf(record)))
}
