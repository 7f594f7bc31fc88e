import { isPrivate, mayRead } from '../model/operations.ts'
import { cutBySize } from '../wire/cut-by-size.ts'
import {
  asReadBy,
  encodeHostMessage,
  type RelayedPointer,
  type RelayedSketch,
  type WireEntry,
} from '../wire/host-messages.ts'
import type { RelayedLive } from '../wire/live-codec.ts'
import { FRAME_BYTES, sizeOfLive, sizeOfWireOperation } from './frame-size.ts'

/** One frame of what a tick brought. */
export interface TickFrame {
  /** Position of the log after it. */
  readonly seq: number
  /** The client that alone it tells of, which need not hear it; null where there is more in it. */
  readonly onlyOf: number | null
  /** The bytes for a member: the same for all who may read the same. */
  bytesFor(member: number): Uint8Array
}

export interface TickContent {
  readonly live: readonly RelayedLive[]
  readonly pointers: readonly RelayedPointer[]
  readonly sketches: readonly RelayedSketch[]
  readonly entries: readonly WireEntry[]
}

/**
 * One frame for a tick; several where one would be too long, and one more for each sketch.
 * @param seq position of the log before it
 */
export function framesOfTick({ live, pointers, sketches, entries }: TickContent, seq: number): TickFrame[] {
  const frames = live.length + pointers.length + entries.length > 0 ? framesOf({ live, pointers, entries }, seq) : []
  for (const sketch of sketches) {
    const bytes = encodeHostMessage({ kind: 'sketch', ...sketch })
    frames.push({ seq: seq + entries.length, onlyOf: sketch.client, bytesFor: () => bytes })
  }
  return frames
}

type LogAndInk = Omit<TickContent, 'sketches'>

function framesOf({ live, pointers, entries }: LogAndInk, seq: number): TickFrame[] {
  const runs = cutBySize(live, sizeOfLive, FRAME_BYTES)
  const last = runs.pop() ?? []
  const frames = runs.map((some) => frameOf({ live: some, pointers: [], entries: [] }, seq))
  const [first = [], ...more] = cutBySize(entries, ({ operation }) => sizeOfWireOperation(operation), FRAME_BYTES)
  let told = seq + first.length
  frames.push(frameOf({ live: last, pointers, entries: first }, told))
  for (const some of more) {
    told += some.length
    frames.push(frameOf({ live: [], pointers: [], entries: some }, told))
  }
  return frames
}

function frameOf(content: LogAndInk, seq: number): TickFrame {
  const onlyOf = soleClientOf(content)
  const secrets = content.entries.filter(({ operation }) => isPrivate(operation))
  if (secrets.length === 0) {
    const bytes = encodeHostMessage({ kind: 'tick', ...content })
    return { seq, onlyOf, bytesFor: () => bytes }
  }
  // Encoded once for each set of private messages that anyone may read, of which the empty one is the usual.
  const bytesBySet = new Map<string, Uint8Array>()
  return {
    seq,
    onlyOf,
    bytesFor: (member) => {
      const set = secrets.filter((entry) => mayRead(entry, member)).map((entry) => entry.seq)
      const key = set.join()
      const entries = content.entries.map((entry) => asReadBy(entry, member))
      const bytes = bytesBySet.get(key) ?? encodeHostMessage({ kind: 'tick', ...content, entries })
      bytesBySet.set(key, bytes)
      return bytes
    },
  }
}

function soleClientOf({ live, pointers, entries }: LogAndInk): number | null {
  const [first, ...others] = [...live, ...pointers]
  const isSole = first !== undefined && entries.length === 0 && others.every(({ client }) => client === first.client)
  return isSole ? first.client : null
}
