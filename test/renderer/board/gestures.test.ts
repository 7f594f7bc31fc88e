import { describe, expect, test } from 'vitest'
import { Gestures, type Device, type Down } from '#renderer/board/gestures.ts'

function down(id: number, device: Device, change: Partial<Down> = {}): Down {
  return { id, device, at: { x: 0, y: 0 }, time: 0, pans: false, forPen: true, ...change }
}

describe('Gestures', () => {
  test('one pointer at a time has the tool', () => {
    const gestures = new Gestures()
    expect(gestures.down(down(1, 'mouse'))).toBe('tool')
    expect(gestures.down(down(2, 'touch'))).toBe('ignore')
    expect(gestures.has(2)).toBe(false)
    expect(gestures.up(2)).toBeNull()
    expect(gestures.up(1)).toBe('tool')
  })

  test('the middle button and space move the view', () => {
    const gestures = new Gestures()
    expect(gestures.down(down(1, 'mouse', { pans: true, at: { x: 10, y: 10 } }))).toBe('pan')
    expect(gestures.move(1, { x: 15, y: 7 })).toMatchObject({ dx: 5, dy: -3, factor: 1 })
  })

  test('a finger draws until a pen has been seen, then it moves the view', () => {
    const gestures = new Gestures()
    expect(gestures.down(down(1, 'touch'))).toBe('tool')
    gestures.up(1)
    expect(gestures.down(down(2, 'pen'))).toBe('tool')
    gestures.up(2)
    expect(gestures.down(down(3, 'touch'))).toBe('pan')
    gestures.up(3)
    expect(gestures.down(down(4, 'touch', { forPen: false }))).toBe('tool')
  })

  test('a hovering pen is enough to be seen', () => {
    const gestures = new Gestures()
    gestures.seePen()
    expect(gestures.down(down(1, 'touch'))).toBe('pan')
  })

  test('a hand that rests while the pen draws does nothing', () => {
    const gestures = new Gestures()
    gestures.down(down(1, 'pen'))
    expect(gestures.down(down(2, 'touch'))).toBe('ignore')
    expect(gestures.down(down(3, 'touch'))).toBe('ignore')
    expect(gestures.mode).toBe('tool')
  })

  test('a pen takes over from the hand that came down before it', () => {
    const gestures = new Gestures()
    expect(gestures.down(down(1, 'touch'))).toBe('tool')
    expect(gestures.down(down(2, 'pen'))).toBe('tool-instead')
    expect(gestures.has(1)).toBe(false)
    expect(gestures.up(1)).toBeNull()
    expect(gestures.up(2)).toBe('tool')
  })

  test('a second finger that comes soon makes both move and zoom the view', () => {
    const gestures = new Gestures()
    gestures.down(down(1, 'touch', { at: { x: 100, y: 100 } }))
    expect(gestures.down(down(2, 'touch', { at: { x: 200, y: 100 }, time: 80 }))).toBe('pinch-instead')
    const step = gestures.move(2, { x: 300, y: 100 })
    expect(step).toEqual({ dx: 50, dy: 0, factor: 2, about: { x: 200, y: 100 } })
    expect(gestures.up(1)).toBeNull()
    expect(gestures.move(2, { x: 310, y: 104 })).toMatchObject({ dx: 10, dy: 4, factor: 1 })
    expect(gestures.up(2)).toBe('pinch')
  })

  test('a second finger that comes late does not spoil a stroke', () => {
    const gestures = new Gestures()
    gestures.down(down(1, 'touch'))
    gestures.move(1, { x: 200, y: 0 })
    expect(gestures.down(down(2, 'touch', { time: 900 }))).toBe('ignore')
    expect(gestures.mode).toBe('tool')
  })
})
