import { describe, expect, test } from 'vitest'
import type { LinkClosed } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'
import type { LogEntry } from '#shared/model/operations.ts'
import { USUAL } from '#shared/model/records.ts'
import { decodeClientMessage, encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { encodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import type { ToldMessage } from '#shared/wire/json-host-messages.ts'
import { CLOSE, WIRE_VERSION } from '#shared/wire/protocol.ts'
import { JsonLink, type AppPerson } from '#main/host/json-link.ts'

const BOT: AppPerson = { user: 'app-1', token: Uint8Array.of(1, 2, 3), name: 'My bot' }
const personOf = (token: string): AppPerson | null => (token === 'good' ? BOT : null)
const HELLO = { kind: 'hello', version: WIRE_VERSION, clientId: 'c1', appToken: 'good' }

function setImmediately(task: () => void): void {
  queueMicrotask(task)
}

const lift = (seq: number, stroke: number) =>
  ({ seq, client: 7, n: seq, author: 2, at: 5, operation: { kind: 'lift', stroke, count: 2, z: 'a1' } }) as const
const whole = (seq: number, id: string): LogEntry => {
  const stroke = {
    ...USUAL.stroke,
    x: 0,
    y: 0,
    z: 'a1',
    author: 2,
    type: 'stroke',
    width: 1,
    unit: 0,
    pressure: false,
  } as const
  const record = { ...stroke, id, points: Uint8Array.of(0x00, 0x22) }
  return { seq, client: 7, n: seq, author: 2, at: 5, operation: { kind: 'put', record } }
}

function linked() {
  const [near, far] = linkPair(setImmediately)
  const link = new JsonLink(far, { personOf, onProblem: () => {} })
  const asked: ClientMessage[] = []
  const told: ToldMessage[] = []
  link.onMessage((frame) => asked.push(decodeClientMessage(frame)))
  near.onMessage((bytes) => told.push(JSON.parse(new TextDecoder().decode(bytes)) as ToldMessage))
  return { near, link, asked, told, send: (message: HostMessage) => link.send(encodeHostMessage(message)) }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('L3: ink that was missed', () => {
  test('is asked for, and what comes after it waits', async () => {
    const { link, asked, told, send } = linked()
    const say = { seq: 5, client: 7, n: 5, author: 2, at: 5, operation: { kind: 'say', text: 'first', to: 0 } } as const
    send({ kind: 'tick', live: [], pointers: [], entries: [say, lift(6, 1), { ...say, seq: 7 }, lift(8, 2)] })
    send({ kind: 'trouble', sentence: 'later' })
    await turn()
    expect(told).toEqual([{ kind: 'tick', live: [], pointers: [], entries: [say] }])
    expect(asked).toEqual([{ kind: 'ask', seq: 6 }])
    expect(link.bufferedAmount).toBeGreaterThan(0)
    send({ kind: 'answer', entry: whole(6, 'one') })
    await turn()
    expect(asked).toEqual([
      { kind: 'ask', seq: 6 },
      { kind: 'ask', seq: 8 },
    ])
    send({ kind: 'answer', entry: whole(8, 'two') })
    await turn()
    expect(link.bufferedAmount).toBe(0)
    const entries = told.flatMap((message) => (message.kind === 'tick' ? message.entries : []))
    expect(entries.map(({ seq }) => seq)).toEqual([5, 6, 7, 8])
    expect(entries[1]).toMatchObject({
      operation: {
        kind: 'put',
        record: {
          id: 'one',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      },
    })
    expect(told.at(-1)).toEqual({ kind: 'trouble', sentence: 'later' })
  })

  test('does not mix up its answers with those the client asked for', async () => {
    const { near, asked, told, send } = linked()
    near.send(new TextEncoder().encode(JSON.stringify(HELLO)))
    near.send(new TextEncoder().encode('{"kind":"ask","seq":3}'))
    await turn()
    send({ kind: 'tick', live: [], pointers: [], entries: [lift(6, 1)] })
    expect(asked.map(({ kind }) => kind)).toEqual(['hello', 'ask', 'ask'])
    send({ kind: 'answer', entry: whole(3, 'asked') })
    send({ kind: 'answer', entry: whole(6, 'missed') })
    await turn()
    expect(told.map((message) => message.kind)).toEqual(['tick', 'answer'])
    expect(told).toMatchObject([{ entries: [{ seq: 6 }] }, { entry: { seq: 3 } }])
  })

  test('that is nowhere ends the connection, which may come again', async () => {
    const { near, send } = linked()
    const closed = new Promise<LinkClosed>((resolve) => near.onClose(resolve))
    send({ kind: 'tick', live: [], pointers: [], entries: [lift(6, 1)] })
    send({ kind: 'answer', entry: null })
    expect((await closed).code).toBe(CLOSE.goingAway)
  })

  test('of a damaged stroke is asked for when the pen lifts', async () => {
    const { asked, send } = linked()
    const style = { nib: 'pen', color: 'ink', width: 1, opacity: 1, unit: 3, pressure: false } as const
    const begin = { client: 7, member: 2, event: { kind: 'begin', stroke: 1, id: 's', x: 0, y: 0, style } } as const
    const damaged = { client: 7, member: 2, event: { kind: 'append', stroke: 1, piece: Uint8Array.of(0x80) } } as const
    send({ kind: 'tick', live: [begin, damaged], pointers: [], entries: [] })
    send({ kind: 'tick', live: [], pointers: [], entries: [lift(1, 1)] })
    await turn()
    expect(asked).toEqual([{ kind: 'ask', seq: 1 }])
    expect(encodeClientMessage(asked[0]!)).toHaveLength(2)
  })
})
