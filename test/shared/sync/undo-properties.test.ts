import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { BoardRecord, RecordPatch } from '#shared/model/records.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import type { Transaction } from '#shared/sync/room-view.ts'
import { aRecord } from '../../support/arbitraries.ts'
import { boardOf, OpenRooms } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

/** One change; `at` says which of the records that are there, counted around. */
type Change =
  | { readonly kind: 'put'; readonly record: BoardRecord }
  | { readonly kind: 'patch'; readonly at: number; readonly patch: RecordPatch }
  | { readonly kind: 'remove'; readonly at: number }

/** Changes that are made at once; `goes on` with the gesture of the edit before it. */
interface Edit {
  readonly changes: readonly Change[]
  readonly goesOn: boolean
}

const aPatch: fc.Arbitrary<RecordPatch> = fc.oneof(
  fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) }),
  fc.record({ color: fc.constantFrom('red', 'blue', 'green') }),
  fc.record({ opacity: fc.constantFrom(0.25, 0.5, 1), locked: fc.boolean() }),
)
/** Something drawn: pages and layers say who may draw, and not everybody may make them. */
const aDrawing = aRecord.filter(({ type }) => type !== 'page' && type !== 'layer')
const aChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: aDrawing.map((record): Change => ({ kind: 'put', record })) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('patch' as const), at: fc.nat(9), patch: aPatch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(9) }) },
)
const edits = fc.array(
  fc.record({ changes: fc.array(aChange, { minLength: 1, maxLength: 4 }), goesOn: fc.boolean() }),
  { minLength: 1, maxLength: 10 },
)

/** Makes an edit over the records of one person; ids are made new, so that none is made twice. */
class Hand {
  readonly #client: RoomClient
  readonly #name: string
  readonly #own: string[] = []
  #gesture = Symbol('gesture')
  #isBegun = false
  #made = 0

  constructor(client: RoomClient, name: string) {
    this.#client = client
    this.#name = name
  }

  /** Tells whether it was a step of its own: changes of nothing are none, and some go on with the step before. */
  edit({ changes, goesOn }: Edit): 'step' | 'goes on' | 'nothing' {
    if (!goesOn) {
      this.#gesture = Symbol('gesture')
      this.#isBegun = false
    }
    let made = 0
    this.#client.edit((transaction) => {
      for (const change of changes) if (this.#change(transaction, change)) made += 1
    }, this.#gesture)
    if (made === 0) return 'nothing'
    const isFirst = !this.#isBegun
    this.#isBegun = true
    return isFirst ? 'step' : 'goes on'
  }

  /** Tells whether there was anything to change. */
  #change(transaction: Transaction, change: Change): boolean {
    if (change.kind === 'put') {
      const id = `${this.#name}${this.#made++}`
      this.#own.push(id)
      transaction.put({ ...change.record, id })
      return true
    }
    const id = this.#own[change.at % this.#own.length]
    if (id === undefined) return false
    if (change.kind === 'remove') {
      this.#own.splice(this.#own.indexOf(id), 1)
      transaction.remove(id)
    } else transaction.patch(id, change.patch)
    return true
  }
}

/** A board, whoever it was made by: that is known only once the host has taken it. */
function seen(client: RoomClient): unknown[] {
  return boardOf(client).map((record) => ({ ...(record as BoardRecord), author: 0 }))
}

describe('whatever one does', () => {
  test('U1 U3: undo goes back through the same boards, and redo forth again, for everyone', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (made) => {
        const { room, clients } = await open.with('Ada', 'Ben')
        const [ada, ben] = clients as [RoomClient, RoomClient]
        const hand = new Hand(ada, 'a')
        const all = [seen(ada)]
        for (const edit of made) {
          const came = hand.edit(edit)
          if (came === 'step') all.push(seen(ada))
          else if (came === 'goes on') all[all.length - 1] = seen(ada)
          await room.settle()
        }
        // A step without any effect is passed over.
        const boards = all.filter((board, i) => JSON.stringify(board) !== JSON.stringify(all[i - 1]))
        for (let at = boards.length - 2; at >= 0; at--) {
          ada.undo()
          expect(seen(ada)).toEqual(boards[at])
        }
        await room.settle()
        expect(seen(ben)).toEqual(seen(ada))
        for (const board of boards.slice(1)) {
          ada.redo()
          expect(seen(ada)).toEqual(board)
        }
        await room.settle()
        expect(seen(ben)).toEqual(boards.at(-1))
        open.dispose()
      }),
      { numRuns: 60 },
    )
  })

  test('U2: undoing all of it leaves what others have made, as they have made it', async () => {
    await fc.assert(
      fc.asyncProperty(edits, edits, async (adas, bens) => {
        const { room, clients } = await open.with('Ada', 'Ben')
        const [ada, ben] = clients as [RoomClient, RoomClient]
        const [adasHand, bensHand] = [new Hand(ada, 'a'), new Hand(ben, 'b')]
        for (let i = 0; i < Math.max(adas.length, bens.length); i++) {
          if (adas[i] !== undefined) adasHand.edit(adas[i]!)
          if (bens[i] !== undefined) bensHand.edit(bens[i]!)
          if (i % 2 === 1) await room.settle()
        }
        await room.settle()
        const own = seen(ben).filter((record) => (record as BoardRecord).id.startsWith('b'))
        while (ada.canUndo.get()) ada.undo()
        await room.settle()
        expect(seen(ada)).toEqual(own)
        expect(seen(ben)).toEqual(own)
        open.dispose()
      }),
      { numRuns: 60 },
    )
  })
})
