import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { AppError } from '../errors.ts'
import { BLOB_LIMITS, isBlobSize, mediaTypeOf, pieceLength, type BlobHash } from '../model/blobs.ts'
import type { Clock } from '../platform.ts'
import type { BlobOffer, BlobPiece, ClientMessage } from '../wire/client-messages.ts'
import { encodeHostMessage, type HostMessage } from '../wire/host-messages.ts'
import { REFUSALS, type RefusalCode } from '../wire/refusal.ts'
import type { BlobStorage } from './blob-storage.ts'
import type { RoomPeer } from './room-session.ts'

/** One connection, as far as files are concerned. */
export interface BlobSession {
  readonly peer: RoomPeer
}

export type BlobMessage = Extract<ClientMessage, { kind: 'offer' | 'piece' | 'fetch' }>

export interface RoomBlobsOptions {
  readonly storage: BlobStorage
  readonly clock: Clock
  /** Everyone in the room. */
  readonly sessions: () => Iterable<BlobSession>
  readonly onProblem: (error: unknown) => void
}

/** A file that is on its way from somebody. */
interface Intake {
  readonly hash: BlobHash
  readonly size: number
  hasher: ReturnType<typeof sha256.create>
  received: number
  /** Where the one who sends it began. */
  begunAt: number
  /** Who sends it, and who would. */
  readonly senders: BlobSession[]
  toldAt: number
  heardAt: number
  cancelRetry: (() => void) | null
}

/** Above this many unsent bytes nobody is sent more of a file: live ink must not wait behind it. */
const FULL_AT = 96 * 1024
/** How soon it is looked again whether one can be sent more. */
const PUMP_EVERY_MS = 10
/** So many pieces may be asked for at once, and so many files be offered by one at the same time. */
const MAX_ASKED = 16
const MAX_OFFERED = 64
/** The others are told this often how far a file has come. */
const TELL_EVERY_MS = 250
/** After this long without a piece somebody else who has the file sends it. */
const STALLED_AFTER_MS = 5_000
const RETRY_MS = 1_000

/** The host's side of the files of a room: takes them in, piece by piece, and gives them out. Rules B1 to B9. */
export class RoomBlobs {
  readonly #options: RoomBlobsOptions
  readonly #intakes = new Map<BlobHash, Intake>()
  /** What each session has asked for and not been given. */
  readonly #asked = new Map<BlobSession, { readonly hash: BlobHash; readonly offset: number }[]>()
  #cancelPump: (() => void) | null = null
  #cancelWatch: (() => void) | null = null

  constructor(options: RoomBlobsOptions) {
    this.#options = options
  }

  /** @throws AppError `room/invalid` for what no member says */
  take(session: BlobSession, message: BlobMessage): void {
    switch (message.kind) {
      case 'offer':
        return this.#offer(session, message)
      case 'piece':
        return this.#piece(session, message)
      case 'fetch':
        return this.#fetch(session, message.hash, message.offset)
    }
  }

