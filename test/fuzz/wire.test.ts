import { describe, expect, test } from 'vitest'
import { RoomClient } from '#shared/sync/room-client.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage } from '#shared/wire/host-messages.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import { MAX_REASON_BYTES, readReason, REFUSALS } from '#shared/wire/refusal.ts'
import { boardBytes } from '../support/board-bytes.ts'
import { ManualClock } from '../support/clock.ts'
import { assertConverged } from '../support/convergence.ts'
import type { Dice } from '../support/dice.ts'
import { seededBytes } from '../support/random.ts'
import type { TestWire } from '../support/room.ts'
import { doSomething } from '../support/simulated-deeds.ts'
import { Simulation } from '../support/simulation.ts'
import { mutated, recordTraffic } from './traffic.ts'

const long = process.env['DRAWNET_LONG'] === '1'
const MESSAGES = long ? 500_000 : 10_000
const TIME_LIMIT_MS = long ? 3_600_000 : 120_000
const STRANGERS = 8
const FRAMES_EACH = 4
const ROUNDS_PER_ROOM = 60
const SENTENCE = /^[A-Z“].*[.]$/su

interface Stranger {
  readonly wire: TestWire
  readonly sent: Uint8Array[]
}

/** What happens in one room. */
interface Rounds {
  /** Returns how many messages were sent. */
  next(): Promise<number>
  end(): void
}

/** Runs rooms one after the other, each with two sound members, until this many messages have been sent. */
async function inRooms(firstSeed: number, begin: (simulation: Simulation) => Rounds): Promise<number> {
  let sent = 0
  for (let seed = firstSeed; sent < MESSAGES; seed++) {
    const simulation = new Simulation(seed)
    simulation.join('sound-1')
    simulation.join('sound-2')
    await simulation.settle()
    const rounds = begin(simulation)
    for (let i = 0; i < ROUNDS_PER_ROOM; i++) {
      doSomething(simulation.dice.pick(simulation.peers), simulation.dice)
      try {
        sent += await rounds.next()
      } catch (error) {
        throw new Error(`seed ${seed}, round ${i}: ${String(error)}`, { cause: error })
      }
    }
    rounds.end()
    await finish(simulation)
  }
  return sent
}

/** The sound members have noticed nothing, and nothing is left behind. */
async function finish(simulation: Simulation): Promise<void> {
  for (const peer of simulation.peers) {
    for (const stroke of Array.from(peer.strokes)) {
      peer.act(() => {
        peer.end(stroke, true)
        return [stroke.id]
      })
    }
  }
  await simulation.settle()
  assertConverged(simulation)
  simulation.dispose()
  expect(simulation.timers).toBe(0)
}

describe('messages that are damaged on the way', () => {
  test(
    'W1 W2 W4: a host closes that connection with a code and a reason, or takes no harm; nobody else notices',
    async () => {
      const { toHost } = await recordTraffic(7)
      const sent = await inRooms(1_000, (simulation) => ({
        next: () => strangersSpeak(simulation, toHost),
        end: () => {},
      }))
      expect(sent).toBeGreaterThanOrEqual(MESSAGES)
    },
    TIME_LIMIT_MS,
  )

  test(
    'O3 W1: a member survives them, and ends with the board of the others',
    async () => {
      const { toClient } = await recordTraffic(8)
      const sent = await inRooms(2_000, (simulation) => {
        const victims = someVictims(simulation)
        return {
          next: async () => {
            const count = victims.reduce((sum, victim) => sum + victim.hear(toClient, simulation.dice), 0)
            await passTime(simulation, victims, 30)
            if (simulation.dice.chance(1 / 15)) await assertRecovered(simulation, victims)
            return count
          },
          end: () => end(victims),
        }
      })
      expect(sent).toBeGreaterThanOrEqual(MESSAGES)
    },
    TIME_LIMIT_MS,
  )
})

/** Several connections greet, or do not, and say what is damaged; then they are gone. Returns how much was heard. */
async function strangersSpeak(simulation: Simulation, frames: readonly Uint8Array[]): Promise<number> {
  const strangers = Array.from({ length: STRANGERS }, () => aStranger(simulation, frames))
  let heard = 0
  for (let turn = 0; turn <= FRAMES_EACH; turn++) {
    heard += strangers.filter(({ wire }) => wire.client.closed === null && wire.client.sent.length > 0).length
    for (const wire of simulation.wires) simulation.deliver(wire, 1, 99)
    simulation.runSoon()
    await simulation.advance(5)
  }
  for (const wire of simulation.wires) simulation.deliver(wire, 99, 99)
  simulation.check()
  for (const stranger of strangers) {
    assertDecentEnd(stranger)
    stranger.wire.cut()
  }
  return heard
}

