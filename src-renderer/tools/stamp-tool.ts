import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { copiesOf } from '#renderer/board/copying.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import type { Stamps } from '#renderer/stamps/stamps.ts'
import type { Place, Taker, Tool, ToolContext, ToolInput } from './tool.ts'

/** Strength of a stamp that is not on the board yet. */
const GHOST = 0.45

/**
 * Puts stamps on the board: what is in hand is seen faintly under the pointer and stands there when it is lifted, as one
 * step of undo. Arrow keys turn it and make it larger or smaller; Enter puts it where it is seen, or in the middle.
 */
export class StampTool implements Tool {
  readonly id = 'stamp'
  readonly cursor = 'crosshair'
  readonly forPen = false
  readonly #context: ToolContext
  readonly #stamps: Stamps
  /** Where it would stand, and whether a pointer is pressed there. */
  #at: Place | null = null
  #pressed = false
  /** Whether it keeps clear of the grid. */
  #isFree = false

  constructor(context: ToolContext, stamps: Stamps) {
    this.#context = context
    this.#stamps = stamps
  }

  down(input: ToolInput): Taker {
    this.#pressed = true
    this.#isFree = input.ctrl
    this.hover(input.at)
    return 'tool'
  }

  move(input: ToolInput): void {
    if (!this.#pressed) return
    this.#isFree = input.ctrl
    this.hover(input.at)
  }

  up(input: ToolInput): void {
    if (!this.#pressed) return
    this.#pressed = false
    this.#isFree = input.ctrl
    this.#place(input.at)
    this.#isFree = false
    // Nothing is under a finger that has left.
    if (input.device !== 'mouse') this.leave()
  }

  cancel(): void {
    this.#pressed = false
    this.#isFree = false
    this.leave()
  }

  hover(at: Place): void {
    this.#at = at
    this.#show()
  }

  leave(): void {
    this.#at = null
    this.#context.ghost([])
  }

  /** Another tool comes in its place. */
  finish(): boolean {
    this.leave()
    return false
  }

  enter(): boolean {
    this.#place(this.#at ?? this.#context.middle())
    return true
  }

  nudge(dx: number, dy: number): boolean {
    if (dx !== 0) this.#stamps.turn(Math.sign(dx))
    if (dy !== 0) this.#stamps.grow(-Math.sign(dy))
    this.#show()
    return true
  }

  #show(): void {
    if (this.#at === null) return
    const ghost = this.#recordsAt(this.#at)
    this.#context.ghost(
      ghost.map((record, i) => ({
        ...record,
        id: `ghost${i}`,
        opacity: record.opacity * GHOST,
        startOn: '',
        endOn: '',
      })),
    )
  }

  /** On the grid, as what is moved: with their top left corner. */
  #recordsAt(at: Place): readonly BoardRecord[] {
    const records = this.#stamps.recordsAt(at, this.#context.zoom())
    const box = this.#isFree ? null : extentOf(records)
    if (box === null) return records
    const { dx, dy } = this.#context.toGrid(box)
    return records.map((record) => ({ ...record, x: record.x + dx, y: record.y + dy }))
  }

  #place(at: Place): void {
    const { room } = this.#context
    const records = copiesOf(room, this.#recordsAt(at), { dx: 0, dy: 0, scope: '' })
    for (const hash of hashesIn(records)) {
      const bytes = this.#stamps.own.pictures.get(hash)
      if (bytes !== undefined) room.blobs.add(hash, bytes)
    }
    room.edit((transaction) => {
      for (const record of records) transaction.put(record)
    })
    this.#show()
  }
}
