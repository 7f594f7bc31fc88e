import { AppError } from '#shared/errors.ts'
import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { InkInProgress } from '#shared/sync/ink-in-progress.ts'
import { encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, type HostMessage, type WholeEntry, type WireEntry } from '#shared/wire/host-messages.ts'
import { JsonClientReader, type JsonHello } from '#shared/wire/json-client-messages.ts'
import { JsonHostTeller, type WholeMessage } from '#shared/wire/json-host-messages.ts'
import type { RelayedLive } from '#shared/wire/live-codec.ts'
import { CLOSE, MAX_GREETING_BYTES, MAX_MESSAGE_BYTES } from '#shared/wire/protocol.ts'
import { refusingClose } from '#shared/wire/refusal.ts'
import { OwnInk } from './own-ink.ts'

/** Who a program is in the rooms of this host. */
export interface AppPerson {
  readonly user: string
  /** What proves it to be the same program as last time. */
  readonly token: Uint8Array
  readonly name: string
}

export interface JsonLinkOptions {
  /** Whose app token it is, or null. */
  readonly personOf: (appToken: string) => AppPerson | null
  readonly onProblem: (error: unknown) => void
}

/** The room turns another version away whoever says it. */
const NOBODY = {
  kind: 'hello',
  clientId: '',
  user: '',
  token: new Uint8Array(),
  name: '',
  color: 0,
  resume: null,
} as const

type Tick = Extract<HostMessage, { kind: 'tick' }>

/**
 * Stands between a room, which speaks in bytes, and a client that speaks JSON text. Strokes that the log
 * names by their live ink are told whole; ink that was missed is asked for, and what comes after it waits.
 */
export class JsonLink implements Link {
  readonly #link: Link
  readonly #options: JsonLinkOptions
  readonly #frames = new Emitter<Uint8Array>()
  readonly #top = new TopZ()
  readonly #reader = new JsonClientReader(this.#top)
  readonly #teller = new JsonHostTeller(this.#top)
  /** By client, the others' ink that is not in the log yet. */
  readonly #ink = new Map<number, InkInProgress>()
  readonly #own = new OwnInk()
  /** Which client this is; 0 before the welcome. */
  #client = 0
  /** What is still to be told, in order; and how many bytes came with it. */
  #untold: HostMessage[] = []
  #untoldBytes = 0
  /** Whether the first entry of what is untold waits for its ink. */
  #waiting = false
  /** Who asked for the answers that are due, in order. */
  readonly #asked: ('client' | 'link')[] = []
  #greeted = false
  #over = false

  constructor(link: Link, options: JsonLinkOptions) {
    this.#link = link
    this.#options = options
  }

  get bufferedAmount(): number {
    return this.#link.bufferedAmount + this.#untoldBytes
  }

  onMessage(listener: (frame: Uint8Array) => void): Dispose {
    const dispose = this.#frames.on(listener)
    const stop = this.#link.onMessage((json) => this.#receive(json))
    return () => {
      stop()
      dispose()
    }
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    return this.#link.onClose(listener)
  }

  close(code: number = 1000, reason = ''): void {
    this.#over = true
    this.#untold = []
    this.#link.close(code, reason)
  }

  send(frame: Uint8Array): void {
    if (this.#over) return
    const message = decodeHostMessage(frame)
    if (message.kind === 'answer' && this.#asked.shift() === 'link') return this.#takeAnswer(message.entry)
    this.#untold.push(message)
    this.#untoldBytes += this.#waiting ? frame.length : 0
    this.#tellUntold()
  }

  #receive(json: Uint8Array): void {
    if (this.#over) return
    try {
      if (!this.#greeted && json.length > MAX_GREETING_BYTES) {
        throw new AppError('wire/long-greeting', 'The greeting is too long.')
      }
      const read = this.#reader.read(new TextDecoder().decode(json))
      if (read.kind === 'hello') this.#greet(read)
      else if (read.kind === 'foreign hello') this.#pass({ ...NOBODY, version: read.version })
      else {
        if (read.kind === 'ask') this.#asked.push('client')
        this.#pass(read)
      }
    } catch (error) {
      this.#refuse(error)
    }
  }

  #greet({ version, clientId, appToken, name, color, resume }: JsonHello): void {
    const person = this.#options.personOf(appToken)
    if (person === null) {
      const sentence =
        'This app token is not known here, or was revoked. Make a new one on the host with “drawnet token”.'
      throw new AppError('join/app-token', sentence)
    }
    this.#greeted = true
    const { user, token } = person
    this.#pass({ kind: 'hello', version, clientId, user, token, name: name ?? person.name, color, resume })
  }

  #pass(message: ClientMessage): void {
    const frame = frameOf(message)
    this.#own.said(message)
    this.#frames.emit(frame)
  }

