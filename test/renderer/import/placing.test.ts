import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { boundsOf, union } from '#shared/model/bounds.ts'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { placeRecords } from '#renderer/import/placing.ts'
import { oneOfEach } from '../../support/one-of-each.ts'
import { stroke } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'

const sorted = oneOfEach.toSorted(comparePaintOrder)

function onBoard(room: MemoryRoom, ids: readonly string[]): BoardRecord[] {
  return ids.map((id) => room.store.get(id)!)
}

describe('records from a file', () => {
  test.for([
    ['a proper place', 'a9'],
    ['a place of another program', 'z9'],
  ] as const)('stand in the middle, in their order and under ids of their own, above %s', async ([, top]) => {
    const room = new MemoryRoom([stroke({ id: 'pen', z: 'a0' }), stroke({ id: 'above', z: top })])
    const ids = await placeRecords(room, sorted, { x: 5000, y: -300 })
    const placed = onBoard(room, ids)
    const box = placed.map(boundsOf).reduce(union)
    expect([(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]).toEqual([expect.closeTo(5000), expect.closeTo(-300)])
    expect(placed.toSorted(comparePaintOrder)).toEqual(placed)
    expect(placed.every(({ z }) => z > top)).toBe(true)
    expect(placed.map(({ type }) => type)).toEqual(sorted.map(({ type }) => type))
    expect(new Set([...ids, 'pen', 'above']).size).toBe(ids.length + 2)
    expect(room.store.get('pen')).toMatchObject({ z: 'a0' })
  })

  test('stay grouped and fastened to each other, and to nothing that is not with them', async () => {
    const room = new MemoryRoom([])
    const without = sorted.filter(({ id }) => id !== 'star')
    const placed = onBoard(room, await placeRecords(room, without, { x: 0, y: 0 }))
    const of = (id: string): BoardRecord => placed[without.findIndex((record) => record.id === id)]!
    expect(of('rectangle').group).toBe(of('ellipse').group)
    expect(of('rectangle').group).not.toBe('g1')
    expect(of('fastened')).toMatchObject({ startOn: of('ellipse').id, endOn: '' })
  })

  test('are one step of undo, however many they are', async () => {
    const room = new MemoryRoom([])
    const many = Array.from({ length: 1200 }, (_, i) =>
      stroke({ id: `s${i}`, x: i, ink: [{ x: 0, y: 0, pressure: 0.5 }] }),
    )
    const heard: number[] = []
    const ids = await placeRecords(room, many, { x: 0, y: 0 }, (placed) => heard.push(placed))
    expect(room.store.size).toBe(1200)
    expect(heard.at(-1)).toBe(1200)
    expect(heard.length).toBeGreaterThan(2)
    room.undo()
    expect(room.store.size).toBe(0)
    room.redo()
    expect(room.store.get(ids[0]!)).toBeDefined()
  })

  test('leave the page its turns before the first of very many is on the board', async () => {
    const room = new MemoryRoom([])
    const ink = Array.from({ length: 40 }, (_, i) => ({ x: 3 * i, y: i % 5, pressure: 0.5 }))
    const many = Array.from({ length: 20_000 }, (_, i) => stroke({ id: `s${i}`, x: i, ink }))
    let [turns, before] = [0, -1]
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      turns += 1
      port2.postMessage(null)
    })
    port1.start()
    port2.postMessage(null)
    await placeRecords(room, many, { x: 0, y: 0 }, () => (before = before < 0 ? turns : before))
    port1.close()
    expect(before).toBeGreaterThan(2)
  })

  test('that cannot stand anywhere are refused', async () => {
    const room = new MemoryRoom([])
    const error = await placeRecords(room, [stroke({ id: 'a' })], { x: 1e12, y: 0 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'import/empty' })
    expect(room.store.size).toBe(0)
  })
})
