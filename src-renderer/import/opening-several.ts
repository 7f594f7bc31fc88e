import { sentenceOf } from '#shared/errors.ts'
import { union, type Box } from '#shared/model/bounds.ts'
import type { OpenedFile } from './opening.ts'
import { LossCount } from './opened.ts'

/** What came of opening several files. */
export interface SeveralOpened<File> {
  /** All that is on the board now; null if nothing is. */
  readonly opened: OpenedFile | null
  /** Those that could not be opened, by the sentence that says why. */
  readonly refused: ReadonlyMap<string, readonly File[]>
}

/**
 * Opens files one after the other.
 *
 * @param open is given where what came before it lies; null for a file that puts nothing on the board
 */
export async function openSeveral<File>(
  files: readonly File[],
  open: (file: File, before: Box | null) => Promise<OpenedFile | null>,
): Promise<SeveralOpened<File>> {
  let opened: OpenedFile | null = null
  const refused = new Map<string, File[]>()
  for (const file of files) {
    try {
      const one = await open(file, opened?.extent ?? null)
      if (one !== null) opened = opened === null ? one : together(opened, one)
    } catch (error) {
      const sentence = sentenceOf(error)
      refused.set(sentence, [...(refused.get(sentence) ?? []), file])
    }
  }
  return { opened, refused }
}

function together(one: OpenedFile, other: OpenedFile): OpenedFile {
  const losses = new LossCount()
  for (const counts of [one.losses, other.losses]) for (const [loss, count] of counts) losses.add(loss, count)
  const extent = one.extent === null || other.extent === null ? null : union(one.extent, other.extent)
  return {
    count: one.count + other.count,
    ids: [...one.ids, ...other.ids],
    extent: extent ?? one.extent ?? other.extent,
    losses: losses.counts,
    isPicture: one.isPicture && other.isPicture,
  }
}
