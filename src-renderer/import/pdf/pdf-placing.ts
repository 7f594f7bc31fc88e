import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type FrameRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Camera, Position } from '#renderer/board/camera.ts'
import type { Images } from '#renderer/board/images.ts'
import { zsFrom } from '#renderer/board/ordering.ts'
import type { PagePicture } from './pdf-file.ts'

/** A page that was chosen. */
export interface ChosenPage extends PagePicture {
  /** What it is called: the name of its frame, and of its picture for those who cannot see it. */
  readonly name: string
}

export interface PlacePagesOptions {
  /** Whether each page is in a frame of its own. */
  readonly inFrames: boolean
  /** The middle of the first page, in board units; the middle of the view without. */
  readonly at?: Position | undefined
}

/** Board units between two pages. */
const GAP = 40
/** With their names above them, frames need more room. */
const FRAME_GAP = 72

/** Puts pages on the board below each other, from the middle of the view on, as one step of undo. Answers how many. */
export async function placePages(
  { room, camera, images }: { readonly room: RoomView; readonly camera: Camera; readonly images: Images },
  pages: readonly ChosenPage[],
  { inFrames, at }: PlacePagesOptions,
): Promise<number> {
  const first = at ?? camera.toBoard({ x: camera.width / 2, y: camera.height / 2 })
  let top = first.y - (pages[0]?.height ?? 0) / 2
  const boxes = pages.map(({ width, height }) => {
    const box = { x: first.x - width / 2, y: top, width, height }
    top += height + (inFrames ? FRAME_GAP : GAP)
    return box
  })
  const gesture = Symbol('pages')
  if (inFrames) {
    const zs = zsFrom(room.zAbove(), pages.length)
    const frames = pages.map(({ name }, i): FrameRecord => {
      const { x, y, width: w, height: h } = boxes[i]!
      const base = { id: room.newRecordId(), z: zs[i]!, author: room.me.get(), x, y, w, h }
      return { ...USUAL.frame, ...base, type: 'frame', color: 'grey', text: name.slice(0, LIMITS.maxTextLength) }
    })
    room.edit((transaction) => {
      for (const frame of frames) transaction.put(frame)
    }, gesture)
  }
  const placed: readonly RecordId[] = await images.place(
    pages.map(({ blob }) => blob),
    { boxes, words: pages.map(({ name }) => name), gesture },
  )
  return placed.length
}
