import { randomBytes } from 'node:crypto'
import { systemClock } from '#main/engine/surroundings.ts'
import { DEFAULT_UNIT, PointReader, PointWriter, type InkPoint } from '#shared/model/points.ts'
import { InkPacer } from '#shared/sync/ink-pacer.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage } from '#shared/wire/host-messages.ts'
import type { LiveEvent } from '#shared/wire/live-codec.ts'
import { seededNumbers } from '../../support/random.ts'
import type { Grouping } from './load-plan.ts'
import { handwriting, POINTS_PER_STROKE } from './strokes.ts'

const STYLE = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: DEFAULT_UNIT, pressure: true } as const
const SHAPES = 64

/** Drawing as the language of a host has it: messages for a pen's next points, and reading those of others. */
export interface PenLanguage {
  /** Draws group number `at` (0, 1, 2 …) of the pen. Calls `leave`, now or later, with messages that send all that was drawn so far. */
  draw(pen: number, at: number, leave: (messages: readonly Uint8Array[]) => void): void
  /** Calls `seen` with the pen and the number of each group in a message, in order. */
  read(message: Uint8Array, seen: (pen: number, at: number) => void): void
}

/**
 * @param group points in a message; or `own`, for messages at such times as DrawNet's own pens choose
 * @param clientOf index, within the room, of each pen's client
 * @param edits how many edits each pen's client has sent; goes on counting
 */
export function drawnetPens(group: Grouping, clientOf: readonly number[], edits: number[]): PenLanguage {
  const size = group === 'own' ? 1 : group
  const shapes = shapesOf(size)
  const perStroke = POINTS_PER_STROKE / size
  const penOf = new Map(clientOf.map((client, pen) => [client, pen]))
  const run = randomBytes(4).toString('hex')
  /** Where the reader is, by pen. */
  const reading = clientOf.map(() => ({ stroke: -1, next: 0, reader: new PointReader(STYLE.unit, STYLE.pressure) }))
  const pens = clientOf.map(() => (group === 'own' ? new PacedPen(clientOf.length - 1) : new PromptPen()))
  return {
    draw(pen, at, leave) {
      const stroke = Math.floor(at / perStroke)
      const within = at % perStroke
      const piece = shapes[(stroke * 7 + pen) % SHAPES]![within]!
      const events: LiveEvent[] = []
      if (within === 0) {
        const id = `${run}-${pen}-${stroke}`
        events.push({ kind: 'begin', stroke, id, x: (stroke % 40) * 50, y: pen * 100, style: STYLE })
      }
      events.push({ kind: 'append', stroke, piece })
      pens[pen]!.draw(events, leave)
      if (within === perStroke - 1) {
        const lift = { kind: 'lift', stroke, count: POINTS_PER_STROKE, z: 'a1' } as const
        pens[pen]!.flush()
        leave([encodeClientMessage({ kind: 'edit', firstN: ++edits[pen]!, operations: [lift] })])
      }
    },
    read(message, seen) {
      const decoded = decodeHostMessage(message)
      if (decoded.kind !== 'tick') return
      for (const { client, event } of decoded.live) {
        const pen = penOf.get(client)
        if (pen === undefined || event.kind === 'cancel') continue
        const place = reading[pen]!
        if (event.kind === 'begin') {
          reading[pen] = { stroke: event.stroke, next: 0, reader: new PointReader(STYLE.unit, STYLE.pressure) }
        } else if (event.stroke === place.stroke) {
          const points: InkPoint[] = []
          place.reader.read(event.piece, points)
          for (let i = 0; i < points.length / size; i++) seen(pen, event.stroke * perStroke + place.next++)
        }
      }
    },
  }
}

type Leave = (messages: readonly Uint8Array[]) => void

/** Sends each group as it comes. */
class PromptPen {
  draw(events: readonly LiveEvent[], leave: Leave): void {
    leave(events.map((event) => encodeClientMessage({ kind: 'live', events: [event] })))
  }

  flush(): void {}
}

/** Sends as a client of DrawNet does. */
class PacedPen {
  readonly #pacer: InkPacer
  #leave: Leave = () => {}

  constructor(others: number) {
    this.#pacer = new InkPacer(
      systemClock,
      () => others,
      (events) => this.#leave([encodeClientMessage({ kind: 'live', events })]),
    )
  }

  draw(events: readonly LiveEvent[], leave: Leave): void {
    this.#leave = leave
    for (const event of events) this.#pacer.add(event)
  }

  flush(): void {
    this.#pacer.flush()
  }
}

const RELAY_HEAD = 3
const RELAY_POINT = 5

/** What plain relays pass on: the pen, a running number, and points as two 16-bit coordinates and 8 bits of pressure. */
export function relayPens(group: number): PenLanguage {
  const size = RELAY_HEAD + group * RELAY_POINT
  const pens = new Map<number, number>()
  return {
    draw(pen, at, leave) {
      const message = new Uint8Array(size)
      message[0] = pen
      message[1] = at & 255
      message[2] = (at >> 8) & 255
      for (let i = RELAY_HEAD; i < size; i++) message[i] = (at * 31 + i * 17) & 255
      leave([message])
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
