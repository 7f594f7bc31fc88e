import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SHAPES } from '#shared/model/properties.ts'
import { patched, USUAL, type BoardRecord, type FrameRecord, type LineRecord } from '#shared/model/records.ts'
import { Following } from '#renderer/board/bindings-following.ts'
import { withFollowing, withStandingLines } from '#renderer/board/bindings-room.ts'
import { distanceToOutline, isTarget, isWithin } from '#renderer/board/binding-targets.ts'
import { aimOn, placesOf, targetAt } from '#renderer/board/bindings.ts'
import { StandingLines } from '#renderer/board/standing-lines.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { line as ink, shape, text } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'

function arrow(change: Partial<LineRecord> & { readonly id: string }): LineRecord {
  return { ...USUAL.line, type: 'line', z: 'a5', author: 1, x: 0, y: 0, width: 4, path: '0,0 100,0', ...change }
}

function frame(change: Partial<FrameRecord> & { readonly id: string }): FrameRecord {
  return { ...USUAL.frame, type: 'frame', z: 'a0', author: 1, x: 0, y: 0, w: 200, h: 200, ...change }
}

function board(...records: BoardRecord[]) {
  const room = new MemoryRoom(records)
  const index = new SpatialIndex()
  index.load(room.store.values())
  room.store.onChange((changes) => index.apply(changes))
  const lines = new StandingLines(room.store)
  const following = new Following(lines, index)
  return { room, index, lines, following, edited: withFollowing(withStandingLines(room, lines), following) }
}

/** How far the ends of a line are from the outlines of what they are fastened to. */
function gaps(room: MemoryRoom, id: string): number[] {
  const line = room.store.get(id)
  if (line?.type !== 'line') throw new Error('There is no such line.')
  const places = placesOf(line)
  const of = (on: string, at: { x: number; y: number }): number[] => {
    const target = room.store.get(on)
    return target === undefined || !isTarget(target) ? [] : [distanceToOutline(target, at)]
  }
  return [...of(line.startOn, places[0]!), ...of(line.endOn, places.at(-1)!)]
}

const box = shape({ id: 'box', x: 0, y: 0, w: 100, h: 100 })
const round = shape({ id: 'round', x: 300, y: 0, w: 100, h: 100, shape: 'ellipse' })
const between = arrow({
  id: 'arrow',
  x: 100,
  y: 50,
  path: '0,0 200,0',
  startOn: 'box',
  startX: 1,
  startY: 0.5,
  endOn: 'round',
  endX: 0,
  endY: 0.5,
})

