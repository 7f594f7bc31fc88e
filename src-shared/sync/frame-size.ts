import { lengthOfTexts, type BoardRecord } from '../model/records.ts'
import type { Operation } from '../model/operations.ts'
import type { WireEntry } from '../wire/host-messages.ts'
import type { RelayedLive } from '../wire/live-codec.ts'

/**
 * About this many bytes go into one frame, so that a board paints while it arrives, no member turns it away, and one on
 * 64 kbit/s hears of its host before it takes it for dead.
 */
export const FRAME_BYTES = 48 * 1024

/** Bytes besides ink and text, roughly: only the cut between frames depends on it. */
const OVERHEAD = 60

export function sizeOfRecord(record: BoardRecord): number {
  return OVERHEAD + (record.type === 'stroke' ? record.points.length : 3 * lengthOfTexts(record))
}

function sizeOfOperation(operation: Operation): number {
  if (operation.kind === 'put') return sizeOfRecord(operation.record)
  if (operation.kind === 'say') return OVERHEAD + 3 * operation.text.length
  if (operation.kind !== 'patch') return OVERHEAD
  const { text = '', path = '' } = operation.patch
  return OVERHEAD + 3 * (text.length + path.length)
}

export function sizeOfWireOperation(operation: WireEntry['operation']): number {
  return operation.kind === 'lift' || operation.kind === 'hidden' ? OVERHEAD : sizeOfOperation(operation)
}

export function sizeOfLive({ event }: RelayedLive): number {
  return OVERHEAD + (event.kind === 'append' ? event.piece.length : 0)
}
