import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { RecordStore } from '#shared/model/store.ts'
import { MOST_ON_THE_WAY } from '#shared/sync/outbox-flow.ts'
import { Outbox } from '#shared/sync/outbox.ts'
import { StepMover } from '#shared/sync/step-mover.ts'
import type { Deed } from '#shared/sync/deeds.ts'
import { UndoStack } from '#shared/sync/undo.ts'
import type { Operation } from '#shared/model/operations.ts'
import { fold } from '#shared/model/operations.ts'
import { decodeClientMessage } from '#shared/wire/client-messages.ts'
import { MAX_MESSAGE_BYTES } from '#shared/wire/protocol.ts'
import { ManualClock } from '../../support/clock.ts'
import { boardOf, OpenRooms } from '../../support/room.ts'

const rooms = new OpenRooms()
afterEach(rooms.dispose)

function note(i: number): BoardRecord {
  const place = { x: i % 300, y: Math.floor(i / 300), w: 8, h: 8 }
  return { ...USUAL.note, ...place, type: 'note', id: `n${i}`, z: `a${i.toString(36)}V`, author: 0 }
}

describe('a step that changes more than a host lets wait', () => {
  const COUNT = 52_000

  test('M5 U1 W4 W5: goes out in pieces, is one step, and turns nobody out', { timeout: 60_000 }, async () => {
    const { room, clients, members } = await rooms.with('Ada', 'Ben')
    const [ada, ben] = clients as [(typeof clients)[0], (typeof clients)[0]]
    const wire = members[0]!.wire()
    const notes = Array.from({ length: COUNT }, (_, i) => note(i))
    let most = 0
    const settle = async (): Promise<void> => {
      for (let quiet = 0; quiet < 3;) {
        for (const bytes of wire.client.sent) expect(bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES)
        most = Math.max(most, wire.client.sent.length)
        await Promise.resolve()
        quiet = room.step() ? 0 : quiet + 1
      }
    }
    ada.edit((t) => notes.forEach((one) => t.put(one)))
    await settle()
    ada.edit((t) => notes.forEach(({ id }) => t.remove(id)))
    await settle()
    expect([ada.store.size, ben.store.size]).toEqual([0, 0])
    ada.undo()
    await settle()
    expect(ada.status.get()).toEqual({ kind: 'live' })
    expect(ada.unsaved.get()).toBe(0)
    expect([ada.store.size, ben.store.size]).toEqual([COUNT, COUNT])
    // All of this over one connection, of which the host never had to let much wait.
    expect(members[0]!.wire()).toBe(wire)
    expect(room.problems).toEqual([])
    // A message has room for a thousand of these and more.
    expect(most).toBeLessThan(MOST_ON_THE_WAY / 500)
  })

  test('U5: is finished before anything else is done, or the board is left', async () => {
    const { room, clients } = await rooms.with('Ada', 'Ben')
    const [ada, ben] = clients as [(typeof clients)[0], (typeof clients)[0]]
    const notes = Array.from({ length: 5000 }, (_, i) => note(i))
    ada.edit((t) => notes.forEach((one) => t.put(one)))
    ada.undo()
    expect(ada.store.size).toBeGreaterThan(3000)
    ada.edit((t) => t.put({ ...note(0), id: 'other' }))
    expect(Array.from(ada.store.values(), ({ id }) => id)).toEqual(['other'])
    await room.settle()
    expect(boardOf(ben)).toEqual(boardOf(ada))
    expect(ada.canRedo.get()).toBe(false)
  })
})

