import { malformed, Writer, type Reader } from './primitives.ts'
import type { RelayedLive } from './live-codec.ts'

/**
 * The frame that is sent most often, nothing but the next points of some strokes, in as few bytes as they
 * take: its kind says how many strokes there are, and the last one's points go on to the end. Where it is one
 * stroke of one of a room's first clients, as nearly always, its kind says which client that is.
 */
const INK = 64
/** How many strokes one frame can bring. */
const MOST = 64
const INK_OF = 128
const FIRST_CLIENTS = 128

interface Tick {
  readonly live: readonly RelayedLive[]
  readonly pointers: readonly unknown[]
  readonly entries: readonly unknown[]
}

/** The frame of a tick that brings points alone; null for any other. */
export function encodeInkFrame({ live, pointers, entries }: Tick): Uint8Array | null {
  if (pointers.length > 0 || entries.length > 0 || live.length === 0 || live.length > MOST) return null
  const writer = new Writer()
  const [first] = live
  if (live.length === 1 && first?.event.kind === 'append' && first.client < FIRST_CLIENTS) {
    writer.byte(INK_OF + first.client)
    writer.uint(first.event.stroke)
    writer.raw(first.event.piece)
    return writer.finish()
  }
  writer.byte(INK + live.length - 1)
  for (const [index, { client, event }] of live.entries()) {
    if (event.kind !== 'append') return null
    writer.uint(client)
    writer.uint(event.stroke)
    if (index === live.length - 1) writer.raw(event.piece)
    else writer.bytes(event.piece)
  }
  return writer.finish()
}

/** Reads what follows the kind. */
export function readInkFrame(kind: number, reader: Reader): RelayedLive[] {
  if (kind >= INK_OF) {
    const event = { kind: 'append', stroke: reader.uint(), piece: reader.rest().slice() } as const
    return [{ client: kind - INK_OF, member: 0, event }]
  }
  if (kind < INK || kind >= INK + MOST) throw malformed(`there is no message ${kind}`)
  return Array.from({ length: kind - INK + 1 }, (_, index) => {
    const client = reader.uint()
    const stroke = reader.uint()
    const piece = index === kind - INK ? reader.rest().slice() : reader.bytes()
    return { client, member: 0, event: { kind: 'append', stroke, piece } } as const
  })
}
