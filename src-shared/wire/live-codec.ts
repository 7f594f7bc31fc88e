import { DEFAULT_UNIT } from '../model/points.ts'
import { NIBS } from '../model/properties.ts'
import type { StrokeStyle } from '../sync/room-view.ts'
import { readInk, writeInk } from './operation-codec.ts'
import { malformed, type Reader, type Writer } from './primitives.ts'

/** What happens to a stroke while the pen is down. `stroke` is the client's own count of its strokes. */
export type LiveEvent =
  | {
      readonly kind: 'begin'
      readonly stroke: number
      readonly id: string
      readonly x: number
      readonly y: number
      readonly style: StrokeStyle
    }
  /** The next piece of the packed points. */
  | { readonly kind: 'append'; readonly stroke: number; readonly piece: Uint8Array }
  | { readonly kind: 'cancel'; readonly stroke: number }

/** A live event as the host passes it on. */
export interface RelayedLive {
  readonly client: number
  /** Whose it is, said with a beginning alone; 0 with what follows. */
  readonly member: number
  readonly event: LiveEvent
}

export function relayedLive(client: number, member: number, event: LiveEvent): RelayedLive {
  return { client, member: event.kind === 'begin' ? member : 0, event }
}

const BEGIN = 1
const APPEND = 2
const CANCEL = 3
/** A beginning on another page than the first, or on another layer than the base. */
const BEGIN_ON = 4

/** Flags of a beginning: pressure, and values that are the usual ones and therefore not said. */
const PRESSURE = 1
const OPAQUE = 2
const USUAL_UNIT = 4
/** From here on the nib, as its place among them. */
const NIB_SHIFT = 3

export function writeLive(writer: Writer, event: LiveEvent): void {
  switch (event.kind) {
    case 'begin':
      writer.byte(isElsewhere(event.style) ? BEGIN_ON : BEGIN)
      writer.uint(event.stroke)
      writer.text(event.id)
      writer.number(event.x)
      writer.number(event.y)
      writeStyle(writer, event.style)
      if (isElsewhere(event.style)) writePlace(writer, event.style)
      return
    case 'append':
      writer.byte(APPEND)
      writer.uint(event.stroke)
      writer.bytes(event.piece)
      return
    case 'cancel':
      writer.byte(CANCEL)
      writer.uint(event.stroke)
  }
}

export function readLive(reader: Reader): LiveEvent {
  const kind = reader.byte()
  const stroke = reader.uint()
  switch (kind) {
    case BEGIN:
    case BEGIN_ON: {
      const begin = { kind: 'begin', stroke, id: reader.text(), x: reader.number(), y: reader.number() } as const
      const style = readStyle(reader)
      return kind === BEGIN ? { ...begin, style } : { ...begin, style: { ...style, ...readPlace(reader) } }
    }
    case APPEND:
      return { kind: 'append', stroke, piece: reader.bytes() }
    case CANCEL:
      return { kind: 'cancel', stroke }
    default:
      throw malformed(`there is no live event ${kind}`)
  }
}

function isElsewhere({ page = '', layer = '' }: StrokeStyle): boolean {
  return page !== '' || layer !== ''
}

function writePlace(writer: Writer, { page = '', layer = '' }: StrokeStyle): void {
  writer.text(page)
  writer.text(layer)
}

function readPlace(reader: Reader): Pick<StrokeStyle, 'page' | 'layer'> {
  return { page: reader.text(), layer: reader.text() }
}

function writeStyle(writer: Writer, { nib, color, width, opacity, unit, pressure }: StrokeStyle): void {
  const isOpaque = opacity === 1
  const isUsual = unit === DEFAULT_UNIT
  const flags = (pressure ? PRESSURE : 0) | (isOpaque ? OPAQUE : 0) | (isUsual ? USUAL_UNIT : 0)
  writer.byte(flags | (NIBS.indexOf(nib) << NIB_SHIFT))
  writeInk(writer, color)
  writer.number(width)
  if (!isOpaque) writer.number(opacity)
  if (!isUsual) writer.number(unit)
}

function readStyle(reader: Reader): StrokeStyle {
  const flags = reader.byte()
  const nib = NIBS[flags >> NIB_SHIFT]
  if (nib === undefined) throw malformed('there is no such nib')
  return {
    nib,
    pressure: (flags & PRESSURE) !== 0,
    color: readInk(reader),
    width: reader.number(),
    opacity: (flags & OPAQUE) !== 0 ? 1 : reader.number(),
    unit: (flags & USUAL_UNIT) !== 0 ? DEFAULT_UNIT : reader.number(),
  }
}
