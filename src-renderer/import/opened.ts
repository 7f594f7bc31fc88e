import { AppError } from '#shared/errors.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { Font, Weight } from '#shared/model/properties.ts'
import type { BoardRecord } from '#shared/model/records.ts'

/** What a file can have that a board cannot keep. */
export const LOSSES = [
  'sketchiness',
  'fillStyle',
  'arrowhead',
  'image',
  'crop',
  'embed',
  'link',
  'labelColor',
  'labelOpacity',
  'labelPlace',
  'arrowWords',
  'binding',
  'clipping',
  'groups',
  'font',
  'lineHeight',
  'background',
  'grid',
  'cut',
  'places',
  'far',
  'unknown',
  'invalid',
] as const

export type Loss = (typeof LOSSES)[number]

/** What was in a file. */
export interface Opened {
  /** Bottom first, where they were in the file. */
  readonly records: readonly BoardRecord[]
  /** The drawings of a library, each for itself; absent for what is one drawing. */
  readonly items?: readonly (readonly BoardRecord[])[]
  /** How many things lost something. */
  readonly losses: ReadonlyMap<Loss, number>
  /** The files of its pictures, by their hashes. */
  readonly files?: ReadonlyMap<BlobHash, Uint8Array>
  /** Set where the file is a picture itself, which is put on the board as it is. */
  readonly pictures?: readonly Blob[]
}

/** The size that words take up on a board. */
export type MeasureWords = (words: {
  readonly text: string
  readonly size: number
  readonly font: Font
  readonly weight: Weight
  readonly wrap: number
}) => { readonly w: number; readonly h: number }

/** Hears how much of a file has been read, from 0 to 1. */
export type OnRead = (part: number) => void

/** Largest file that is opened, and largest board inside of one. */
export const MAX_FILE_BYTES = 192 * 1024 * 1024
/** As many records as one board can well have. */
export const MAX_OPENED_RECORDS = 200_000

/** Counts what is lost while a file is read. */
export class LossCount {
  readonly #counts = new Map<Loss, number>()

  get counts(): ReadonlyMap<Loss, number> {
    return this.#counts
  }

  add(loss: Loss, count = 1): void {
    this.#counts.set(loss, (this.#counts.get(loss) ?? 0) + count)
  }
}

/** Before a file is read. @throws AppError `import/too-large` */
export function assertSize({ size }: { readonly size: number }): void {
  if (size <= MAX_FILE_BYTES) return
  const most = String(MAX_FILE_BYTES / (1024 * 1024))
  throw new AppError('import/too-large', `This file is too large. The largest that can be opened has ${most} MB.`, {
    most,
  })
}

/** @throws AppError `import/too-many` */
export function assertFew(count: number): void {
  if (count > MAX_OPENED_RECORDS) throw tooManyThings()
}

export function tooManyThings(): AppError {
  const most = MAX_OPENED_RECORDS.toLocaleString('en')
  return new AppError(
    'import/too-many',
    `There are more than ${most} things in this file, which is more than a board can have. Open a part of it.`,
    { most },
  )
}

export function damaged(cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    'This file is damaged and cannot be opened. Export it again, if you can.',
    {},
    cause,
  )
}
