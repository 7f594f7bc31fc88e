import type { Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import { givenOf, type LogEntry, type Operation, type SketchOperation } from '#shared/model/operations.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { fromBase64, toBase64 } from '#shared/wire/base64.ts'
import { decodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { encodeHostMessage, type HostMessage, type WholeEntry } from '#shared/wire/host-messages.ts'
import type { ToldMessage } from '#shared/wire/json-host-messages.ts'
import { LivePacker, LiveUnpacker, type ToldLive } from '#shared/wire/json-live.ts'
import { operationFromJson, operationToJson, type ToldOperation } from '#shared/wire/json-operations.ts'
import { packFromJson } from '#shared/wire/json-points.ts'
import { relayedLive, type RelayedLive } from '#shared/wire/live-codec.ts'

/** The other end of the JSON protocol: says in JSON what a client says in bytes. */
export class JsonSpeaker {
  readonly #live = new LiveUnpacker()

  /** @param appToken goes into the greeting */
  say(message: ClientMessage, appToken = ''): string {
    switch (message.kind) {
      case 'hello': {
        const { kind, version, clientId, name, color, resume } = message
        return JSON.stringify({ kind, version, clientId, appToken, name, color, resume })
      }
      case 'edit': {
        const operations = message.operations.map((each) => (each.kind === 'lift' ? each : saidInJson(each)))
        return JSON.stringify({ ...message, operations })
      }
      case 'live': {
        const events = message.events.flatMap(
          (event) => this.#live.unpack({ client: 0, member: 0, event })?.event ?? [],
        )
        return JSON.stringify({ kind: 'live', events })
      }
      case 'sketch':
        return JSON.stringify({ ...message, operations: message.operations.map(operationToJson) })
      case 'pointer':
      case 'profile':
      case 'ask':
      case 'ping':
      case 'offer':
      case 'fetch':
        return JSON.stringify(message)
      case 'piece':
        return JSON.stringify({ ...message, bytes: toBase64(message.bytes) })
    }
  }
}

/** Understands in bytes what a host says in JSON. */
export class JsonHearer {
  readonly #packers = new Map<number, LivePacker>()

  hear(json: string): HostMessage {
    const told = JSON.parse(json) as ToldMessage
    switch (told.kind) {
      case 'snapshot':
        return { ...told, records: told.records.map((record) => put({ kind: 'put', record }).record) }
      case 'tick':
        return { ...told, live: this.#relayed(told.live), entries: told.entries.map(entry) }
      case 'present':
        return { ...told, live: this.#relayed(told.live) }
      case 'answer':
        return { kind: 'answer', entry: told.entry === null ? null : entry(told.entry) }
      case 'sketch':
        return { ...told, operations: told.operations.map(sketched) }
      case 'piece':
        return { ...told, bytes: fromBase64(told.bytes) ?? new Uint8Array() }
      case 'blob':
      case 'want':
      case 'coming':
      case 'unwanted':
      case 'welcome':
      case 'chat':
      case 'people':
      case 'refused':
      case 'trouble':
      case 'pong':
      case 'hash':
        return told
    }
  }

  #relayed(live: readonly ToldLive[]): RelayedLive[] {
    return live.map(({ client, member, event }) => {
      const packer = this.#packers.get(client) ?? new LivePacker()
      this.#packers.set(client, packer)
      const mutable = event.kind === 'append' ? { ...event, points: event.points.map((point) => [...point]) } : event
      const packed = packer.pack(mutable, 'event')
      if (packed === null) throw new Error('A live event came without its beginning.')
      return relayedLive(client, member, packed)
    })
  }
}

function put({ record }: Extract<ToldOperation, { kind: 'put' }>) {
  if (record.type !== 'stroke') return { kind: 'put', record } as const
  const points = packFromJson(record.points, record.unit, record.pressure)
  return { kind: 'put', record: { ...record, points } } as const
}

function sketched(operation: ToldOperation): SketchOperation {
  if (operation.kind === 'put') return put(operation)
  if (operation.kind !== 'patch') throw new Error('A sketch does something else than making and moving.')
  return operation
}

/** What an operation depends on is said by clients alone. */
function saidInJson(operation: Operation): unknown {
  const given = givenOf(operation)
  return given.length > 0 ? { ...operationToJson(operation), given } : operationToJson(operation)
}

function entry({
  operation,
  ...rest
}: Omit<LogEntry, 'operation'> & { readonly operation: ToldOperation }): WholeEntry {
  if (operation.kind === 'hidden' || operation.kind === 'void') return { ...rest, operation }
  if (operation.kind === 'put') return { ...rest, operation: put(operation) }
  const whole = operationFromJson(operation, new TopZ())
  if (whole.kind === 'lift') throw new Error('A stroke was told by its live ink.')
  return { ...rest, operation: whole }
}

/** A Link for a client that speaks in bytes, over one that carries JSON text. */
export class JsonMemberLink implements Link {
  readonly texts: string[] = []
  readonly #carrier: Link
  readonly #appToken: string
  readonly #speaker = new JsonSpeaker()
  readonly #hearer = new JsonHearer()

  constructor(carrier: Link, appToken: string) {
    this.#carrier = carrier
    this.#appToken = appToken
  }

  get bufferedAmount(): number {
    return this.#carrier.bufferedAmount
  }

  send(frame: Uint8Array): void {
    this.#carrier.send(new TextEncoder().encode(this.#speaker.say(decodeClientMessage(frame), this.#appToken)))
  }

  onMessage(listener: (frame: Uint8Array) => void): Dispose {
    return this.#carrier.onMessage((bytes) => {
      const text = new TextDecoder().decode(bytes)
      this.texts.push(text)
      listener(encodeHostMessage(this.#hearer.hear(text)))
    })
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    return this.#carrier.onClose(listener)
  }

  close(code?: number, reason?: string): void {
    this.#carrier.close(code, reason)
  }
}
