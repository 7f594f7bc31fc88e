import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { EVERYONE, MAX_CHAT_LENGTH, cleanName } from './people.ts'
import {
  faultOfPatch,
  faultOfRecord,
  patched,
  RECORD_TYPES,
  type BoardRecord,
  type RecordId,
  type RecordPatch,
} from './records.ts'

/** One step of a room's history. The board is what is left after all of them in log order. */
export type Operation =
  | ({ readonly kind: 'put'; readonly record: BoardRecord } & Conditional)
  | { readonly kind: 'patch'; readonly id: RecordId; readonly patch: RecordPatch }
  | ({ readonly kind: 'remove'; readonly id: RecordId } & Conditional)
  | SayOperation
  | { readonly kind: 'rename'; readonly name: string }
  /** Stands in a log for what was to be done given something that was gone by then. It changes nothing. */
  | { readonly kind: 'void' }

/** What may depend on others not having been quicker. Only on its way to the host, who decides it. */
export interface Conditional {
  /** The records that have to be on the board when its turn comes; at least one, where it is said at all. */
  readonly given?: readonly RecordId[]
}

/** So many records an operation may be given. */
export const MAX_GIVEN = 100

/** What becomes of a record while it is made or moved. */
export type SketchOperation = Extract<Operation, { kind: 'put' | 'patch' }>

/** A message. Nobody but its author and the one it is for may read a private one. */
export interface SayOperation {
  readonly kind: 'say'
  readonly text: string
  /** Member number of the one it is for; `EVERYONE` for all. */
  readonly to: number
}

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

/** Any operation, whole or as it goes over a wire. */
interface Told {
  readonly kind: string
  readonly to?: number
}

/** Whether the operation is for one member only. */
export function isPrivate({ kind, to }: Told): boolean {
  return kind === 'say' && to !== EVERYONE
}

/** Whether a member may read what stands in the log. */
export function mayRead(
  { author, operation }: { readonly author: number; readonly operation: Told },
  member: number,
): boolean {
  return !isPrivate(operation) || author === member || operation.to === member
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
    case 'void':
      return null
  }
}

/** The records that have to be there for the operation to do anything. */
export function givenOf(operation: Operation): readonly RecordId[] {
  return operation.kind === 'put' || operation.kind === 'remove' ? (operation.given ?? NOTHING) : NOTHING
}

const NOTHING: readonly RecordId[] = []

/** Whether everything that the operation depends on is there. */
export function isMet(operation: Operation, current: (id: RecordId) => BoardRecord | undefined): boolean {
  return givenOf(operation).every((id) => current(id) !== undefined)
}

/** The operation as it stands in a log, where it depends on nothing any more. */
export function decided(operation: Operation, current: (id: RecordId) => BoardRecord | undefined): Operation {
  if (givenOf(operation).length === 0) return operation
  if (!isMet(operation, current)) return { kind: 'void' }
  if (operation.kind === 'put') return { kind: 'put', record: operation.record }
  return operation.kind === 'remove' ? { kind: 'remove', id: operation.id } : operation
}

/**
 * The fold, for one record: what `current` becomes. A patch to a record that is gone does nothing
 * (deletion beats a late patch); a put restores or replaces. Whether what it depends on is there has been decided.
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
    case 'void':
      return current
  }
}

/** Throws `room/invalid` if the operation could not stand in a log. `current` is the record it meets. */
export function assertValid(operation: Operation, current: BoardRecord | undefined): void {
  const fault = faultOf(operation, current)
  if (fault !== null) throw new AppError('room/invalid', `This could not be drawn: ${fault}.`)
}

/**
 * Throws `room/no-such-person` unless the message is for everyone or for another member.
 * @param author member number of who writes it
 */
export function assertAddressee({ to }: SayOperation, author: number, isMember: (number: number) => boolean): void {
  if (to === EVERYONE) return
  if (to === author) throw new AppError('room/no-such-person', 'A private message has to be for someone else.')
  if (!isMember(to)) throw new AppError('room/no-such-person', 'The person this message is for is not known here.')
}

function faultOf(operation: Operation, current: BoardRecord | undefined): string | null {
  switch (operation.kind) {
    case 'put':
      return faultOfGiven(operation) ?? faultOfRecord(operation.record)
    case 'patch':
      return current === undefined ? faultOfPatchToNone(operation.patch) : faultOfPatch(current.type, operation.patch)
    case 'remove':
      return faultOfGiven(operation)
    case 'void':
      return 'it does nothing'
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

function faultOfGiven({ given }: Conditional): string | null {
  if (given === undefined) return null
  return given.length > 0 && given.length <= MAX_GIVEN && given.every(isId)
    ? null
    : 'what it depends on is not named, or is too much'
}

/** Without the record its type is unknown: the patch must then suit one of them. */
function faultOfPatchToNone(patch: RecordPatch): string | null {
  const faults = RECORD_TYPES.map((type) => faultOfPatch(type, patch))
  return faults.includes(null) ? null : (faults[0] ?? null)
}
