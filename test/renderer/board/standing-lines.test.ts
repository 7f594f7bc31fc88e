import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patched, USUAL, type BoardRecord, type LineRecord, type RecordPatch } from '#shared/model/records.ts'
import { RecordStore } from '#shared/model/store.ts'
import { Following } from '#renderer/board/bindings-following.ts'
import { withFollowing, withStandingLines } from '#renderer/board/bindings-room.ts'
import { holdsOf, standingLine } from '#renderer/board/bindings-standing.ts'
import { placesOf } from '#renderer/board/bindings.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { StandingLines } from '#renderer/board/standing-lines.ts'
import { shape } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'

const box = shape({ id: 'box', x: 0, y: 0, w: 100, h: 100 })
const round = shape({ id: 'round', x: 300, y: 0, w: 100, h: 100, shape: 'ellipse' })
const between: LineRecord = {
  ...USUAL.line,
  type: 'line',
  id: 'arrow',
  z: 'a5',
  author: 1,
  x: 100,
  y: 50,
  width: 4,
  path: '0,0 200,0',
  startOn: 'box',
  startX: 1,
  startY: 0.5,
  endOn: 'round',
  endX: 0,
  endY: 0.5,
}

function stored(...records: BoardRecord[]): RecordStore {
  const store = new RecordStore()
  store.write(records.map((record) => [record.id, record] as const))
  return store
}

function change(store: RecordStore, id: string, patch: RecordPatch): void {
  const record = store.get(id)
  if (record !== undefined) store.write([[id, patched(record, patch)]])
}

function endsOf(store: { get(id: string): BoardRecord | undefined }): { x: number; y: number }[] {
  const line = store.get('arrow')
  if (line?.type !== 'line') throw new Error('There is no line.')
  const places = placesOf(line)
  return [places[0]!, places.at(-1)!]
}

describe('a fastened line', () => {
  test('stands where its ends are fastened, whoever has moved what they are on', () => {
    const store = stored(box, round, between)
    const lines = new StandingLines(store)
    change(store, 'round', { x: 350, y: 200 })
    expect(endsOf(lines)).toEqual([
      { x: 100, y: 50 },
      { x: 350, y: 250 },
    ])
    // What is stored is somebody's to change.
    expect(store.get('arrow')).toEqual(between)
    expect(new StandingLines(store).get('arrow')).toEqual(lines.get('arrow'))
  })

  test('is right for everyone when two people move both things at once, whose patch ever comes last', () => {
    const a = { x: -40, y: 30 }
    const b = { x: 420, y: -60 }
    // Each says of the other end what was true before the other's move.
    const ofA = '0,0 240,-30'
    const ofB = '0,0 320,-60'
    const outcomes = [
      [ofA, ofB],
      [ofB, ofA],
    ].map((paths) => {
      const store = stored(box, round, between)
      const lines = new StandingLines(store)
      change(store, 'box', a)
      change(store, 'arrow', { path: paths[0]! })
      change(store, 'round', b)
      change(store, 'arrow', { path: paths[1]! })
      return endsOf(lines)
    })
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(outcomes[0]).toEqual([
      { x: 60, y: 80 },
      { x: 420, y: -10 },
    ])
  })

  test('is told as changed with what it is fastened to, once, and from where it was seen', () => {
    const store = stored(box, round, between)
    const lines = new StandingLines(store)
    const told: string[][] = []
    const seen = new Map(Array.from(lines.values(), (record) => [record.id, record]))
    lines.onChange((changes) => {
      told.push(changes.map(({ id }) => id).toSorted())
      for (const { id, before, after } of changes) {
        expect(before).toEqual(seen.get(id))
        if (after === undefined) seen.delete(id)
        else seen.set(id, after)
      }
    })
    change(store, 'box', { y: 80 })
    change(store, 'box', { color: 'red' })
    store.write([['box', undefined]])
    expect(told).toEqual([['arrow', 'box'], ['box'], ['arrow', 'box']])
    expect(Array.from(seen.values())).toEqual(Array.from(lines.values()))
  })

  test('stays where it is stored while it is locked, and when what it was fastened to is gone', () => {
    const store = stored(box, round, { ...between, locked: true })
    const lines = new StandingLines(store)
    change(store, 'round', { y: 200 })
    expect(lines.get('arrow')).toMatchObject({ path: between.path })
    change(store, 'arrow', { locked: false })
    expect(endsOf(lines)[1]).toEqual({ x: 300, y: 250 })
    store.write([['round', undefined]])
    expect(lines.get('arrow')).toEqual(between)
  })

  test('may stand beside what it is fastened to, and keeps its distance', () => {
    const store = stored(box, round, { ...between, startX: 1.2, path: '20,0 200,0' })
    const lines = new StandingLines(store)
    expect(endsOf(lines)[0]).toEqual({ x: 120, y: 50 })
    change(store, 'box', { x: 30 })
    expect(endsOf(lines)[0]).toEqual({ x: 150, y: 50 })
  })

  test('that is loosened or taken away stays where it was seen, for all', () => {
    const room = new MemoryRoom([box, round, between])
    const lines = new StandingLines(room.store)
    const edited = withFollowing(withStandingLines(room, lines), new Following(lines, new SpatialIndex()))
    // A program that knows nothing of lines.
    room.others([['round', { ...round, y: 400 }]])
    const [start, end] = endsOf(lines)
    expect(end).toEqual({ x: 300, y: 450 })
    edited.edit((t) => t.patch('arrow', { x: 100, y: 90 }))
    expect(room.store.get('arrow')).toMatchObject({ startOn: '', endOn: '' })
    expect(endsOf(room.store)).toEqual([start, end].map((place) => ({ x: place!.x, y: place!.y + 40 })))
  })

  test('comes to the same, however changes are ordered and bundled, and always with its ends where they belong', () => {
    const number = fc.integer({ min: -500, max: 500 })
    const step = fc.oneof(
      fc.record({ id: fc.constantFrom('box', 'round'), patch: fc.record({ x: number, y: number, rotation: number }) }),
      fc.record({ id: fc.constant('arrow'), patch: fc.record({ startX: fc.double({ min: 0, max: 1, noNaN: true }) }) }),
      fc.record({ id: fc.constant('arrow'), patch: fc.record({ path: number.map((x) => `0,0 40,9 ${x},20`) }) }),
      fc.record({ id: fc.constant('arrow'), patch: fc.record({ endOn: fc.constantFrom('box', 'round', '') }) }),
      fc.record({ id: fc.constant('arrow'), patch: fc.record({ locked: fc.boolean() }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const store = stored(box, round, between)
        const lines = new StandingLines(store)
        const index = new SpatialIndex()
        index.load(lines.values())
        lines.onChange((changes) => index.apply(changes))
        for (const { id, patch } of steps) change(store, id, patch)
        const line = lines.get('arrow') as LineRecord
        expect(new StandingLines(store).get('arrow')).toEqual(line)
        expect(index.get('arrow')?.record).toEqual(line)
        if (line.locked) return
        // Where it stands it stays: whoever writes down what is seen changes nothing.
        const again = standingLine(
          line,
          holdsOf(line, (id) => store.get(id)),
        )
        for (const [i, { x, y }] of placesOf(again).entries()) {
          const seen = placesOf(line)[i]!
          expect(Math.hypot(x - seen.x, y - seen.y)).toBeLessThan(0.1)
        }
      }),
    )
  })
})