  #refuse(error: unknown): void {
    const refusing = refusingClose(error)
    if (refusing !== null) this.close(refusing.code, refusing.reason)
    else {
      this.#options.onProblem(error)
      this.close(CLOSE.goingAway, 'The host cannot look up app tokens at the moment.')
    }
  }

  #tellUntold(): void {
    while (!this.#waiting) {
      const message = this.#untold.shift()
      if (message === undefined) {
        this.#untoldBytes = 0
        return
      }
      if (message.kind === 'tick') {
        this.#tellTick(message)
        continue
      }
      if (message.kind === 'welcome') this.#client = message.client
      if (message.kind === 'refused') this.#own.settled(message.n)
      if (message.kind === 'present') {
        this.#ink.clear()
        for (const relayed of message.live) this.#keep(relayed)
      }
      this.#tell(message)
    }
  }

  /** Tells a tick up to the first entry whose ink was missed; the rest waits for that. */
  #tellTick(tick: Tick): void {
    for (const relayed of tick.live) this.#keep(relayed)
    const whole: WholeEntry[] = []
    for (const entry of tick.entries) {
      const known = this.#whole(entry)
      if (known === null) break
      whole.push(known)
    }
    const rest = tick.entries.slice(whole.length)
    if (whole.length + tick.live.length + tick.pointers.length > 0) this.#tell({ ...tick, entries: whole })
    for (const entry of tick.entries.slice(0, whole.length)) this.#ended(entry)
    const [missed] = rest
    if (missed === undefined) return
    this.#untold.unshift({ kind: 'tick', live: [], pointers: [], entries: rest })
    this.#waiting = true
    this.#asked.push('link')
    this.#frames.emit(encodeClientMessage({ kind: 'ask', seq: missed.seq }))
  }

  #takeAnswer(entry: WholeEntry | null): void {
    const tick = this.#untold.shift()
    if (entry === null || tick?.kind !== 'tick') {
      this.close(CLOSE.goingAway, 'A part of the log is missing. Connect again.')
      return
    }
    const [missed, ...rest] = tick.entries
    if (missed !== undefined) this.#ended(missed)
    this.#untold.unshift({ ...tick, entries: [entry, ...rest] })
    this.#waiting = false
    this.#tellUntold()
  }

  #tell(message: WholeMessage): void {
    for (const told of this.#teller.tell(message)) this.#link.send(new TextEncoder().encode(JSON.stringify(told)))
  }

  #keep({ client, event }: RelayedLive): void {
    if (client === this.#client) return
    const ink = this.#inkOf(client)
    try {
      ink.apply(event)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // The log has the stroke whole: it is asked for when it is lifted.
      ink.end(event.stroke)
    }
  }

  #whole(entry: WireEntry): WholeEntry | null {
    const { client, author, operation } = entry
    if (operation.kind !== 'lift') return { ...entry, operation }
    const record = this.#isOwn(entry)
      ? this.#own.lift(entry)
      : this.#inkOf(client).lift(operation.stroke, operation.count, operation.z, author)
    return record === null ? null : { ...entry, operation: { kind: 'put', record } }
  }

  #ended(entry: WireEntry): void {
    const { client, n, operation } = entry
    if (operation.kind !== 'lift') return
    if (this.#isOwn(entry)) this.#own.settled(n)
    else this.#inkOf(client).end(operation.stroke)
    this.#teller.ended(client, operation.stroke)
  }

  #isOwn({ client, n }: WireEntry): boolean {
    return client === this.#client && n > 0
  }

  #inkOf(client: number): InkInProgress {
    let ink = this.#ink.get(client)
    if (ink === undefined) {
      ink = new InkInProgress()
      this.#ink.set(client, ink)
    }
    return ink
  }
}

/**
 * The frame that says the same to a room. It may be longer than one that comes over a socket, so that what is said
 * in one message is taken whole or not at all.
 * @throws AppError `wire/too-large` when one operation or event alone is too large
 */
function frameOf(message: ClientMessage): Uint8Array {
  const frame = encodeClientMessage(message)
  if (
    frame.length > MAX_MESSAGE_BYTES &&
    partsOf(message).some((part) => encodeClientMessage(part).length > MAX_MESSAGE_BYTES)
  ) {
    throw new AppError('wire/too-large', `One operation or event packs to more than ${MAX_MESSAGE_BYTES} bytes.`)
  }
  return frame
}

function partsOf(message: ClientMessage): ClientMessage[] {
  if (message.kind === 'edit') return message.operations.map((operation) => ({ ...message, operations: [operation] }))
  if (message.kind === 'live') return message.events.map((event) => ({ ...message, events: [event] }))
  return [message]
}
