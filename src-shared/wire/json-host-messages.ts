import { lengthOfTexts, type BoardRecord } from '../model/records.ts'
import type { TopZ } from '../model/z-order.ts'
import { toBase64 } from './base64.ts'
import { cutBySize } from './cut-by-size.ts'
import type { HostMessage, WholeEntry } from './host-messages.ts'
import { LiveUnpacker, type ToldLive } from './json-live.ts'
import { operationToJson, recordToJson, type ToldOperation, type ToldRecord } from './json-operations.ts'
import type { RelayedLive } from './live-codec.ts'

type Tick = Extract<HostMessage, { kind: 'tick' }>
type Present = Extract<HostMessage, { kind: 'present' }>
type Piece = Extract<HostMessage, { kind: 'piece' }>
type Snapshot = Extract<HostMessage, { kind: 'snapshot' }>
type Sketch = Extract<HostMessage, { kind: 'sketch' }>

/** A tick whose entries are whole: no stroke is named by its live ink. */
export type WholeTick = Omit<Tick, 'entries'> & { readonly entries: readonly WholeEntry[] }
export type WholeMessage = Exclude<HostMessage, { kind: 'tick' }> | WholeTick

type ToldEntry = Omit<WholeEntry, 'operation'> & { readonly operation: ToldOperation }

/** What a JSON client is told; the text is `JSON.stringify` of it. */
export type ToldMessage =
  | Exclude<HostMessage, { kind: 'tick' | 'present' | 'snapshot' | 'answer' | 'piece' | 'sketch' }>
  | (Omit<Snapshot, 'records'> & { readonly records: readonly ToldRecord[] })
  | (Omit<Tick, 'live' | 'entries'> & { readonly live: readonly ToldLive[]; readonly entries: readonly ToldEntry[] })
  | (Omit<Present, 'live'> & { readonly live: readonly ToldLive[] })
  | (Omit<Sketch, 'operations'> & { readonly operations: readonly ToldOperation[] })
  | { readonly kind: 'answer'; readonly entry: ToldEntry | null }
  /** The bytes as base64. */
  | (Omit<Piece, 'bytes'> & { readonly bytes: string })

/** A message is cut where its text grows to about this many characters. */
const CUT_AT = 512 * 1024
/** Text for each byte of packed points, and of anything else in a record, roughly. */
const TEXT_PER_BYTE = 12
const RECORD_TEXT = 400

/** Tells one JSON client what the host says. */
export class JsonHostTeller {
  readonly #top: TopZ
  #live = new LiveUnpacker()

  /** @param top sees everything that is told */
  constructor(top: TopZ) {
    this.#top = top
  }

  /** The message in JSON's terms; a large one in several. */
  *tell(message: WholeMessage): Generator<ToldMessage> {
    switch (message.kind) {
      case 'snapshot':
        yield* this.#snapshot(message)
        return
      case 'tick':
        yield* this.#tick(message)
        return
      case 'present':
        this.#live = new LiveUnpacker()
        yield* this.#present(message)
        return
      case 'answer':
        yield { kind: 'answer', entry: message.entry === null ? null : this.#entry(message.entry) }
        return
      case 'sketch':
        yield { ...message, operations: message.operations.map((operation) => operationToJson(operation)) }
        return
      case 'piece':
        yield { ...message, bytes: toBase64(message.bytes) }
        return
      case 'welcome':
      case 'chat':
      case 'people':
      case 'refused':
      case 'trouble':
      case 'pong':
      case 'hash':
      case 'blob':
      case 'want':
      case 'coming':
      case 'unwanted':
        yield message
    }
  }

  /** The stroke is a record now: its points are not read on. */
  ended(client: number, stroke: number): void {
    this.#live.end(client, stroke)
  }

  *#snapshot({ kind, last, records }: Snapshot): Generator<ToldMessage> {
    const pieces = cutBySize(records, weightOfRecord, CUT_AT)
    for (const [index, piece] of pieces.entries()) {
      for (const { z } of piece) this.#top.see(z)
      yield { kind, last: last && index === pieces.length - 1, records: piece.map(recordToJson) }
    }
  }

  *#present({ kind, live, pointers }: Present): Generator<ToldMessage> {
    const [first = [], ...more] = cutBySize(live, weightOfLive, CUT_AT)
    yield { kind, live: this.#relayed(first), pointers }
    for (const piece of more) yield { kind: 'tick', live: this.#relayed(piece), pointers: [], entries: [] }
  }

  *#tick({ kind, live, pointers, entries }: WholeTick): Generator<ToldMessage> {
    const some = cutBySize(live, weightOfLive, CUT_AT)
    const [first = [], ...more] = cutBySize(entries, ({ operation }) => weightOf(operation), CUT_AT)
    const lastLive = some.pop() ?? []
    for (const piece of some) yield { kind, live: this.#relayed(piece), pointers: [], entries: [] }
    yield { kind, live: this.#relayed(lastLive), pointers, entries: first.map((entry) => this.#entry(entry)) }
    for (const piece of more) {
      yield { kind, live: [], pointers: [], entries: piece.map((entry) => this.#entry(entry)) }
    }
  }

  #relayed(live: readonly RelayedLive[]): ToldLive[] {
    return live.flatMap((event) => this.#live.unpack(event) ?? [])
  }

  #entry(entry: WholeEntry): ToldEntry {
    const { operation } = entry
    if (operation.kind === 'put') this.#top.see(operation.record.z)
    if (operation.kind === 'patch' && operation.patch.z !== undefined) this.#top.see(operation.patch.z)
    return { ...entry, operation: operationToJson(operation) }
  }
}

function weightOfRecord(record: BoardRecord): number {
  return RECORD_TEXT + (record.type === 'stroke' ? record.points.length * TEXT_PER_BYTE : lengthOfTexts(record) * 2)
}

function weightOf(operation: WholeEntry['operation']): number {
  return operation.kind === 'put' ? weightOfRecord(operation.record) : RECORD_TEXT
}

function weightOfLive({ event }: RelayedLive): number {
  return RECORD_TEXT + (event.kind === 'append' ? event.piece.length * TEXT_PER_BYTE : 0)
}
