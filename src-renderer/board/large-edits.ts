import { AppError } from '#shared/errors.ts'
import type { RoomView, Transaction } from '#shared/sync/room-view.ts'
import { Turns } from '#renderer/export/turns.ts'

/** Records that go to the room at once, between turns of the page. */
const BATCH = 250
/** How many may wait for the host: far fewer than it takes, so that others' work is not held up by them. */
const MOST_WAITING = 5000

/**
 * Edits any number of things as one step of undo, without holding up the window or the host.
 *
 * @param onProgress hears how many are done
 * @throws AppError `room/closed` when the room ends meanwhile
 */
export async function editEach<T>(
  room: RoomView,
  things: readonly T[],
  edit: (transaction: Transaction, thing: T) => void,
  gesture: symbol,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const turns = new Turns()
  for (let from = 0; from < things.length; from += BATCH) {
    if (room.unsaved.get() > MOST_WAITING) await roomForMore(room)
    room.edit((transaction) => {
      for (const thing of things.slice(from, from + BATCH)) edit(transaction, thing)
    }, gesture)
    onProgress(Math.min(from + BATCH, things.length))
    await turns.rest()
  }
}

/** Waits until the host has taken enough of what was sent. */
function roomForMore(room: RoomView): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const status = room.status.get()
      if (status.kind === 'closed') {
        stop()
        reject(new AppError('room/closed', status.sentence))
      } else if (room.unsaved.get() <= MOST_WAITING / 2) {
        stop()
        resolve()
      }
    }
    const stops = [room.unsaved.subscribe(look), room.status.subscribe(look)]
    const stop = (): void => {
      for (const one of stops) one()
    }
    look()
  })
}