describe('a step that is taken back bit by bit', () => {
  function board(count: number) {
    const store = new RecordStore()
    const clock = new ManualClock()
    const stack = new UndoStack()
    const submitted: number[] = []
    const apply = (operations: readonly Operation[]): void => {
      for (const operation of operations) {
        const id = operation.kind === 'put' ? operation.record.id : operation.kind === 'patch' ? operation.id : ''
        const of = operation.kind === 'remove' ? operation.id : id
        store.write([[of, fold(store.get(of), operation)]])
      }
      if (operations.length > 0) submitted.push(operations.length)
    }
    const step = (deeds: readonly Deed[]): void => {
      store.write(deeds.map(({ id, after }) => [id, after] as const))
      stack.push(deeds)
    }
    const put = (i: number): Deed => ({ id: `n${i}`, before: undefined, after: note(i) })
    step([{ id: 'first', before: undefined, after: { ...note(0), id: 'first' } }])
    step(Array.from({ length: count }, (_, i) => put(i)))
    return { store, clock, stack, submitted, steps: new StepMover(stack, store, clock, apply) }
  }

  test('U5: changes a part at once and the rest in turns, and is done again as one', () => {
    const { store, clock, steps, submitted, stack } = board(2500)
    steps.undo()
    expect(store.size).toBe(1501)
    clock.advance(0)
    clock.advance(0)
    expect([store.size, clock.pending]).toEqual([1, 0])
    expect(submitted).toEqual([1000, 1000, 500])
    steps.redo()
    steps.finish()
    expect([store.size, clock.pending]).toEqual([2501, 0])
    expect(stack.canRedo.get()).toBe(false)
    steps.undo()
    steps.undo()
    steps.finish()
    expect([store.size, stack.canUndo.get()]).toEqual([0, false])
  })

  test('U2 U5: leaves what others change while it is under way', () => {
    const { store, clock, steps } = board(2500)
    steps.undo()
    // Of the part that is still to come, somebody takes one away and puts another in its place.
    store.write([
      ['n1', undefined],
      ['n2', { ...note(2), x: 7777 }],
    ])
    clock.advance(0)
    clock.advance(0)
    expect(store.size).toBe(1)
    steps.redo()
    steps.finish()
    // What another took away was not one's own to bring back.
    expect(store.get('n1')).toBeUndefined()
    expect(store.size).toBe(2500)
  })

  test('U1 U5: of which others have overtaken the rest does not go on with the step before it', () => {
    const { store, clock, steps } = board(1500)
    steps.undo()
    store.write(Array.from({ length: 500 }, (_, i) => [`n${i}`, undefined] as const))
    clock.advance(0)
    expect([store.size, clock.pending]).toEqual([1, 0])
    expect(store.get('first')).toBeDefined()
  })
})

test('A2 M5: what waits is found, taken out and sent by its number, however much of it there is', () => {
  const move = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 0, max: 3000 }) }),
    fc.record({ kind: fc.constant('remove' as const), count: fc.integer({ min: 0, max: 2000 }) }),
    fc.record({ kind: fc.constant('one' as const), count: fc.nat(4000) }),
    fc.record({ kind: fc.constant('through' as const), count: fc.nat(4000) }),
  )
  fc.assert(
    fc.property(fc.array(move, { maxLength: 8 }), fc.nat(3000), (moves, after) => {
      const outbox = new Outbox()
      let model: number[] = []
      for (const { kind, count } of moves) {
        if (kind === 'add') {
          const operations = Array.from({ length: count }, (): Operation => ({ kind: 'remove', id: 'a' }))
          model.push(...outbox.add(operations, null).map(({ n }) => n))
        } else if (kind === 'remove') {
          for (const n of model.slice(0, count)) expect(outbox.remove(n)?.n).toBe(n)
          model = model.slice(count)
        } else if (kind === 'one') {
          expect(outbox.find(count)?.n).toBe(model.includes(count) ? count : undefined)
          expect(outbox.remove(count)?.n).toBe(model.includes(count) ? count : undefined)
          model = model.filter((n) => n !== count)
        } else {
          expect(outbox.removeThrough(count).map(({ n }) => n)).toEqual(model.filter((n) => n <= count))
          model = model.filter((n) => n > count)
        }
        expect([outbox.size, outbox.oldestN]).toEqual([model.length, model[0] ?? null])
      }
      expect(Array.from(outbox.values(), ({ n }) => n)).toEqual(model)
      const sent: number[] = []
      for (const { bytes, lastN } of outbox.batches(after, 0)) {
        const message = decodeClientMessage(bytes)
        if (message.kind !== 'edit') throw new Error('That is no edit.')
        sent.push(...message.operations.map((_, i) => message.firstN + i))
        expect(sent.at(-1)).toBe(lastN)
      }
      expect(sent).toEqual(model.filter((n) => n > after))
    }),
    { numRuns: 40 },
  )
})
