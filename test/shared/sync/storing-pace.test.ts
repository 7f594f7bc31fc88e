import { describe, expect, test } from 'vitest'
import { StoringPace } from '#shared/sync/storing-pace.ts'
import { ManualClock } from '../../support/clock.ts'

/** A disk that takes so long for everything. */
function paceOver(diskMs: number) {
  const clock = new ManualClock()
  const due: number[] = []
  const pace = new StoringPace(clock, () => due.push(clock.now()))
  const store = (): void => pace.store(() => clock.advance(diskMs))
  return { clock, due, pace, store }
}

describe('how often a room stores', () => {
  test('a disk that takes no time is never waited for', () => {
    const { pace, store } = paceOver(0)
    for (let i = 0; i < 10; i++) {
      expect(pace.mayStore).toBe(true)
      store()
    }
    expect(pace.tookMs).toBe(0)
  })

  test('storing takes no more than a quarter of the time', () => {
    const { clock, due, pace, store } = paceOver(2)
    store()
    expect(pace.tookMs).toBe(2)
    expect(pace.mayStore).toBe(false)
    pace.remind()
    pace.remind()
    clock.advance(5.9)
    expect(pace.mayStore).toBe(false)
    clock.advance(0.1)
    expect(pace.mayStore).toBe(true)
    expect(due).toEqual([8])
  })

  test('nothing waits for more than a tenth of a second after a disk that took long', () => {
    const { clock, pace, store } = paceOver(5_000)
    store()
    clock.advance(100)
    expect(pace.mayStore).toBe(true)
  })

  test('what could not be stored is tried again after a second, or at once when it is the last chance', () => {
    const { clock, due, pace } = paceOver(1)
    pace.failed()
    pace.remind()
    clock.advance(999)
    expect(pace.mayStore).toBe(false)
    clock.advance(1)
    expect(pace.mayStore).toBe(true)
    expect(due).toEqual([1_000])
    pace.failed()
    pace.hurry()
    expect(pace.mayStore).toBe(true)
  })

  test('after its end nobody is reminded', () => {
    const { clock, due, pace } = paceOver(1)
    pace.failed()
    pace.remind()
    pace.dispose()
    clock.advance(10_000)
    expect(due).toEqual([])
  })
})
