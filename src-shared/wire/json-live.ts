import * as v from 'valibot'
import { PointReader, PointWriter, type InkPoint } from '../model/points.ts'
import { NIBS } from '../model/properties.ts'
import { jsonUnit } from './json-operations.ts'
import { appendFromJson, faultOfPoints, jsonPoints, pointsToJson, type JsonPoint } from './json-points.ts'
import { finite, flag, id, ink, notUnderstood, strict, text, uint } from './json-schema.ts'
import type { LiveEvent, RelayedLive } from './live-codec.ts'

/** A live event as a client sends it: an append has points instead of a packed piece. */
export const jsonLiveEvent = v.variant('kind', [
  strict({
    kind: v.literal('begin'),
    stroke: uint,
    id,
    x: finite,
    y: finite,
    style: strict({
      nib: v.optional(v.picklist(NIBS), 'pen'),
      color: ink,
      width: finite,
      opacity: finite,
      unit: jsonUnit,
      pressure: flag,
      page: v.exactOptional(text),
      layer: v.exactOptional(text),
    }),
  }),
  strict({ kind: v.literal('append'), stroke: uint, points: jsonPoints }),
  strict({ kind: v.literal('cancel'), stroke: uint }),
])

type JsonLiveEvent = v.InferOutput<typeof jsonLiveEvent>

/** Packs the strokes that one JSON client is drawing. */
export class LivePacker {
  readonly #strokes = new Map<number, { readonly writer: PointWriter; readonly pressure: boolean }>()

  /**
   * The event in bytes; null for points of a stroke that is not in progress, which are harmless.
   * @param where the event's place in its message
   * @throws AppError `wire/malformed` when the points do not suit the stroke
   */
  pack(event: JsonLiveEvent, where: string): LiveEvent | null {
    switch (event.kind) {
      case 'begin': {
        const { unit, pressure } = event.style
        this.#strokes.set(event.stroke, { writer: new PointWriter(unit, pressure), pressure })
        return event
      }
      case 'append': {
        const stroke = this.#strokes.get(event.stroke)
        if (stroke === undefined) return null
        const fault = faultOfPoints(event.points, stroke.pressure)
        if (fault !== null) throw notUnderstood(`${where}.points[${fault.at}] ${fault.wrong}`)
        return { kind: 'append', stroke: event.stroke, piece: appendFromJson(stroke.writer, event.points) }
      }
      case 'cancel':
        this.end(event.stroke)
        return event
    }
  }

  /** The pen is up. */
  end(stroke: number): void {
    this.#strokes.delete(stroke)
  }
}

export type ToldLive = Omit<RelayedLive, 'event'> & {
  readonly event:
    | Exclude<LiveEvent, { kind: 'append' }>
    | { readonly kind: 'append'; readonly stroke: number; readonly points: readonly JsonPoint[] }
}

interface Unpacking {
  readonly reader: PointReader
  readonly pressure: boolean
  readonly member: number
}

/** Reads the strokes that others are drawing, for a JSON client. */
export class LiveUnpacker {
  readonly #strokes = new Map<string, Unpacking>()

  /** The event with its points as numbers; null where the beginning of the stroke was missed. */
  unpack({ client, member, event }: RelayedLive): ToldLive | null {
    const key = `${client}/${event.stroke}`
    const stroke = this.#strokes.get(key)
    if (event.kind === 'append') {
      if (stroke === undefined) return null
      const points: InkPoint[] = []
      stroke.reader.read(event.piece, points)
      const told = pointsToJson(points, stroke.pressure)
      return { client, member: stroke.member, event: { kind: 'append', stroke: event.stroke, points: told } }
    }
    if (event.kind === 'cancel') {
      this.end(client, event.stroke)
      return { client, member: stroke?.member ?? member, event }
    }
    const { unit, pressure } = event.style
    this.#strokes.set(key, { reader: new PointReader(unit, pressure), pressure, member })
    return { client, member, event }
  }

  /** The stroke is a record now. */
  end(client: number, stroke: number): void {
    this.#strokes.delete(`${client}/${stroke}`)
  }
}
