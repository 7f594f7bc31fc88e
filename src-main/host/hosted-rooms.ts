import { createHash } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import type { Clock } from '#shared/platform.ts'
import type { RoomPeer } from '#shared/sync/room-session.ts'
import type { RoomStorage } from '#shared/sync/room-storage.ts'
import { Room } from '#shared/sync/room.ts'
import { CLOSE } from '#shared/wire/protocol.ts'

/** An empty room is closed after this long; it opens again when someone comes. */
const CLOSE_EMPTY_AFTER_MS = 60_000
/** Boards that were in use this recently are shown on the network; older ones can be joined by their link. */
const SHOWN_FOR_MS = 24 * 60 * 60 * 1000

/** A room as the library lists it. */
export interface ListedRoom {
  readonly id: string
  readonly name: string
  readonly openedAt: number
  readonly guests: boolean
}

/** The part of the library that hosting needs. */
export interface RoomLibrary {
  list(): readonly ListedRoom[]
  get(id: string): ListedRoom | undefined
  opened(id: string): void
  rename(id: string, name: string): void
  setGuests(id: string, allowed: boolean): void
  remove(id: string): void
  storageOf(id: string): RoomStorage
}

export interface HostedRoomsOptions {
  readonly library: RoomLibrary
  readonly clock: Clock
  readonly wallClock: () => number
  readonly onProblem: (error: unknown) => void
}

/** How somebody comes to a room. */
export type Admitted = 'host' | 'member' | 'guest'

interface OpenRoom {
  readonly room: Room
  /** Connections of browsers without DrawNet. */
  readonly guests: Set<Link>
  readonly unwatch: Dispose[]
  cancelClosing: () => void
}

/** The rooms of this installation: opened when someone comes, closed when everyone has left. */
export class HostedRooms {
  readonly #options: HostedRoomsOptions
  readonly #open = new Map<string, OpenRoom>()
  readonly #changed = new Emitter<void>()

  constructor(options: HostedRoomsOptions) {
    this.#options = options
  }

  /** Hears that a room was made, renamed or removed, or that people came or went. */
  onChange(listener: () => void): Dispose {
    return this.#changed.on(listener)
  }

  has(roomId: string): boolean {
    return this.#options.library.get(roomId) !== undefined
  }

  allowsGuests(roomId: string): boolean {
    return this.#options.library.get(roomId)?.guests === true
  }

  /** Shows a room on the network though nobody is in it yet. */
  touch(roomId: string): void {
    this.#options.library.opened(roomId)
    this.#changed.emit()
  }

  /** How many people are in a room now. */
  people(roomId: string): number {
    return this.#open.get(roomId)?.room.online.get() ?? 0
  }

  peopleNames(roomId: string): string[] {
    return this.#open.get(roomId)?.room.onlineNames() ?? []
  }

  /** Rooms to be shown on the network, newest first. */
  shown(): readonly ListedRoom[] {
    const since = this.#options.wallClock() - SHOWN_FOR_MS
    return this.#options.library.list().filter(({ id, openedAt }) => openedAt >= since || this.#open.has(id))
  }

  /**
   * Hands a connection to a room.
   * @param who a guest is a browser without DrawNet, which goes when guests are no longer allowed; a host is at this
   *   installation itself
   * @throws AppError `join/no-such-room`
   */
  admit(roomId: string, link: Link & RoomPeer, who: Admitted): void {
    const { room, guests } = this.#opened(roomId)
    const connection = room.connect(link, who === 'host')
    if (who === 'guest') guests.add(link)
    link.onClose(() => guests.delete(link))
    link.onClose(() => connection.closed())
    link.onMessage((frame) => connection.receive(frame))
  }

  /** @throws AppError `join/no-such-room` */
  setGuests(roomId: string, allowed: boolean): void {
    this.#options.library.setGuests(roomId, allowed)
    if (!allowed) {
      for (const link of this.#open.get(roomId)?.guests ?? []) {
        link.close(CLOSE.guestsOff, 'The host no longer lets browsers onto this board.')
      }
    }
    this.#changed.emit()
  }

  rename(roomId: string, name: string): void {
    const open = this.#open.get(roomId)
    if (open !== undefined) open.room.rename(name)
    else this.#options.library.rename(roomId, name)
    this.#changed.emit()
  }

  /** Removes a room for good; who is in it is told. */
  remove(roomId: string): void {
    this.#close(roomId, CLOSE.roomRemoved, 'The host has removed this board.')
    this.#options.library.remove(roomId)
    this.#changed.emit()
  }

  /** Tells the listeners of a change that was made in the library itself. */
  changed(): void {
    this.#changed.emit()
  }

  /** Commits and closes all rooms. */
  dispose(): void {
    for (const roomId of Array.from(this.#open.keys())) {
      this.#close(roomId, CLOSE.goingAway, 'The host has closed DrawNet.')
    }
  }

  #opened(roomId: string): OpenRoom {
    const known = this.#open.get(roomId)
    if (known !== undefined) return known
    const { library, clock, wallClock, onProblem } = this.#options
    if (!this.has(roomId)) throw new AppError('join/no-such-room', 'This board is not there any more.')
    const room = new Room({
      storage: library.storageOf(roomId),
      clock,
      wallClock,
      soon: setImmediate,
      hash: (bytes) => createHash('sha256').update(bytes).digest(),
      onProblem,
    })
    this.#noteOpened(roomId)
    const open: OpenRoom = {
      room,
      guests: new Set(),
      unwatch: [
        room.online.subscribe((people) => this.#peopleChanged(roomId, people)),
        room.name.subscribe(() => this.#changed.emit()),
      ],
      cancelClosing: () => {},
    }
    this.#open.set(roomId, open)
    return open
  }

  #peopleChanged(roomId: string, people: number): void {
    const open = this.#open.get(roomId)
    if (open === undefined) return
    open.cancelClosing()
    this.#noteOpened(roomId)
    if (people === 0) {
      const closing = this.#options.clock.after(CLOSE_EMPTY_AFTER_MS, () => this.#close(roomId, CLOSE.goingAway, ''))
      open.cancelClosing = closing
    }
    this.#changed.emit()
  }

  /** Only for lists: a full disk must keep nobody out of a room, nor in it. */
  #noteOpened(roomId: string): void {
    try {
      this.#options.library.opened(roomId)
    } catch (error) {
      this.#options.onProblem(error)
    }
  }

  #close(roomId: string, code: number, reason: string): void {
    const open = this.#open.get(roomId)
    if (open === undefined) return
    this.#open.delete(roomId)
    open.cancelClosing()
    for (const dispose of open.unwatch) dispose()
    open.room.dispose(code, reason)
  }
}
