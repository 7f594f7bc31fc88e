import { describe, expect, test } from 'vitest'
import { TickSchedule } from '#shared/sync/tick-schedule.ts'
import { ManualClock } from '../../support/clock.ts'

function schedule() {
  const clock = new ManualClock()
  const times: number[] = []
  const made = new TickSchedule(
    clock,
    (task) => clock.after(0, task),
    () => times.push(clock.now()),
  )
  return { clock, times, made }
}

describe('when a room ticks', () => {
  test('at once when it is quiet, and once for all that comes at one moment', () => {
    const { clock, times, made } = schedule()
    clock.advance(100)
    made.plan()
    made.plan()
    clock.advance(0)
    expect(times).toEqual([100])
    expect(clock.pending).toBe(0)
  })

  test('for a few messages that come shortly after one another, each time at once', () => {
    const { clock, times, made } = schedule()
    for (let burst = 0; burst < 3; burst++) {
      for (let i = 0; i < 8; i++) {
        clock.advance(0.25)
        made.plan()
        clock.advance(0)
      }
      clock.advance(98)
    }
    const gaps = times.slice(1).map((at, index) => at - times[index]!)
    expect(times).toHaveLength(24)
    expect(gaps.filter((gap) => gap === 0.25)).toHaveLength(21)
  })

  test('no more often than every two milliseconds for long, however much comes', () => {
    const { clock, times, made } = schedule()
    for (let i = 0; i < 4000; i++) {
      made.plan()
      clock.advance(0.25)
    }
    expect(times.filter((at) => at >= 500 && at < 1000)).toHaveLength(250)
    expect(times.length).toBeLessThanOrEqual(508)
    // All of it is told in the end.
    clock.advance(10)
    const told = times.length
    clock.advance(100)
    expect(times).toHaveLength(told)
    expect(times.at(-1)).toBeGreaterThanOrEqual(999.75)
  })

  test('no more after its end', () => {
    const { clock, times, made } = schedule()
    made.plan()
    made.dispose()
    made.plan()
    clock.advance(100)
    expect(times).toEqual([])
  })
})