describe('a fastened line', () => {
  test('goes with what moves, in the same step of undo', () => {
    const { room, edited } = board(box, round, between)
    edited.edit((t) => t.patch('round', { x: 350, y: 200 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)).toEqual([
      { x: 100, y: 50 },
      { x: 350, y: 250 },
    ])
    expect(room.steps).toBe(1)
    room.undo()
    expect(room.store.get('arrow')).toEqual(between)
    expect(room.store.get('round')).toEqual(round)
  })

  test('reaches every kind of thing from where it comes, on the way to the place it aims at', () => {
    const place = fc.integer({ min: -600, max: 600 })
    const part = fc.double({ min: 0.3, max: 0.7, noNaN: true })
    const turn = fc.double({ min: -7, max: 7, noNaN: true })
    const scale = fc.constantFrom(-2, -0.5, 0.5, 1, 3)
    const targets: readonly BoardRecord[] = [
      ...SHAPES.map((kind) => shape({ id: 'target', w: 90, h: 70, shape: kind, radius: 8 })),
      text({ id: 'target', w: 90, h: 30 }),
      { ...USUAL.note, type: 'note', id: 'target', z: 'a1', author: 1, x: 0, y: 0, w: 90, h: 90 },
      { ...USUAL.image, type: 'image', id: 'target', z: 'a1', author: 1, x: 0, y: 0, w: 90, h: 60, blob: 'b' },
    ]
    const anywhere = fc.record({ x: place, y: place, rotation: turn, scaleX: scale, scaleY: scale })
    fc.assert(
      fc.property(fc.constantFrom(...targets), anywhere, anywhere, part, part, (target, was, is, endX, endY) => {
        const line = arrow({ id: 'arrow', x: -700, y: -900, endOn: 'target', endX, endY })
        const { room, lines, edited } = board({ ...target, ...was }, line)
        edited.edit((t) => t.patch('target', is))
        const moved = room.store.get('target')!
        if (!isTarget(moved)) throw new Error('There is nothing to aim at.')
        const [from, to] = placesOf(lines.get('arrow') as LineRecord)
        const aim = aimOn(moved, { x: endX, y: endY })
        fc.pre(isWithin(moved, aim) && !isWithin(moved, from!))
        expect(from).toEqual({ x: -700, y: -900 })
        expect(distanceToOutline(moved, to!)).toBeLessThan(0.1)
        // It lies on the way, and not beyond what it aims at.
        const off = (aim.x - from!.x) * (to!.y - from!.y) - (aim.y - from!.y) * (to!.x - from!.x)
        expect(Math.abs(off) / Math.hypot(aim.x - from!.x, aim.y - from!.y)).toBeLessThan(0.1)
        const [all, done] = [aim, to!].map(({ x, y }) => Math.hypot(x - from!.x, y - from!.y))
        expect(done!).toBeLessThanOrEqual(all! + 0.1)
      }),
    )
  })

  test('turns to the near side when what it goes to is brought past what it comes from', () => {
    const line = { ...between, startX: 0.5, endX: 0.5 }
    const { room, edited } = board(box, round, line)
    edited.edit((t) => t.patch('round', { x: -300 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)).toEqual([
      { x: 0, y: 50 },
      { x: -200, y: 50 },
    ])
    edited.edit((t) => t.patch('round', { x: 0, y: 300 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)).toEqual([
      { x: 50, y: 100 },
      { x: 50, y: 300 },
    ])
  })

  test('that aims at an outline, as those of old do, goes no further than the near side of it either', () => {
    const { room, edited } = board(box, round, between)
    edited.edit((t) => t.patch('round', { x: -300 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)).toEqual([
      { x: 0, y: 50 },
      { x: -200, y: 50 },
    ])
    edited.edit((t) => t.patch('round', { x: 300 }))
    expect(room.store.get('arrow')).toMatchObject({ path: between.path })
  })

  test('is seen on things that overlap, from the one aim to the other', () => {
    const { room, edited } = board(box, round, { ...between, startX: 0.5, endX: 0.5 })
    edited.edit((t) => t.patch('round', { x: 30 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)).toEqual([
      { x: 50, y: 50 },
      { x: 80, y: 50 },
    ])
  })

  test('keeps the shape of its bow however things are moved about, in whatever steps', () => {
    const place = fc.record({ x: fc.integer({ min: 150, max: 900 }), y: fc.integer({ min: -400, max: 400 }) })
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 5 }), (steps) => {
        const line = { ...between, bend: 'curved', path: '0,0 100,-40 200,0', startX: 0.5, endX: 0.5 } as const
        const [inSteps, atOnce] = [board(box, round, line), board(box, round, line)]
        for (const step of steps) inSteps.edited.edit((t) => t.patch('round', step))
        atOnce.edited.edit((t) => t.patch('round', steps.at(-1)!))
        const [a, b] = [inSteps, atOnce].map(({ room }) => placesOf(room.store.get('arrow') as LineRecord))
        for (const [i, { x, y }] of a!.entries()) expect(Math.hypot(x - b![i]!.x, y - b![i]!.y)).toBeLessThan(0.5)
        const [from, middle, to] = a!
        const chord = Math.hypot(to!.x - from!.x, to!.y - from!.y)
        const off = (to!.x - from!.x) * (middle!.y - from!.y) - (to!.y - from!.y) * (middle!.x - from!.x)
        expect(-off / chord / chord).toBeCloseTo(0.2, 1)
        for (const gap of gaps(inSteps.room, 'arrow')) expect(gap).toBeLessThan(0.1)
      }),
    )
  })

  test('is loosened when what it is fastened to goes, and fastened again when that is taken back', () => {
    const { room, edited } = board(box, round, between)
    edited.edit((t) => t.remove('box'))
    expect(room.store.get('arrow')).toMatchObject({ startOn: '', endOn: 'round', path: between.path })
    room.undo()
    expect(room.store.get('arrow')).toEqual(between)
  })

  test('is loosened when it is moved away by itself, but not with what it is fastened to', () => {
    const { room, edited } = board(box, round, between)
    edited.edit((t) => {
      for (const id of ['box', 'round', 'arrow']) t.patch(id, { x: room.store.get(id)!.x + 40 })
    })
    expect(room.store.get('arrow')).toMatchObject({ x: 140, path: between.path, startOn: 'box', endOn: 'round' })
    edited.edit((t) => {
      for (const id of ['box', 'arrow']) t.patch(id, { y: room.store.get(id)!.y + 40 })
    })
    expect(gaps(room, 'arrow')).toHaveLength(2)
    for (const gap of gaps(room, 'arrow')) expect(gap).toBeLessThan(0.1)
    edited.edit((t) => t.patch('arrow', { y: 500 }))
    expect(room.store.get('arrow')).toMatchObject({ startOn: '', endOn: '' })
  })

  test('keeps its ends through a change of colour; a new one is fastened where it says, but never to nothing', () => {
    const { room, edited } = board(box, round, between)
    edited.edit((t) => t.patch('arrow', { color: 'red' }))
    expect(room.store.get('arrow')).toEqual({ ...between, color: 'red' })
    edited.edit((t) => t.put({ ...between, id: 'other', y: 54, endOn: 'gone' }))
    expect(room.store.get('other')).toMatchObject({ y: 54, startOn: 'box', endOn: '' })
    expect(gaps(room, 'other')[0]).toBeLessThan(0.1)
  })

  test('stays where it is while it is locked', () => {
    const { room, edited } = board(box, round, { ...between, locked: true })
    edited.edit((t) => t.patch('round', { y: 200 }))
    expect(room.store.get('arrow')).toMatchObject({ path: between.path, endOn: 'round' })
  })

  test('is shown going along before the move ends', () => {
    const { following } = board(box, round, between)
    const [along, all] = following.moving([round], () => ({ y: 100 }))
    expect(along).toHaveLength(1)
    expect(placesOf(along[0] as LineRecord)[1]).toEqual({ x: 300, y: 150 })
    expect(all).toEqual([{ ...round, y: 100 }, ...along])
    const alone = ink('a', 0, 0, 9, 9)
    expect(following.moving([alone], () => ({ x: 5, y: 5 }))).toEqual([[], [{ ...alone, x: 5, y: 5 }]])
  })

  test('follows what another has fastened in the meantime', () => {
    const { room, edited } = board(box, round)
    room.others([['arrow', between]])
    edited.edit((t) => t.patch('box', { y: 80 }))
    expect(placesOf(room.store.get('arrow') as LineRecord)[0]).toEqual({ x: 100, y: 130 })
  })
})

describe('a frame', () => {
  const inside = ink('inside', 20, 20, 120, 120)
  const across = ink('across', 150, 150, 300, 300)
  const fixed = text({ id: 'fixed', x: 30, y: 30, locked: true })

  test('takes along what lies wholly within it, as one step, and leaves what is locked', () => {
    const { room, edited } = board(frame({ id: 'frame' }), inside, across, fixed)
    edited.edit((t) => t.patch('frame', { x: 50, y: -20 }))
    expect(room.store.get('inside')).toMatchObject({ x: 70, y: 0 })
    expect(room.store.get('across')).toEqual(across)
    expect(room.store.get('fixed')).toEqual(fixed)
    expect(room.steps).toBe(1)
    room.undo()
    expect(room.store.get('inside')).toEqual(inside)
  })

  test('moves nothing twice that is moved along with it', () => {
    const { room, edited } = board(frame({ id: 'frame' }), inside)
    edited.edit((t) => {
      t.patch('frame', { x: 50 })
      t.patch('inside', { x: 70 })
    })
    expect(room.store.get('inside')).toMatchObject({ x: 70, y: 20 })
  })

  test('turned, turns it about the same place; scaled or renamed, leaves it', () => {
    const { room, edited } = board(frame({ id: 'frame' }), inside)
    edited.edit((t) => t.patch('frame', { scaleX: 2, scaleY: 2, x: 5 }))
    edited.edit((t) => t.patch('frame', { w: 300, h: 300, x: -5 }))
    edited.edit((t) => t.patch('frame', { text: 'Plan' }))
    expect(room.store.get('inside')).toEqual(inside)
    edited.edit((t) => t.patch('frame', { scaleX: 1, scaleY: 1, w: 200, h: 200, x: 0 }))
    edited.edit((t) => t.patch('frame', { rotation: Math.PI / 2 }))
    const turned = room.store.get('inside')!
    expect(turned.x).toBeCloseTo(-20)
    expect(turned.y).toBeCloseTo(20)
    expect(turned.rotation).toBeCloseTo(Math.PI / 2)
  })

  test('moves a line that is fastened to something within it', () => {
    const { room, edited } = board(frame({ id: 'frame', x: -20, y: -20 }), box, round, between)
    edited.edit((t) => t.patch('frame', { y: 100 }))
    expect(room.store.get('box')).toMatchObject({ y: 120 })
    for (const gap of gaps(room, 'arrow')) expect(gap).toBeLessThan(0.1)
  })

  test('takes from under another only what was put into it', () => {
    const [early, late] = [frame({ id: 'early', z: 'a0' }), frame({ id: 'late', z: 'a3', x: 10, y: 10 })]
    const first = ink('first', 50, 50, 90, 90, { z: 'a1' })
    const second = ink('second', 50, 50, 90, 90, { z: 'a4' })
    const { room, edited } = board(early, late, first, second)
    edited.edit((t) => t.patch('late', { x: 300 }))
    expect(room.store.get('second')).toMatchObject({ x: 340 })
    expect(room.store.get('first')).toMatchObject({ x: 50 })
    edited.edit((t) => t.patch('early', { y: 100 }))
    expect(room.store.get('first')).toMatchObject({ x: 50, y: 150 })
  })

  test('takes what lies in a frame within it, which takes it too', () => {
    const outer = frame({ id: 'outer', z: 'a1' })
    const inner = frame({ id: 'inner', z: 'a2', x: 40, y: 40, w: 100, h: 100 })
    const { room, edited } = board(outer, inner, ink('a', 60, 60, 90, 90, { z: 'a0' }))
    edited.edit((t) => t.patch('outer', { x: 100 }))
    expect(room.store.get('a')).toMatchObject({ x: 160 })
    edited.edit((t) => t.patch('inner', { x: 150 }))
    expect(room.store.get('a')).toMatchObject({ x: 170 })
  })
})

describe('what an end would be fastened to', () => {
  test('is what is there: shapes with what they enclose, notes and text, but neither lines nor frames', () => {
    const { index } = board(
      box,
      frame({ id: 'frame', x: 500 }),
      arrow({ id: 'a', x: 0, y: 300 }),
      text({ id: 't', x: 800 }),
    )
    expect(targetAt(index, { x: 50, y: 50 }, 6)?.id).toBe('box')
    expect(targetAt(index, { x: 105, y: 50 }, 6)?.id).toBe('box')
    expect(targetAt(index, { x: 120, y: 50 }, 6)).toBeNull()
    expect(targetAt(index, { x: 500, y: 100 }, 6)).toBeNull()
    expect(targetAt(index, { x: 50, y: 300 }, 6)).toBeNull()
    expect(targetAt(index, { x: 830, y: 15 }, 6)?.id).toBe('t')
  })

  test('is the small thing within a large outline, and not what a filled shape covers', () => {
    const outline = shape({ id: 'outline', x: -100, y: -100, w: 400, h: 400, z: 'a8' })
    expect(targetAt(board(box, outline).index, { x: 50, y: 50 }, 6)?.id).toBe('box')
    const cover = { ...outline, fill: 'solid' } as const
    expect(targetAt(board(box, cover).index, { x: 50, y: 50 }, 6)?.id).toBe('outline')
  })
})

test('an end without anything to go with changes nothing', () => {
  const { following } = board(box)
  expect(following.consequences(new Map([['box', patched(box, { x: 9 })]])).size).toBe(0)
})
