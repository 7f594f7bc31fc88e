import fc from 'fast-check'
import { NIBS } from '#shared/model/properties.ts'
import { PointWriter } from '#shared/model/points.ts'
import type { ClientMessage, WireOperation } from '#shared/wire/client-messages.ts'
import type { WholeEntry } from '#shared/wire/host-messages.ts'
import type { WholeMessage } from '#shared/wire/json-host-messages.ts'
import { relayedLive, type LiveEvent, type RelayedLive } from '#shared/wire/live-codec.ts'
import { aBlobHash, anId, anInkPoint, anOperation, aRecord } from './arbitraries.ts'

/** Random messages of the protocol, all of them valid. */
const aText80 = fc.string({ maxLength: 80, unit: 'grapheme' })
const aCount = fc.oneof(fc.nat(1000), fc.constant(Number.MAX_SAFE_INTEGER))
const aPlace = fc.record({
  x: fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0),
  y: fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 8),
})
const someBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes.slice())
const aPageOrNone = fc.oneof(fc.constant(''), anId)
const someGiven = fc.array(anId, { minLength: 1, maxLength: 3 })
const aGivenOperation: fc.Arbitrary<WireOperation> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), record: aRecord, given: someGiven }),
  fc.record({ kind: fc.constant('remove' as const), id: anId, given: someGiven }),
)
const aLift: fc.Arbitrary<WireOperation> = fc.record({
  kind: fc.constant('lift' as const),
  stroke: fc.nat(),
  count: fc.nat(16_000),
  z: fc.constant('a1'),
})

/** A stroke from the pen's going down to its going up or the stroke's being taken back. */
export const aLiveStroke: fc.Arbitrary<LiveEvent[]> = fc
  .record({
    stroke: fc.nat(5),
    id: anId,
    place: aPlace,
    style: fc.record({
      nib: fc.constantFrom(...NIBS),
      color: fc.constantFrom('ink' as const, '#123abc' as const),
      width: fc.constantFrom(4, 0.3),
      opacity: fc.constantFrom(1, 0.25),
      unit: fc.integer({ min: -6, max: 12 }),
      pressure: fc.boolean(),
    }),
    where: fc.oneof(fc.constant({}), fc.record({ page: aPageOrNone, layer: anId })),
    pieces: fc.array(fc.array(anInkPoint, { maxLength: 6 }), { maxLength: 4 }),
    cancelled: fc.boolean(),
  })
  .map(({ stroke, id, place, style, where, pieces, cancelled }) => {
    const writer = new PointWriter(style.unit, style.pressure)
    const appends = pieces.map((points): LiveEvent => {
      for (const point of points) writer.add(point)
      return { kind: 'append', stroke, piece: writer.take() }
    })
    const begin: LiveEvent = { kind: 'begin', stroke, id, ...place, style: { ...style, ...where } }
    return [begin, ...appends, ...(cancelled ? [{ kind: 'cancel', stroke } as const] : [])]
  })

/** Everything but greetings, in which a token stands for a person. */
export const aClientMessage: fc.Arbitrary<Exclude<ClientMessage, { kind: 'hello' }>> = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    firstN: aCount,
    operations: fc.array(fc.oneof(anOperation, aLift, aGivenOperation), { maxLength: 6 }),
  }),
  aLiveStroke.map((events) => ({ kind: 'live', events }) as const),
  fc.record({ kind: fc.constant('pointer' as const), page: aPageOrNone, position: fc.option(aPlace) }),
  fc.record({ kind: fc.constant('profile' as const), name: aText80, color: fc.nat(11) }),
  fc.record({ kind: fc.constant('ask' as const), seq: aCount }),
  fc.constant({ kind: 'ping' } as const),
  fc.record({ kind: fc.constant('offer' as const), hash: aBlobHash, size: aCount }),
  fc.record({ kind: fc.constant('piece' as const), hash: aBlobHash, offset: aCount, bytes: someBytes }),
  fc.record({ kind: fc.constant('fetch' as const), hash: aBlobHash, offset: aCount }),
)

const anEntry: fc.Arbitrary<WholeEntry> = fc.record({
  seq: fc.nat(),
  client: fc.nat(9),
  n: aCount,
  author: fc.nat(9),
  at: fc.nat(),
  operation: fc.oneof(
    { weight: 9, arbitrary: anOperation },
    fc.constantFrom({ kind: 'hidden' } as const, { kind: 'void' } as const),
  ),
})

const relayed: fc.Arbitrary<RelayedLive[]> = fc
  .tuple(fc.nat(3), fc.nat(3), aLiveStroke)
  .map(([client, member, events]) => events.map((event) => relayedLive(client, member, event)))
const pointers = fc.array(
  fc.record({ client: fc.nat(9), member: fc.nat(9), page: aPageOrNone, position: fc.option(aPlace) }),
  { maxLength: 3 },
)

export const aHostMessage: fc.Arbitrary<WholeMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('welcome' as const),
    version: fc.constant(1),
    roomName: aText80,
    epoch: anId,
    seq: aCount,
    head: aCount,
    member: fc.nat(9),
    client: fc.nat(9),
    lastN: aCount,
    snapshot: fc.option(fc.nat()),
  }),
  fc.record({
    kind: fc.constant('snapshot' as const),
    last: fc.boolean(),
    records: fc.array(aRecord, { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('chat' as const),
    messages: fc.array(
      fc.record({
        seq: aCount,
        author: fc.nat(9),
        to: fc.nat(9),
        at: fc.nat(),
        text: aText80,
        pending: fc.constant(false),
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('tick' as const),
    live: relayed,
    pointers,
    entries: fc.array(anEntry, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('present' as const), live: relayed, pointers }),
  fc.record({ kind: fc.constant('hash' as const), seq: aCount, hash: anId }),
  fc.record({
    kind: fc.constant('people' as const),
    members: fc.array(
      fc.record({ number: fc.nat(9), name: aText80, color: fc.nat(11), online: fc.boolean(), host: fc.boolean() }),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('refused' as const), n: aCount, rule: aText80, code: aText80, sentence: aText80 }),
  fc.record({ kind: fc.constant('answer' as const), entry: fc.option(anEntry) }),
  fc.record({ kind: fc.constant('trouble' as const), sentence: aText80 }),
  fc.constant({ kind: 'pong' } as const),
  fc.record({ kind: fc.constant('blob' as const), hash: aBlobHash, size: aCount }),
  fc.record({ kind: fc.constant('want' as const), hash: aBlobHash, offset: aCount }),
  fc.record({ kind: fc.constant('coming' as const), hash: aBlobHash, received: aCount, size: aCount }),
  fc.record({
    kind: fc.constant('piece' as const),
    hash: aBlobHash,
    offset: aCount,
    size: aCount,
    bytes: someBytes,
  }),
  fc.record({
    kind: fc.constant('unwanted' as const),
    hash: aBlobHash,
    rule: aText80,
    code: aText80,
    sentence: aText80,
  }),
)
