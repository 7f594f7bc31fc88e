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
  readonly member: number
  readonly event: LiveEvent
}

const BEGIN = 1
const APPEND = 2
const CANCEL = 3

export function writeLive(writer: Writer, event: LiveEvent): void {
  switch (event.kind) {
    case 'begin':
      writer.byte(BEGIN)
      writer.uint(event.stroke)
      writer.text(event.id)
      writer.number(event.x)
      writer.number(event.y)
      writeInk(writer, event.style.color)
      writer.number(event.style.width)
      writer.number(event.style.opacity)
      writer.number(event.style.unit)
      writer.byte(event.style.pressure ? 1 : 0)
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
      return {
        kind: 'begin',
        stroke,
        id: reader.text(),
        x: reader.number(),
        y: reader.number(),
        style: {
          color: readInk(reader),
          width: reader.number(),
          opacity: reader.number(),
          unit: reader.number(),
          pressure: reader.byte() === 1,
        },
      }
    case APPEND:
      return { kind: 'append', stroke, piece: reader.bytes() }
    case CANCEL:
      return { kind: 'cancel', stroke }
    default:
      throw malformed(`there is no live event ${kind}`)
  }
}
