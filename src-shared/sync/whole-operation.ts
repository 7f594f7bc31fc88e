import type { Operation } from '../model/operations.ts'
import type { HiddenOperation, WireEntry } from '../wire/host-messages.ts'
import type { LiveInkStore } from './live-ink.ts'

/**
 * What an entry of the log did, with the ink it names. Null where some of that was missed.
 * @param own the operation of one's own that it acknowledges, as one sent it
 */
export function wholeOperation(
  { client, author, operation }: WireEntry,
  own: Operation | undefined,
  live: LiveInkStore,
): Operation | HiddenOperation | null {
  // One's own ink is at hand as it was drawn, so that nothing is painted anew.
  if (own?.kind === 'put' && (operation.kind === 'lift' || operation.kind === 'put')) {
    const stamped = operation.kind === 'put' ? operation.record.author : author
    return own.record.author === stamped ? own : { kind: 'put', record: { ...own.record, author: stamped } }
  }
  if (operation.kind !== 'lift') return operation
  const record = live.lift(client, operation.stroke, operation.count, operation.z, author)
  return record === null ? null : { kind: 'put', record }
}
