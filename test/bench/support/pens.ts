import { randomBytes } from 'node:crypto'
import { DEFAULT_UNIT, PointReader, PointWriter, type InkPoint } from '#shared/model/points.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage } from '#shared/wire/host-messages.ts'
import { seededNumbers } from '../../support/random.ts'
import { handwriting, POINTS_PER_STROKE } from './strokes.ts'

const STYLE = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: DEFAULT_UNIT, pressure: true } as const
const SHAPES = 64

/** Drawing as the language of a host has it: messages for a pen's next points, and reading those of others. */
export interface PenLanguage {
  /** Messages that send group number `at` (0, 1, 2 …) of the pen. */
  group(pen: number, at: number): Uint8Array[]
  /** Calls `seen` with the pen and the number of each group in a message, in order. */
  read(message: Uint8Array, seen: (pen: number, at: number) => void): void
}

/**
 * @param clientOf index, within the room, of each pen's client
 * @param edits how many edits each pen's client has sent; goes on counting
 */
export function drawnetPens(group: number, clientOf: readonly number[], edits: number[]): PenLanguage {
  const shapes = shapesOf(group)
  const perStroke = POINTS_PER_STROKE / group
  const penOf = new Map(clientOf.map((client, pen) => [client, pen]))
  const run = randomBytes(4).toString('hex')
  /** Where the reader is, by pen. */
  const reading = clientOf.map(() => ({ stroke: -1, next: 0 }))
  return {
    group(pen, at) {
      const stroke = Math.floor(at / perStroke)
      const within = at % perStroke
      const piece = shapes[(stroke * 7 + pen) % SHAPES]![within]!
      const messages: Uint8Array[] = []
      if (within === 0) {
        const id = `${run}-${pen}-${stroke}`
        const [x, y] = [(stroke % 40) * 50, pen * 100]
        messages.push(
          encodeClientMessage({ kind: 'live', events: [{ kind: 'begin', stroke, id, x, y, style: STYLE }] }),
        )
      }
      messages.push(encodeClientMessage({ kind: 'live', events: [{ kind: 'append', stroke, piece }] }))
      if (within === perStroke - 1) {
        const lift = { kind: 'lift', stroke, count: POINTS_PER_STROKE, z: 'a1' } as const
        messages.push(encodeClientMessage({ kind: 'edit', firstN: ++edits[pen]!, operations: [lift] }))
      }
      return messages
    },
    read(message, seen) {
      const decoded = decodeHostMessage(message)
      if (decoded.kind !== 'tick') return
      for (const { client, event } of decoded.live) {
        const pen = penOf.get(client)
        if (pen === undefined || event.kind === 'cancel') continue
        const place = reading[pen]!
        if (event.kind === 'begin') Object.assign(place, { stroke: event.stroke, next: 0 })
        else if (event.stroke === place.stroke) seen(pen, event.stroke * perStroke + place.next++)
      }
    },
  }
}

const RELAY_HEAD = 3
const RELAY_POINT = 5

/** What plain relays pass on: the pen, a running number, and points as two 16-bit coordinates and 8 bits of pressure. */
export function relayPens(group: number): PenLanguage {
  const size = RELAY_HEAD + group * RELAY_POINT
  const pens = new Map<number, number>()
  return {
    group(pen, at) {
      const message = new Uint8Array(size)
      message[0] = pen
      message[1] = at & 255
      message[2] = (at >> 8) & 255
      for (let i = RELAY_HEAD; i < size; i++) message[i] = (at * 31 + i * 17) & 255
      return [message]
    },
    read(message, seen) {
      // Joined frames follow each other without a gap.
      for (let from = 0; from < message.length; from += size) {
        const pen = message[from]!
        const number = message[from + 1]! | (message[from + 2]! << 8)
        const last = pens.get(pen) ?? -1
        // The number wraps around; groups of a pen come in order.
        const at = last + ((number - last) & 0xffff || 0x10000)
        pens.set(pen, at)
        seen(pen, at)
      }
    },
  }
}

/** Packed strokes, in the pieces they are sent in. */
function shapesOf(group: number): Uint8Array[][] {
  const random = seededNumbers(7)
  return Array.from({ length: SHAPES }, () => {
    const writer = new PointWriter(DEFAULT_UNIT, true)
    const pieces: Uint8Array[] = []
    for (const [i, point] of handwriting(random).entries()) {
      writer.add(point)
      if ((i + 1) % group === 0) pieces.push(writer.take())
    }
    return pieces
  })
}

/** How many points packed ink unfolds to. */
export function unpackedCount(ink: Uint8Array, unit: number, pressure: boolean): number {
  const points: InkPoint[] = []
  new PointReader(unit, pressure).read(ink, points)
  return points.length
}