  leave(session: BlobSession): void {
    this.#asked.delete(session)
    for (const intake of Array.from(this.#intakes.values())) this.#dropSender(intake, session)
  }

  dispose(): void {
    this.#cancelPump?.()
    this.#cancelWatch?.()
    for (const { cancelRetry } of this.#intakes.values()) cancelRetry?.()
    this.#intakes.clear()
    this.#asked.clear()
  }

  #offer(session: BlobSession, { hash, size }: BlobOffer): void {
    if (size < 1) throw new AppError('room/invalid', 'An empty file was offered.')
    if (!isBlobSize(size)) {
      return refuse(session, hash, 'blob/too-large', 'The picture is larger than 16 MB. Make it smaller first.')
    }
    const stored = this.#options.storage.find(hash)
    if (stored?.isWhole === true) {
      if (stored.size !== size) return refuse(session, hash, 'blob/damaged', DAMAGED)
      return say(session, { kind: 'blob', hash, size })
    }
    const offered = Array.from(this.#intakes.values()).filter(({ senders }) => senders.includes(session))
    if (offered.length >= MAX_OFFERED) throw new AppError('room/invalid', 'Too many files were offered at once.')
    const intake = this.#intakeOf(hash, size)
    if (intake === null) return refuse(session, hash, 'blob/damaged', DAMAGED)
    if (!intake.senders.includes(session)) intake.senders.push(session)
    if (intake.senders[0] === session) this.#ask(intake)
    else say(session, { kind: 'coming', hash, received: intake.received, size })
    this.#watch()
  }

  /** Null when somebody else sends another size of it; one of the two is wrong. */
  #intakeOf(hash: BlobHash, size: number): Intake | null {
    const known = this.#intakes.get(hash)
    if (known !== undefined) return known.size === size ? known : null
    const { storage, clock } = this.#options
    const stored = storage.find(hash)
    if (stored !== undefined && stored.size !== size) storage.abandon(hash)
    const received = stored?.size === size ? stored.received : 0
    const now = clock.now()
    const intake: Intake = {
      hash,
      size,
      hasher: this.#hashed(hash, received),
      received,
      begunAt: received,
      senders: [],
      toldAt: now,
      heardAt: now,
      cancelRetry: null,
    }
    this.#intakes.set(hash, intake)
    return intake
  }

  /** What an earlier connection left of it. */
  #hashed(hash: BlobHash, received: number): Intake['hasher'] {
    const hasher = sha256.create()
    for (let offset = 0; offset < received; offset += BLOB_LIMITS.pieceBytes) {
      hasher.update(this.#options.storage.piece(hash, offset) ?? new Uint8Array())
    }
    return hasher
  }

  #ask({ senders, hash, received, cancelRetry }: Intake): void {
    const [sender] = senders
    if (sender !== undefined && cancelRetry === null) say(sender, { kind: 'want', hash, offset: received })
  }

  #piece(session: BlobSession, { hash, offset, bytes }: BlobPiece): void {
    const intake = this.#intakes.get(hash)
    // After a refusal, or while storing is to be tried again, some pieces are still under way.
    if (intake === undefined || intake.senders[0] !== session || offset !== intake.received) return
    if (intake.cancelRetry !== null) return
    if (bytes.length !== pieceLength(intake.size, offset)) {
      throw new AppError('room/invalid', 'A piece of a file has not the length that it should have.')
    }
    intake.heardAt = this.#options.clock.now()
    if (offset === 0 && mediaTypeOf(bytes) === null) {
      return this.#refuseIntake(intake, 'blob/unsupported', 'Only PNG, JPEG, WebP, GIF and SVG pictures can be kept.')
    }
    this.#storing(intake, () => this.#keep(intake, bytes))
  }

