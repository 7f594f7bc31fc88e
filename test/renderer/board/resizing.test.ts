import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBoard } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { faultOfPatch, patched, USUAL, type NoteRecord, type RecordPatch } from '#shared/model/records.ts'
import { pulledSize, withSize, type Grip, type Resizable } from '#renderer/board/resizing.ts'
import { SelectionMove } from '#renderer/board/selection-move.ts'
import { Snapping } from '#renderer/board/snapping.ts'
import { shape } from '../../support/records.ts'

const RIGHT: Grip = { x: 1, y: 0 }
const LOWER_RIGHT: Grip = { x: 1, y: 1 }
const UPPER_LEFT: Grip = { x: -1, y: -1 }
const PLAIN = { shift: false, alt: false, ctrl: false }
const LEAST = 8

const box = shape({ id: 'box', x: 10, y: 20, w: 100, h: 60, width: 4, size: 24, radius: 16, text: 'Room' })
const flat: NoteRecord = { ...USUAL.note, type: 'note', id: 'flat', z: 'a0', author: 1, x: 0, y: 0, w: 180, h: 0 }

function pull(record: Resizable, grip: Grip, x: number, y: number, held: Partial<typeof PLAIN> = {}): RecordPatch {
  const keys = { ...PLAIN, ...held }
  return withSize(record, grip, pulledSize(record, grip, { x, y }, keys, LEAST), keys.alt) ?? {}
}

/** The corners of what is seen, and the middles of its sides, by the handles there. */
function placeAt(record: Resizable, grip: Grip): { x: number; y: number } {
  const across = grip.x * Math.sign(record.scaleX)
  const down = grip.y * Math.sign(record.scaleY)
  return toBoard(record, ((1 + across) / 2) * record.w, ((1 + down) / 2) * record.h)
}

describe('what is pulled by a side or a corner', () => {
  test('becomes wider or higher and nothing else: line, corners and letters stay', () => {
    expect(pull(box, RIGHT, 50, 33)).toEqual({ w: 150 })
    expect(pull(box, { x: 0, y: -1 }, 7, -30)).toEqual({ y: -10, h: 90 })
    expect(pull(box, LOWER_RIGHT, 50, -20)).toEqual({ w: 150, h: 40 })
    expect(pull(box, UPPER_LEFT, -10, 10)).toEqual({ x: 0, y: 30, w: 110, h: 50 })
  })

  test('keeps its proportion with Shift, on a side too', () => {
    expect(pull(box, LOWER_RIGHT, 100, 0, { shift: true })).toEqual({ w: 200, h: 120 })
    expect(pull(box, RIGHT, 100, 0, { shift: true })).toEqual({ y: -10, w: 200, h: 120 })
  })

  test('grows about its middle with Alt', () => {
    expect(pull(box, RIGHT, 10, 0, { alt: true })).toEqual({ x: 0, w: 120 })
  })

  test('does not become smaller than can be taken hold of, nor turn inside out', () => {
    expect(pull(box, LOWER_RIGHT, -500, -500)).toEqual({ w: LEAST, h: LEAST })
    expect(pull(box, UPPER_LEFT, 500, 500)).toEqual({ x: 102, y: 72, w: LEAST, h: LEAST })
    expect(pull(box, RIGHT, -500, 0, { shift: true }).h).toBeCloseTo(LEAST, 9)
  })

  test('can be opened where it was dragged flat', () => {
    expect(pull(flat, { x: 0, y: 1 }, 0, 90)).toEqual({ h: 90 })
    expect(pull(flat, { x: 0, y: 1 }, 0, -90)).toEqual({})
    expect(pull(flat, LOWER_RIGHT, 180, 50, { shift: true })).toEqual({ w: 360 })
  })

  test('stays within the limits of the board', () => {
    const patch = pull(box, UPPER_LEFT, -1e12, -1e12, { alt: true })
    expect(faultOfPatch('shape', patch)).toBeNull()
    expect(patch.w).toBe(LIMITS.coordinate)
  })

  test('has the other side where it was and the pulled one under the pointer, however turned and mirrored', () => {
    const scale = fc.constantFrom(-2, -1, 0.5, 1, 3)
    const side = fc.constantFrom(-1 as const, 0 as const, 1 as const)
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        scale,
        scale,
        fc.record({ x: side, y: side }),
        fc.boolean(),
        (rotation, scaleX, scaleY, grip, alt) => {
          const before = { ...box, rotation, scaleX, scaleY }
          const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
          // So far outwards, along the sides of what is seen.
          const [out, down] = [grip.x * 13, grip.y * 9]
          const patch = pull(before, grip, out * cos - down * sin, out * sin + down * cos, { alt })
          const after = patched(before, patch)
          const opposite: Grip = { x: -grip.x as Grip['x'], y: -grip.y as Grip['y'] }
          const still = alt ? { x: 0 as const, y: 0 as const } : opposite
          expect(placeAt(after, still).x).toBeCloseTo(placeAt(before, still).x, 6)
          expect(placeAt(after, still).y).toBeCloseTo(placeAt(before, still).y, 6)
          const [was, is] = [placeAt(before, grip), placeAt(after, grip)]
          expect(is.x - was.x).toBeCloseTo(out * cos - down * sin, 6)
          expect(is.y - was.y).toBeCloseTo(out * sin + down * cos, 6)
          for (const key of Object.keys(patch)) expect(['x', 'y', 'w', 'h']).toContain(key)
        },
      ),
    )
  })
})

describe('what is pulled near other things', () => {
  const other = { minX: 300, minY: 0, maxX: 400, maxY: 200 }
  const near = (record: Resizable, grip: Grip, x: number, y: number, held: Partial<typeof PLAIN> = {}) => {
    const move = new SelectionMove([record], new Snapping([other], { kind: 'none', spacing: 1 }))
    const patch = move.pulledBy(record, grip, { x, y }, 1, { ...PLAIN, ...held })
    return { patch, guides: move.guides }
  }

  test('comes in line with them by the outer edge of its line', () => {
    const { patch, guides } = near(box, RIGHT, 185, 0)
    expect(patch).toEqual({ w: 288 })
    expect(guides).toMatchObject([{ axis: 'x', at: 300 }])
    expect(near(box, LOWER_RIGHT, 185, 115).patch).toEqual({ w: 288, h: 178 })
  })

  test('goes freely with Ctrl, and where it is turned', () => {
    expect(near(box, RIGHT, 185, 0, { ctrl: true })).toEqual({ patch: { w: 285 }, guides: [] })
    expect(near({ ...box, rotation: 0.3 }, RIGHT, 185, 0).guides).toEqual([])
  })

  test('does so by the side that is pulled where it stands on its head or lies on its side', () => {
    // Turned by a quarter, its right side is what is seen below.
    const lying = { ...box, x: 350, rotation: Math.PI / 2 }
    const { patch, guides } = near(lying, RIGHT, 0, 75)
    expect(patch?.w).toBeCloseTo(178, 9)
    expect(guides).toMatchObject([{ axis: 'y', at: 200 }])
  })

  test('keeps its proportion with Shift all the same', () => {
    const { patch, guides } = near(box, LOWER_RIGHT, 185, 0, { shift: true })
    expect(guides.length).toBeGreaterThan(0)
    expect(patch!.w! / patch!.h!).toBeCloseTo(100 / 60, 9)
  })
})
