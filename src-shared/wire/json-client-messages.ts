import * as v from 'valibot'
import { PERSON_COLOR_COUNT } from '../model/palette.ts'
import type { TopZ } from '../model/z-order.ts'
import type { ClientMessage } from './client-messages.ts'
import { jsonLiveEvent, LivePacker } from './json-live.ts'
import { jsonOperation, jsonSketchOperation, operationFromJson, sketchFromJson } from './json-operations.ts'
import {
  base64,
  blobHash,
  checkJson,
  id,
  integerWithin,
  list,
  parseJson,
  position,
  strict,
  text,
  uint,
} from './json-schema.ts'
import { WIRE_VERSION } from './protocol.ts'

const color = integerWithin(0, PERSON_COLOR_COUNT - 1)

const hello = strict({
  kind: v.literal('hello'),
  version: uint,
  clientId: id,
  /** Says who the program is, in place of the user and the token of a person. */
  appToken: text,
  /** Without it: the name that the token was made with. */
  name: v.exactOptional(text),
  color: v.optional(color, 0),
  resume: v.optional(v.nullable(strict({ epoch: text, seq: uint })), null),
})

const message = v.variant('kind', [
  hello,
  strict({ kind: v.literal('edit'), firstN: uint, operations: list(jsonOperation) }),
  strict({ kind: v.literal('live'), events: list(jsonLiveEvent) }),
  strict({ kind: v.literal('pointer'), page: v.optional(text, ''), position: v.nullable(position) }),
  strict({ kind: v.literal('sketch'), operations: list(jsonSketchOperation) }),
  strict({ kind: v.literal('profile'), name: text, color }),
  strict({ kind: v.literal('ask'), seq: uint }),
  strict({ kind: v.literal('ping') }),
  strict({ kind: v.literal('offer'), hash: blobHash, size: uint }),
  strict({ kind: v.literal('piece'), hash: blobHash, offset: uint, bytes: base64 }),
  strict({ kind: v.literal('fetch'), hash: blobHash, offset: uint }),
])

/** Enough of a greeting of another version to turn it away. */
const anyHello = v.object({ kind: v.literal('hello'), version: uint })

export type JsonHello = v.InferOutput<typeof hello>
/** A greeting in another version of the protocol, of which nothing else is read. */
export interface ForeignHello {
  readonly kind: 'foreign hello'
  readonly version: number
}
export type ReadMessage = JsonHello | ForeignHello | Exclude<ClientMessage, { kind: 'hello' }>

/** Reads what one JSON client says. */
export class JsonClientReader {
  readonly #top: TopZ
  readonly #live = new LivePacker()

  /** @param top has seen everything this client was told of */
  constructor(top: TopZ) {
    this.#top = top
  }

  /** @throws AppError `wire/malformed` that names what was wrong and where */
  read(json: string): ReadMessage {
    const value = parseJson(json)
    const foreign = v.safeParse(anyHello, value)
    if (foreign.success && foreign.output.version !== WIRE_VERSION) {
      return { kind: 'foreign hello', version: foreign.output.version }
    }
    const read = checkJson(message, value)
    if (read.kind === 'live') {
      const events = read.events.flatMap((event, index) => this.#live.pack(event, `events[${index}]`) ?? [])
      return { kind: 'live', events }
    }
    if (read.kind === 'sketch') {
      return { kind: 'sketch', operations: read.operations.map((operation) => sketchFromJson(operation, this.#top)) }
    }
    if (read.kind !== 'edit') return read
    const operations = read.operations.map((operation) => operationFromJson(operation, this.#top))
    for (const operation of operations) if (operation.kind === 'lift') this.#live.end(operation.stroke)
    return { ...read, operations }
  }
}