  #keep(intake: Intake, bytes: Uint8Array): void {
    const { hash, size, received } = intake
    const { storage } = this.#options
    if (received === 0 && storage.find(hash) === undefined && !this.#makeRoom(intake)) {
      const sentence = 'The pictures of this board take up all the room there is for them, which is 512 MB.'
      return this.#refuseIntake(intake, 'blob/room-full', sentence)
    }
    storage.append(hash, received, bytes)
    intake.hasher.update(bytes)
    intake.received += bytes.length
    if (intake.received < size) {
      this.#ask(intake)
      this.#tellComing(intake)
    } else this.#finish(intake)
  }

  #makeRoom({ hash, size }: Intake): boolean {
    const { storage } = this.#options
    const fits = (): boolean => storage.total() + size <= BLOB_LIMITS.maxRoomBytes
    if (!fits()) storage.abandonAllBut(new Set(this.#intakes.keys()))
    if (!fits()) return false
    storage.begin(hash, size)
    return true
  }

  /** All of it is there: either it is what its name says, or it is let go of. */
  #finish(intake: Intake): void {
    const { hash, size, hasher, senders } = intake
    const { storage, sessions } = this.#options
    if (bytesToHex(hasher.clone().digest()) === hash) {
      storage.complete(hash)
      this.#intakes.delete(hash)
      const frame = encodeHostMessage({ kind: 'blob', hash, size })
      for (const session of sessions()) session.peer.send(frame)
      return
    }
    storage.abandon(hash)
    intake.hasher = sha256.create()
    intake.received = 0
    const wasWhole = intake.begunAt === 0
    intake.begunAt = 0
    const [sender] = senders
    if (!wasWhole || sender === undefined) return this.#ask(intake)
    // All of it came from this one.
    refuse(sender, hash, 'blob/damaged', DAMAGED)
    this.#dropSender(intake, sender)
  }

  /** What cannot be stored now is asked for again (A3). */
  #storing(intake: Intake, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#options.onProblem(error)
      intake.cancelRetry = this.#options.clock.after(RETRY_MS, () => {
        intake.cancelRetry = null
        if (intake.received === intake.size) this.#storing(intake, () => this.#finish(intake))
        else this.#ask(intake)
      })
    }
  }

  #refuseIntake(intake: Intake, code: RefusalCode, sentence: string): void {
    this.#options.storage.abandon(intake.hash)
    this.#intakes.delete(intake.hash)
    for (const session of intake.senders) refuse(session, intake.hash, code, sentence)
  }

  #dropSender(intake: Intake, session: BlobSession): void {
    const at = intake.senders.indexOf(session)
    if (at < 0) return
    intake.senders.splice(at, 1)
    if (intake.senders.length === 0) {
      intake.cancelRetry?.()
      this.#intakes.delete(intake.hash)
      // What has come stays, to be gone on with.
      return
    }
    if (at !== 0) return
    intake.begunAt = intake.received
    intake.heardAt = this.#options.clock.now()
    this.#ask(intake)
  }

  #tellComing(intake: Intake): void {
    const now = this.#options.clock.now()
    if (now - intake.toldAt < TELL_EVERY_MS) return
    intake.toldAt = now
    const { hash, received, size, senders } = intake
    const frame = encodeHostMessage({ kind: 'coming', hash, received, size })
    for (const session of this.#options.sessions()) if (session !== senders[0]) session.peer.send(frame)
  }

  /** One who has begun to send a file and does not go on gives way to another who has it. */
  #watch(): void {
    if (this.#cancelWatch !== null) return
    const { clock } = this.#options
    if (!Array.from(this.#intakes.values()).some(({ senders }) => senders.length > 1)) return
    this.#cancelWatch = clock.after(STALLED_AFTER_MS, () => {
      this.#cancelWatch = null
      for (const intake of this.#intakes.values()) {
        const [stalled] = intake.senders
        if (stalled === undefined || intake.senders.length < 2) continue
        if (clock.now() - intake.heardAt < STALLED_AFTER_MS) continue
        this.#dropSender(intake, stalled)
        intake.senders.push(stalled)
      }
      this.#watch()
    })
  }

  #fetch(session: BlobSession, hash: BlobHash, offset: number): void {
    const stored = this.#options.storage.find(hash)
    if (stored?.isWhole !== true) {
      const intake = this.#intakes.get(hash)
      return say(session, { kind: 'coming', hash, received: intake?.received ?? 0, size: intake?.size ?? 0 })
    }
    if (pieceLength(stored.size, offset) === 0) {
      throw new AppError('room/invalid', 'A piece was asked for that the file does not have.')
    }
    const asked = this.#asked.get(session) ?? []
    if (asked.length >= MAX_ASKED) throw new AppError('room/invalid', 'Too many pieces were asked for at once.')
    asked.push({ hash, offset })
    this.#asked.set(session, asked)
    this.#pump()
  }

  /** Gives everyone what they asked for, as much as their sockets take. */
  #pump(): void {
    for (const [session, asked] of this.#asked) {
      while (asked.length > 0 && session.peer.bufferedAmount <= FULL_AT) {
        const { hash, offset } = asked.shift()!
        this.#give(session, hash, offset)
      }
      if (asked.length === 0) this.#asked.delete(session)
    }
    if (this.#asked.size === 0 || this.#cancelPump !== null) return
    this.#cancelPump = this.#options.clock.after(PUMP_EVERY_MS, () => {
      this.#cancelPump = null
      this.#pump()
    })
  }

  #give(session: BlobSession, hash: BlobHash, offset: number): void {
    const { storage, onProblem } = this.#options
    try {
      const size = storage.find(hash)?.size ?? 0
      const bytes = storage.piece(hash, offset)
      if (bytes === undefined) throw new AppError('storage/failed', 'A part of a picture is missing.')
      say(session, { kind: 'piece', hash, offset, size, bytes })
    } catch (error) {
      // One file that cannot be read is nobody's end.
      onProblem(error)
      say(session, { kind: 'coming', hash, received: 0, size: 0 })
    }
  }
}

const DAMAGED = 'The picture arrived damaged. Add it once more.'

function say({ peer }: BlobSession, message: HostMessage): void {
  peer.send(encodeHostMessage(message))
}

function refuse(session: BlobSession, hash: BlobHash, code: RefusalCode, sentence: string): void {
  say(session, { kind: 'unwanted', hash, rule: REFUSALS[code].rule, code, sentence })
}