function aStranger(simulation: Simulation, frames: readonly Uint8Array[]): Stranger {
  const { dice } = simulation
  const wire = simulation.connectStranger()
  if (dice.chance(0.7)) wire.client.send(aGreeting(dice))
  const sent = Array.from({ length: FRAMES_EACH }, () => mutated(frames, dice))
  for (const frame of sent) wire.client.send(frame)
  wire.client.onMessage((frame) => {
    const message = decodeHostMessage(frame)
    if (message.kind !== 'refused') return
    expect(message.sentence).toMatch(SENTENCE)
    expect(Object.entries(REFUSALS)).toContainEqual([message.code, expect.objectContaining({ rule: message.rule })])
  })
  return { wire, sent }
}

function aGreeting(dice: Dice): Uint8Array {
  return encodeClientMessage({
    kind: 'hello',
    version: WIRE_VERSION,
    clientId: `stranger-${dice.int(2 ** 31)}`,
    user: `stranger-${dice.int(5)}`,
    token: new Uint8Array(),
    name: 'Stranger',
    color: 1,
    resume: null,
  })
}

function assertDecentEnd({ wire, sent }: Stranger): void {
  const { closed } = wire.client
  if (closed === null) return
  const { code, sentence } = readReason(closed.reason)
  const decent =
    closed.code >= 4400 &&
    code !== null &&
    SENTENCE.test(sentence) &&
    Buffer.byteLength(closed.reason) <= MAX_REASON_BYTES
  if (decent) return
  const hex = sent.map((frame) => Buffer.from(frame).toString('hex')).join('\n')
  throw new Error(`closed with ${closed.code} “${closed.reason}” after\n${hex}`)
}

/** A sound client that hears damaged messages from its host. */
class Victim {
  readonly client: RoomClient
  readonly clock = new ManualClock()
  wire: TestWire | null = null

  constructor(simulation: Simulation, index: number) {
    this.client = new RoomClient({
      dial: () => {
        this.wire = simulation.connectStranger()
        return Promise.resolve(this.wire.client)
      },
      person: { user: `victim-${index}`, token: new Uint8Array(), name: 'Victim', color: 0 },
      clock: this.clock,
      wallClock: () => 0,
      random: seededBytes(simulation.dice.int(2 ** 31)),
    })
    this.client.start()
  }

  hear(frames: readonly Uint8Array[], dice: Dice): number {
    if (this.client.status.get().kind === 'reconnecting' || this.wire === null) return 0
    const count = 1 + dice.int(FRAMES_EACH)
    for (let i = 0; i < count; i++) this.wire.host.send(mutated(frames, dice))
    return count
  }
}

function someVictims(simulation: Simulation): Victim[] {
  return Array.from({ length: STRANGERS }, (_, index) => new Victim(simulation, index))
}

function end(victims: Victim[]): void {
  for (const victim of victims.splice(0)) {
    victim.client.dispose()
    expect(victim.clock.pending).toBe(0)
  }
}

async function passTime(simulation: Simulation, victims: readonly Victim[], rounds: number): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    for (const wire of simulation.wires) simulation.deliver(wire, 99, 99)
    simulation.runSoon()
    await simulation.advance(50)
    for (const victim of victims) victim.clock.advance(50)
    for (let turn = 0; turn < 4; turn++) await Promise.resolve()
  }
}

/** The hash that a host tells every few seconds brings back whoever was led astray. */
async function assertRecovered(simulation: Simulation, victims: Victim[]): Promise<void> {
  for (const { client } of victims) {
    const { kind } = client.status.get()
    if (kind === 'closed') throw new Error(`turned away: ${JSON.stringify(client.status.get())}`)
  }
  simulation.peers[0]!.act(() => {
    simulation.peers[0]!.client.say(`still here ${simulation.ledger.log.length}`)
    return []
  })
  await passTime(simulation, victims, 400)
  const board = boardBytes(simulation.ledger.board.values())
  for (const { client } of victims) {
    expect(client.status.get().kind).toBe('live')
    expect(boardBytes(client.store.values()).equals(board)).toBe(true)
  }
  end(victims)
  victims.push(...someVictims(simulation))
}
