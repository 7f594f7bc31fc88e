import { AppError } from '../errors.ts'
import { MAX_CHAT_LENGTH, cleanName } from './people.ts'
import { faultOfPatch, faultOfRecord, patched, type BoardRecord, type RecordId, type RecordPatch } from './records.ts'

/** One step of a room's history. The board is what is left after all of them in log order. */
export type Operation =
  | { readonly kind: 'put'; readonly record: BoardRecord }
  | { readonly kind: 'patch'; readonly id: RecordId; readonly patch: RecordPatch }
  | { readonly kind: 'remove'; readonly id: RecordId }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'rename'; readonly name: string }

/** An operation at its place in the log of a room. */
export interface LogEntry {
  /** 1, 2, 3 … within an epoch. */
  readonly seq: number
  /** Index, within the room, of the client that sent it, and that client's own count of operations. */
  readonly client: number
  readonly n: number
  /** Member number of the person. */
  readonly author: number
  /** Host's wall clock in milliseconds since 1970; for display, never for order. */
  readonly at: number
  readonly operation: Operation
}

/** The record an operation is about, if it is about one. */
export function recordIdOf(operation: Operation): RecordId | null {
  switch (operation.kind) {
    case 'put':
      return operation.record.id
    case 'patch':
    case 'remove':
      return operation.id
    case 'say':
    case 'rename':
      return null
  }
}

/**
 * The fold, for one record: what `current` becomes. A patch to a record that is gone does nothing
 * (deletion beats a late patch); a put restores or replaces.
 */
export function fold(current: BoardRecord | undefined, operation: Operation): BoardRecord | undefined {
  switch (operation.kind) {
    case 'put':
      return operation.record
    case 'patch':
      return current === undefined ? undefined : patched(current, operation.patch)
    case 'remove':
      return undefined
    case 'say':
    case 'rename':
      return current
  }
}

/** Throws `room/invalid` if the operation could not stand in a log. `current` is the record it meets. */
export function assertValid(operation: Operation, current: BoardRecord | undefined): void {
  const fault = faultOf(operation, current)
  if (fault !== null) throw new AppError('room/invalid', `This could not be drawn: ${fault}.`)
}

function faultOf(operation: Operation, current: BoardRecord | undefined): string | null {
  switch (operation.kind) {
    case 'put':
      return faultOfRecord(operation.record)
    case 'patch':
      // Without the record its type is unknown: the patch must then suit one type or the other.
      return current === undefined
        ? faultOfPatch('stroke', operation.patch) && faultOfPatch('text', operation.patch)
        : faultOfPatch(current.type, operation.patch)
    case 'remove':
      return null
    case 'say':
      return operation.text.trim() === '' || operation.text.length > MAX_CHAT_LENGTH || !operation.text.isWellFormed()
        ? 'the message is empty or too long'
        : null
    case 'rename':
      return cleanName(operation.name) !== operation.name || operation.name === ''
        ? 'the name of the board is empty or too long'
        : null
  }
}
