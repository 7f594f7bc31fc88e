import { afterEach, describe, expect, test } from 'vitest'
import { packPoints } from '#shared/model/points.ts'
import { USUAL, type NoteRecord, type StrokeRecord } from '#shared/model/records.ts'
import { boardOf, draw, OpenRooms } from '../../support/room.ts'

const NOTE: NoteRecord = {
  ...USUAL.note,
  type: 'note',
  id: 'note',
  z: 'a0',
  author: 0,
  x: 0,
  y: 0,
  w: 200,
  h: 100,
  color: 'yellow',
}

const open = new OpenRooms()
afterEach(open.dispose)

describe('undo and redo', () => {
  test('U1 U3: drawing and removing are taken back, and redone', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    ada!.edit((t) => t.remove(id))
    await room.settle()
    expect(ben!.store.size).toBe(0)
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(id)).toBeDefined()
    ada!.undo()
    await room.settle()
    expect(ben!.store.size).toBe(0)
    ada!.redo()
    ada!.redo()
    await room.settle()
    expect(ben!.store.size).toBe(0)
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(id)).toBeDefined()
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test('U1: one undo takes back one gesture, however many records it touched', async () => {
    const { room, clients } = await open.with('Ada')
    const ids = [0, 1, 2].map((i) => draw(clients[0]!, i * 50, 0))
    clients[0]!.edit((t) => ids.forEach((id) => t.patch(id, { color: 'red' })))
    clients[0]!.undo()
    await room.settle()
    expect(ids.map((id) => clients[0]!.store.get(id)?.color)).toEqual(['ink', 'ink', 'ink'])
  })

  test('U1: edits of one gesture are one step, also where one changes what another made', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    const record = ada!.store.get(id)!
    const gesture = Symbol('erasing')
    ada!.edit((t) => {
      t.remove(id)
      t.put({ ...record, id: 'one' })
      t.put({ ...record, id: 'two' })
    }, gesture)
    ada!.edit((t) => {
      t.remove('one')
      t.put({ ...record, id: 'three' })
    }, gesture)
    await room.settle()
    const ids = () => Array.from(ben!.store.values(), (shown) => shown.id).toSorted()
    expect(ids()).toEqual(['three', 'two'])
    ada!.undo()
    await room.settle()
    expect(ids()).toEqual([id])
    ada!.redo()
    await room.settle()
    expect(ids()).toEqual(['three', 'two'])
    // What comes after an undo is a step of its own, though the gesture be the same.
    ada!.edit((t) => t.remove('two'), gesture)
    ada!.undo()
    await room.settle()
    expect(ids()).toEqual(['three', 'two'])
  })

  test('U1: a gesture that came to nothing is no step', async () => {
    const { clients } = await open.with('Ada')
    const [ada] = clients
    const id = draw(ada!, 0, 0)
    const record = ada!.store.get(id)!
    ada!.undo()
    const gesture = Symbol('typing')
    ada!.edit((t) => t.put({ ...record, id: 'one' }), gesture)
    ada!.edit((t) => t.remove('one'), gesture)
    expect(ada!.canUndo.get()).toBe(false)
    ada!.edit((t) => t.put({ ...record, id: 'two' }), gesture)
    ada!.undo()
    expect(ada!.store.size).toBe(0)
  })

  test('U2: another’s later change to the same property stands, the rest is taken back', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ben!, 0, 0)
    await room.settle()
    ada!.edit((t) => t.patch(id, { color: 'red', x: 90 }))
    await room.settle()
    ben!.edit((t) => t.patch(id, { color: 'blue' }))
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(id)).toMatchObject({ color: 'blue', x: 0 })
  })

  test('U1 U2: undo never touches another’s work, and passes over what others have removed', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const first = draw(ada!, 0, 0)
    const second = draw(ada!, 50, 0)
    const bens = draw(ben!, 0, 50)
    await room.settle()
    ben!.edit((t) => t.remove(second))
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(Array.from(ben!.store.values(), ({ id }) => id)).toEqual([bens])
    expect(ada!.store.get(first)).toBeUndefined()
    expect(ada!.canUndo.get()).toBe(false)
  })

  test('U2 U4: redoing a creation brings back what others made of it by the time it was undone', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    ada!.edit((t) => t.put(NOTE))
    await room.settle()
    ben!.edit((t) => t.patch(NOTE.id, { text: 'from Ben', locked: true }))
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(ben!.store.size).toBe(0)
    ada!.redo()
    await room.settle()
    expect(ben!.store.get(NOTE.id)).toMatchObject({ text: 'from Ben', locked: true })
    ada!.undo()
    ada!.redo()
    await room.settle()
    expect(ben!.store.get(NOTE.id)).toMatchObject({ text: 'from Ben', locked: true })
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test('U2 U4: a removal that was redone is undone with what others did in between', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    ada!.edit((t) => t.put(NOTE))
    ada!.edit((t) => t.remove(NOTE.id))
    ada!.undo()
    await room.settle()
    ben!.edit((t) => t.patch(NOTE.id, { text: 'from Ben' }))
    await room.settle()
    ada!.redo()
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(NOTE.id)).toMatchObject({ text: 'from Ben' })
  })

  test('U2 U3: what others did just before the host heard of a removal comes back with it', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    ada!.edit((t) => t.put(NOTE))
    await room.settle()
    ben!.edit((t) => t.patch(NOTE.id, { text: 'from Ben' }))
    room.members[1]!.wire().flush()
    ada!.edit((t) => t.remove(NOTE.id))
    await room.settle()
    expect(ben!.store.size).toBe(0)
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(NOTE.id)).toMatchObject({ text: 'from Ben' })
    // The same where it is the undoing of a creation that removes it.
    ben!.edit((t) => t.patch(NOTE.id, { color: 'red' }))
    room.members[1]!.wire().flush()
    ada!.redo()
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(NOTE.id)).toMatchObject({ text: 'from Ben', color: 'red' })
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test('U2: what was replaced as a whole is put back with what others changed of it since', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0, 8)
    const drawn = ada!.store.get(id) as StrokeRecord
    ada!.edit((t) => t.put({ ...drawn, width: 9, points: packPoints([{ x: 1, y: 1, pressure: 0.5 }], 3, false) }))
    await room.settle()
    ben!.edit((t) => t.patch(id, { color: 'red' }))
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(ben!.store.get(id)).toMatchObject({ color: 'red', width: 4 })
    expect((ben!.store.get(id) as StrokeRecord).points).toEqual(drawn.points)
  })

  test('U1 U4: a gesture that is taken back leaves no step, neither to undo nor to redo', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    const gesture = Symbol('erasing')
    ada!.edit((t) => t.patch(id, { x: 5 }), gesture)
    ada!.edit((t) => t.remove(id), gesture)
    ada!.takeBack(gesture)
    await room.settle()
    expect(ben!.store.get(id)).toMatchObject({ x: 0 })
    expect(ada!.canRedo.get()).toBe(false)
    // There is nothing left of it; what was done before stands.
    ada!.takeBack(gesture)
    ada!.redo()
    await room.settle()
    expect(ben!.store.get(id)).toMatchObject({ x: 0 })
    ada!.undo()
    await room.settle()
    expect(ben!.store.size).toBe(0)
  })

  test('U4: a new edit ends what could be redone', async () => {
    const { clients } = await open.with('Ada')
    const [ada] = clients
    draw(ada!, 0, 0)
    ada!.undo()
    expect(ada!.canRedo.get()).toBe(true)
    draw(ada!, 9, 9)
    expect(ada!.canRedo.get()).toBe(false)
    ada!.redo()
    expect(ada!.store.size).toBe(1)
  })

  test('U1: two hundred steps go back and forth', async () => {
    const { room, clients } = await open.with('Ada')
    const [ada] = clients
    for (let i = 0; i < 200; i++) draw(ada!, i * 9, 0, 3)
    const full = boardOf(ada!)
    for (let i = 0; i < 200; i++) ada!.undo()
    await room.settle()
    expect(ada!.store.size).toBe(0)
    for (let i = 0; i < 200; i++) ada!.redo()
    await room.settle()
    expect(boardOf(ada!)).toEqual(full)
  })

  test('U1: with nothing to take back nothing happens', async () => {
    const { clients } = await open.with('Ada')
    clients[0]!.undo()
    clients[0]!.redo()
    expect(clients[0]!.unsaved.get()).toBe(0)
  })
})
