import { AppError } from '#shared/errors.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { InkInProgress } from '#shared/sync/ink-in-progress.ts'
import type { ClientMessage } from '#shared/wire/client-messages.ts'
import type { WireEntry } from '#shared/wire/host-messages.ts'

/**
 * The live ink of one client, kept on its way to the room as the room keeps it: that client alone is not told it again,
 * and its lifts name it.
 */
export class OwnInk {
  readonly #ink = new InkInProgress()
  /** Strokes whose pens were lifted, by the numbers of those operations. */
  readonly #lifted = new Map<number, number>()

  /** The client has said this, and the room takes it. */
  said(message: ClientMessage): void {
    if (message.kind === 'live') {
      for (const event of message.events) {
        this.#passedOver(event.stroke)
        try {
          this.#ink.apply(event)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          // The room turns the client out for it.
          this.#ink.end(event.stroke)
        }
      }
    }
    if (message.kind !== 'edit') return
    for (const [index, operation] of message.operations.entries()) {
      if (operation.kind !== 'lift') continue
      this.#passedOver(operation.stroke)
      this.#lifted.set(message.firstN + index, operation.stroke)
    }
  }

  /** The stroke that an entry of this client's has put onto the board; null where that is not known for certain. */
  lift({ n, author, operation }: WireEntry): StrokeRecord | null {
    if (operation.kind !== 'lift' || this.#lifted.get(n) !== operation.stroke) return null
    return this.#ink.lift(operation.stroke, operation.count, operation.z, author)
  }

  /** The operation with this number is in the log and was told, or was refused. */
  settled(n: number): void {
    const stroke = this.#lifted.get(n)
    if (stroke === undefined) return
    this.#lifted.delete(n)
    this.#ink.end(stroke)
  }

  /** What is said of a stroke after its lift may or may not have come before the room took that up. */
  #passedOver(stroke: number): void {
    for (const [n, lifted] of this.#lifted) if (lifted === stroke) this.#lifted.delete(n)
  }
}
