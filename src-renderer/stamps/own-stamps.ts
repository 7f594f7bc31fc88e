import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_KEPT_LENGTH } from '#shared/desktop/desktop-api.ts'
import { readClipboard, writeClipboard } from '#renderer/board/clipboard-format.ts'
import type { Keep } from '#renderer/net/keep.ts'
import type { Stamp } from './stamp.ts'

const KEY = 'drawnet.stamps'
/** Stamps that one person can well find their way among. */
export const MOST_STAMPS = 200

/** The stamps a person has made, kept from start to start and for all boards. */
export class OwnStamps {
  readonly #keep: Keep | null
  readonly #all: Value<readonly Stamp[]>
  /** The newest first. */
  readonly all: ReadonlyValue<readonly Stamp[]>

  constructor(keep: Keep | null) {
    this.#keep = keep
    this.#all = new Value<readonly Stamp[]>(read(keep))
    this.all = this.#all
  }

  /**
   * Keeps stamps, as many as there is room for. Answers how many that were.
   *
   * @throws AppError `stamp/full` where there is room for none
   */
  add(stamps: readonly Stamp[]): number {
    let all = this.#all.get()
    let length = textOf(all).length
    let count = 0
    // The first of those that come together is to be the first.
    for (const stamp of stamps.toReversed()) {
      const more = textOf([stamp]).length
      if (length + more > MAX_KEPT_LENGTH || all.length >= MOST_STAMPS) continue
      all = [stamp, ...all]
      length += more
      count += 1
    }
    if (count === 0) {
      throw new AppError('stamp/full', 'There is no room for another stamp. Remove one that you do not need.')
    }
    this.#write(all)
    return count
  }

  remove(id: string): void {
    this.#write(this.#all.get().filter((stamp) => stamp.id !== id))
  }

  #write(all: readonly Stamp[]): void {
    this.#all.set(all)
    try {
      this.#keep?.setItem(KEY, textOf(all))
    } catch {
      // A private window keeps nothing: then they are there until it is closed.
    }
  }
}

/** `[{"id":…,"name":…,"content":…}]`, each content as the clipboard has it. */
function textOf(stamps: readonly Stamp[]): string {
  return JSON.stringify(
    stamps.map(({ id, name, records }) => ({ id, name, content: JSON.parse(writeClipboard(records, '')) as unknown })),
  )
}

/** What is damaged is left out, and with it nothing else. */
function read(keep: Keep | null): Stamp[] {
  let list: unknown = []
  try {
    list = JSON.parse(keep?.getItem(KEY) ?? '[]')
  } catch {
    // What cannot be read says nothing.
  }
  return Array.isArray(list) ? list.flatMap((value: unknown) => stampOf(value)) : []
}

function stampOf(value: unknown): Stamp[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, name, content } = value as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || typeof name !== 'string') return []
  try {
    return [{ id, name, records: readClipboard(JSON.stringify(content)) }]
  } catch {
    // Of a later version, perhaps.
    return []
  }
}
