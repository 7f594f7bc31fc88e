import * as v from 'valibot'
import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { isBlobHash } from '../model/blobs.ts'
import { isInk, type Ink } from '../model/palette.ts'
import { fromBase64 } from './base64.ts'

/**
 * What JSON messages are made of. Only what the bytes could not carry is refused here; whether a value
 * makes sense on a board is for the room to say, as for messages in bytes.
 */

/** Longest name of an unknown key that is repeated in an answer. */
const SHOWN_KEY = 32

export const text = v.string('has to be a text')
export const flag = v.boolean('has to be true or false')
export const finite = v.pipe(v.number('has to be a number'), v.finite('has to be a finite number'))
/** A whole number from 0 to 2^53 - 1. */
export const uint = v.pipe(
  v.number('has to be a whole number'),
  v.safeInteger('has to be a whole number'),
  v.minValue(0, 'has to be 0 or more'),
)
export const id = v.custom<string>(isId, 'has to be an id: 1 to 32 of A-Z a-z 0-9 _ -')
export const blobHash = v.custom<string>(isBlobHash, 'has to be a SHA-256: 64 of 0-9 a-f')
/** Bytes as text (RFC 4648, section 4). */
export const base64 = v.pipe(
  v.string('has to be a text'),
  v.rawTransform<string, Uint8Array>(({ dataset, addIssue, NEVER }) => {
    const bytes = fromBase64(dataset.value)
    if (bytes !== null) return bytes
    addIssue({ message: 'has to be base64' })
    return NEVER
  }),
)
export const ink = v.custom<Ink>(isInk, 'has to be a colour name or #rrggbb')
export const position = strict({ x: finite, y: finite })

export function integerWithin(low: number, high: number) {
  const wrong = `has to be a whole number from ${low} to ${high}`
  return v.pipe(v.number(wrong), v.integer(wrong), v.minValue(low, wrong), v.maxValue(high, wrong))
}

/** An object with these keys and no others. */
export function strict<const E extends v.ObjectEntries>(entries: E) {
  return v.strictObject(entries, 'has to be an object')
}

export function list<const S extends v.GenericSchema>(item: S) {
  return v.array(item, 'has to be a list')
}

/** @throws AppError `wire/malformed` when the text is not JSON */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw notUnderstood(error instanceof Error ? error.message : 'it is not JSON', error)
  }
}

/** @throws AppError `wire/malformed` that names what was wrong and where */
export function checkJson<const S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const checked = v.safeParse(schema, value, { abortEarly: true })
  if (checked.success) return checked.output
  const [issue] = checked.issues
  throw notUnderstood(`${whereOf(issue)} ${wrongOf(issue)}`)
}

export function notUnderstood(why: string, cause?: unknown): AppError {
  return new AppError('wire/malformed', `The message cannot be understood: ${why}.`, {}, cause)
}

/** `operations[3].record.width` */
function whereOf({ path }: v.BaseIssue<unknown>): string {
  let where = ''
  for (const { key } of path ?? []) {
    if (typeof key === 'number') where += `[${key}]`
    else where += `${where === '' ? '' : '.'}${String(key).slice(0, SHOWN_KEY)}`
  }
  return where === '' ? 'it' : where
}

function wrongOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a key that is known here'
  if (issue.path?.at(-1)?.origin === 'key') return 'is missing'
  if (issue.type !== 'variant') return issue.message
  // A variant names the kinds there are, or asks for an object.
  if (issue.expected === 'Object') return 'has to be an object'
  return `has to be one of ${issue.expected?.replace(/[()"]/g, '').replaceAll(' | ', ', ')}`
}
