import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { SHAPES, type ShapeKind } from '#shared/model/properties.ts'
import type { BoardRecord, LineRecord, RecordId, RecordPatch, ShapeRecord } from '#shared/model/records.ts'
import { isRouted, withoutCorners } from './bindings-elbows.ts'
import { bentPath } from '#renderer/tools/line-bend.ts'
import { FIRST_FIGURE, ROUND, type FigureStyle } from '#renderer/tools/shape-style.ts'
import type { InkStyle, ToolId } from '#renderer/tools/tool.ts'

/** What there is to choose for shapes and lines, beside what they share with ink. */
export type FigureControl = 'fill' | 'dash' | 'round' | 'sides' | 'bend' | 'heads'

/** How what is selected looks, or what the present tool will draw. Null stands for values that differ. */
export type ShownFigure = { readonly [Key in keyof FigureStyle]: FigureStyle[Key] | null } & {
  readonly controls: readonly FigureControl[]
}

export interface FigureStylingContext {
  tool(): ToolId
  selected(): readonly BoardRecord[]
  /** CSS pixels per board unit. */
  zoom(): number
  patch(patches: readonly (readonly [RecordId, RecordPatch])[]): void
}

/** Remembers how shapes, lines and notes are drawn, and changes those that are selected. */
export class FigureStyling {
  readonly #context: FigureStylingContext
  readonly #style = new Value<FigureStyle>(FIRST_FIGURE)
  readonly #shown = new Value<ShownFigure>({ ...FIRST_FIGURE, controls: [] })
  /** Of new shapes, lines and notes. */
  readonly style: ReadonlyValue<FigureStyle> = this.#style
  readonly shown: ReadonlyValue<ShownFigure> = this.#shown

  constructor(context: FigureStylingContext) {
    this.#context = context
  }

  /** Changes how new ones look, and what is selected with them: one step of undo. */
  set(change: Partial<FigureStyle>): void {
    this.#style.update((style) => ({ ...style, ...change }))
    const zoom = this.#context.zoom()
    const patches: (readonly [RecordId, RecordPatch])[] = []
    for (const record of this.#context.selected()) {
      const patch = patchOfFigure(record, change, zoom)
      if (patch !== null) patches.push([record.id, patch])
    }
    this.#context.patch(patches)
    this.show()
  }

  /** Takes out of a change of ink's style the colour of paper, which is remembered by itself. */
  withoutPaper(change: Partial<InkStyle>): Partial<InkStyle> {
    const { color, ...rest } = change
    if (color === undefined || !this.#isOfPaper()) return change
    this.#style.update((style) => ({ ...style, noteColor: color }))
    return rest
  }

  /** The style of ink as the present tool has it: notes have a colour of their own. */
  inkOf(style: InkStyle): InkStyle {
    return this.#context.tool() === 'note' ? { ...style, color: this.#style.get().noteColor } : style
  }

  /** Follows the tool, and what is selected. */
  show(): void {
    const selected = this.#context.selected()
    const shown =
      selected.length > 0
        ? shownOfRecords(selected)
        : { ...this.#style.get(), controls: controlsOfTool(this.#context.tool()) }
    if (!isSameFigure(shown, this.#shown.get())) this.#shown.set(shown)
  }

  #isOfPaper(): boolean {
    const selected = this.#context.selected()
    if (selected.length === 0) return this.#context.tool() === 'note'
    return selected.every(({ type }) => type === 'note')
  }
}

function isShape(tool: ToolId): tool is ShapeKind {
  return (SHAPES as readonly string[]).includes(tool)
}

function controlsOfTool(tool: ToolId): readonly FigureControl[] {
  if (isShape(tool)) return controlsOfShape(tool)
  if (tool === 'line') return ['dash', 'bend']
  if (tool === 'arrow') return ['dash', 'bend', 'heads']
  return tool === 'freeform' ? ['fill', 'dash', 'bend'] : []
}

function controlsOfShape(shape: ShapeKind): readonly FigureControl[] {
  if (shape === 'ellipse') return ['fill', 'dash']
  return shape === 'star' || shape === 'polygon' ? ['fill', 'dash', 'round', 'sides'] : ['fill', 'dash', 'round']
}

function controlsOf(record: BoardRecord): readonly FigureControl[] {
  if (record.type === 'shape') return controlsOfShape(record.shape)
  if (record.type !== 'line') return []
  return record.closed ? ['fill', 'dash', 'bend'] : ['dash', 'bend', 'heads']
}

const ORDER: readonly FigureControl[] = ['fill', 'dash', 'round', 'sides', 'bend', 'heads']

/** What a record has of a style; nothing of what it has no control for. */
function figureOf(record: ShapeRecord | LineRecord): Partial<FigureStyle> {
  const controls = new Set(controlsOf(record))
  const { dash, fill, fillColor } = record
  return {
    dash,
    ...(controls.has('fill') ? { fill, fillColor } : {}),
    ...(record.type === 'shape' && controls.has('round') ? { round: record.radius > 0 } : {}),
    ...(record.type === 'shape' && controls.has('sides') ? { sides: record.sides } : {}),
    ...(record.type === 'line' ? { bend: record.bend } : {}),
    ...(record.type === 'line' && controls.has('heads')
      ? { startHead: record.startHead, endHead: record.endHead }
      : {}),
  }
}

/** What all records that have a control have in common. */
export function shownOfRecords(records: readonly BoardRecord[]): ShownFigure {
  const values: Partial<Record<keyof FigureStyle, unknown>> = {}
  const controls = new Set<FigureControl>()
  for (const record of records) {
    if (record.type !== 'shape' && record.type !== 'line') continue
    for (const control of controlsOf(record)) controls.add(control)
    for (const [key, value] of Object.entries(figureOf(record)) as [keyof FigureStyle, unknown][]) {
      values[key] = !(key in values) || values[key] === value ? value : null
    }
  }
  const nothing = Object.fromEntries(Object.keys(FIRST_FIGURE).map((key) => [key, null]))
  return { ...nothing, ...values, controls: ORDER.filter((control) => controls.has(control)) } as ShownFigure
}

/** What a change of style makes of a record; null for nothing. */
export function patchOfFigure(record: BoardRecord, change: Partial<FigureStyle>, zoom: number): RecordPatch | null {
  if (record.type !== 'shape' && record.type !== 'line') return null
  const before = figureOf(record)
  const patch: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(change) as [keyof FigureStyle, unknown][]) {
    if (!(key in before) || before[key] === value) continue
    if (key === 'round') patch['radius'] = value === true ? ROUND / zoom / scaleOf(record) : 0
    else patch[key] = value
  }
  if (record.type === 'line' && change.bend !== undefined && change.bend !== record.bend) {
    const path = bentPath(isRouted(record) ? withoutCorners(record.path) : record.path, change.bend)
    if (path !== record.path) patch['path'] = path
  }
  return Object.keys(patch).length === 0 ? null : patch
}

function scaleOf({ scaleX, scaleY }: BoardRecord): number {
  return Math.sqrt(Math.abs(scaleX * scaleY))
}

function isSameFigure(a: ShownFigure, b: ShownFigure): boolean {
  return (
    (Object.keys(FIRST_FIGURE) as (keyof FigureStyle)[]).every((key) => a[key] === b[key]) &&
    a.controls.join() === b.controls.join()
  )
}
