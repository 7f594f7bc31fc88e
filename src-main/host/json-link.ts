import { AppError, codeOf, sentenceOf } from '#shared/errors.ts'
import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { InkInProgress } from '#shared/sync/ink-in-progress.ts'
import { encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { closeCodeOf } from '#shared/wire/close-code.ts'
import { decodeHostMessage, type HostMessage, type WholeEntry, type WireEntry } from '#shared/wire/host-messages.ts'
import { JsonClientReader, type JsonHello } from '#shared/wire/json-client-messages.ts'
import { JsonHostTeller, type WholeMessage } from '#shared/wire/json-host-messages.ts'
import type { RelayedLive } from '#shared/wire/live-codec.ts'
import { CLOSE, MAX_GREETING_BYTES, MAX_MESSAGE_BYTES } from '#shared/wire/protocol.ts'

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
  /** By client, the ink that is not in the log yet. */
  readonly #ink = new Map<number, InkInProgress>()
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
        throw new AppError('wire/too-large', 'The greeting is too long.')
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
      const sentence = 'This app token is not known here, or was revoked. Make a new one on the host: drawnet token'
      throw new AppError('join/refused', sentence)
    }
    this.#greeted = true
    const { user, token } = person
    this.#pass({ kind: 'hello', version, clientId, user, token, name: name ?? person.name, color, resume })
  }

  #pass(message: ClientMessage): void {
    for (const frame of framesOf(message)) if (!this.#over) this.#frames.emit(frame)
  }

  #refuse(error: unknown): void {
    const code = codeOf(error, 'storage/failed')
    if (code === 'join/refused') this.close(CLOSE.appToken, sentenceOf(error))
    else if (code.startsWith('wire/')) this.close(closeCodeOf(error), sentenceOf(error))
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
    for (const { client, operation } of tick.entries.slice(0, whole.length)) {
      if (operation.kind === 'lift') this.#ended(client, operation.stroke)
    }
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
    if (missed?.operation.kind === 'lift') this.#ended(missed.client, missed.operation.stroke)
    this.#untold.unshift({ ...tick, entries: [entry, ...rest] })
    this.#waiting = false
    this.#tellUntold()
  }

  #tell(message: WholeMessage): void {
    for (const told of this.#teller.tell(message)) this.#link.send(new TextEncoder().encode(JSON.stringify(told)))
  }

  #keep({ client, event }: RelayedLive): void {
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
    const record = this.#inkOf(client).lift(operation.stroke, operation.count, operation.z, author)
    return record === null ? null : { ...entry, operation: { kind: 'put', record } }
  }

  #ended(client: number, stroke: number): void {
    this.#inkOf(client).end(stroke)
    this.#teller.ended(client, stroke)
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
 * The frames that say the same to a room, none larger than it takes: edits and live ink may be said in parts.
 * @throws AppError `wire/too-large` when one operation or event alone is too large
 */
function* framesOf(message: ClientMessage): Generator<Uint8Array> {
  const frame = encodeClientMessage(message)
  if (frame.length <= MAX_MESSAGE_BYTES) yield frame
  else if (message.kind === 'edit' && message.operations.length > 1) {
    const half = message.operations.length >> 1
    yield* framesOf({ ...message, operations: message.operations.slice(0, half) })
    const operations = message.operations.slice(half)
    yield* framesOf({ ...message, firstN: message.firstN + half, operations })
  } else if (message.kind === 'live' && message.events.length > 1) {
    const half = message.events.length >> 1
    yield* framesOf({ ...message, events: message.events.slice(0, half) })
    yield* framesOf({ ...message, events: message.events.slice(half) })
  } else throw new AppError('wire/too-large', `One operation or event packs to more than ${MAX_MESSAGE_BYTES} bytes.`)
}
