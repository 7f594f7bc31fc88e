import * as v from 'valibot'
import type { Dispose, ReadonlyValue, Value } from '#shared/emitter.ts'
import { isInk, type Ink } from '#shared/model/palette.ts'
import { ALIGNMENTS, BENDS, DASHES, FILLS, FONTS, HEADS, LIMITS, NIBS, WEIGHTS } from '#shared/model/properties.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { STEADINESS } from '#renderer/tools/stabiliser.ts'
import type { EraserStyle, InkStyle } from '#renderer/tools/tool.ts'
import type { FigureStyling } from './figure-styling.ts'
import type { PenInHand } from './pen-in-hand.ts'
import type { ToolKeeping } from './tool-keeping.ts'
import type { Typing } from './typing.ts'

const KEY = 'drawnet.tools'

/** What of the tools can be set. */
export interface ToolParts {
  /** Of new ink. */
  readonly style: ReadonlyValue<InkStyle>
  readonly eraser: Value<EraserStyle>
  readonly keeping: ToolKeeping
  readonly pen: PenInHand
  readonly figures: FigureStyling
  readonly typing: Typing
}

const number = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most))
const ink = v.custom<Ink>(isInk)
/** What is damaged or no longer known is as if it had not been kept. */
const part = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined)

const nib = v.object({
  color: ink,
  width: number(0.01, LIMITS.maxWidth),
  opacity: number(0, 1),
  pressure: v.boolean(),
  steadiness: v.picklist(STEADINESS),
  straightens: v.boolean(),
})
const kept = v.object({
  nib: part(v.picklist(NIBS)),
  nibs: part(v.partial(v.object({ pen: nib, marker: nib, highlighter: nib, pencil: nib }))),
  keeps: part(v.boolean()),
  eraser: part(v.object({ kind: v.picklist(['whole', 'part']), radius: number(1, 64) })),
  figure: part(
    v.object({
      fill: v.picklist(FILLS),
      fillColor: ink,
      dash: v.picklist(DASHES),
      round: v.boolean(),
      sides: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(12)),
      bend: v.picklist(BENDS),
      startHead: v.picklist(HEADS),
      endHead: v.picklist(HEADS),
      noteColor: ink,
    }),
  ),
  text: part(
    v.object({
      font: v.picklist(FONTS),
      weight: v.picklist(WEIGHTS),
      align: v.picklist(ALIGNMENTS),
      size: number(1, LIMITS.maxTextSize),
    }),
  ),
})

/** Sets the tools to what they were when a board was open the last time, and keeps what they are set to from then on. */
export class ToolMemory {
  readonly #keep: Keep | null
  readonly #parts: ToolParts
  readonly #stop: readonly Dispose[]

  constructor(keep: Keep | null, parts: ToolParts) {
    this.#keep = keep
    this.#parts = parts
    this.#restore()
    const { style, eraser, keeping, pen, figures, typing } = parts
    this.#stop = [style, eraser, keeping.isOn, pen.settings, figures.style, typing.next].map((value) =>
      (value as ReadonlyValue<unknown>).subscribe(() => this.#write()),
    )
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
  }

  #restore(): void {
    const { eraser, keeping, pen, figures, typing } = this.#parts
    const state = read(this.#keep)
    if (state.keeps !== undefined) keeping.set(state.keeps)
    if (state.eraser !== undefined) eraser.set(state.eraser)
    if (state.figure !== undefined) figures.set(state.figure)
    if (state.text !== undefined) typing.setLook(state.text)
    const nibs = NIBS.flatMap((each) => {
      const of = state.nibs?.[each]
      return of === undefined ? [] : [[each, of] as const]
    })
    pen.restore({ nib: state.nib ?? 'pen', nibs: new Map(nibs) })
  }

  #write(): void {
    const { eraser, keeping, pen, figures, typing } = this.#parts
    const { nib: inHand, nibs } = pen.state()
    const state: v.InferOutput<typeof kept> = {
      nib: inHand,
      nibs: Object.fromEntries(nibs),
      keeps: keeping.isOn.get(),
      eraser: eraser.get(),
      figure: figures.style.get(),
      text: typing.next.get(),
    }
    try {
      this.#keep?.setItem(KEY, JSON.stringify(state))
    } catch {
      // A private window keeps nothing: then the choice holds until it is closed.
    }
  }
}

function read(keep: Keep | null): v.InferOutput<typeof kept> {
  let value: unknown = {}
  try {
    value = JSON.parse(keep?.getItem(KEY) ?? '{}')
  } catch {
    // What cannot be read says nothing.
  }
  const parsed = v.safeParse(kept, value)
  return parsed.success ? parsed.output : {}
}
