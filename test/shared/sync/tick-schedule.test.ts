import { describe, expect, test } from 'vitest'
import { TickSchedule } from '#shared/sync/tick-schedule.ts'
import { ManualClock } from '../../support/clock.ts'

function schedule(pens: number) {
  const clock = new ManualClock()
  const times: number[] = []
  const made = new TickSchedule(
    clock,
    (task) => clock.after(0, task),
    () => pens,
    () => times.push(clock.now()),
  )
  return { clock, times, made }
}

describe('when a room ticks', () => {
  test('at once when it is quiet, and once for all that comes under load', () => {
    const { clock, times, made } = schedule(0)
    clock.advance(100)
    made.plan()
    made.plan()
    clock.advance(0)
    expect(times).toEqual([100])
    for (let i = 0; i < 10; i++) {
      made.plan()
      clock.advance(0.5)
    }
    clock.advance(10)
    expect(times).toEqual([100, 102, 104, 106])
  })

  test('L7: ink of pens that keep step leaves together, as soon as all of it is there', () => {
    const { clock, times, made } = schedule(3)
    // The first beat shows that they keep step.
    made.ink(1)
    made.ink(2)
    clock.advance(60)
    expect(times).toEqual([0])
    made.ink(1)
    clock.advance(0.25)
    made.ink(2)
    clock.advance(0.25)
    expect(times).toHaveLength(1)
    made.ink(3)
    clock.advance(0)
    expect(times).toEqual([0, 60.5])
  })

  test('L7: the ink of who is late is waited for a millisecond, and no more', () => {
    const { clock, times, made } = schedule(3)
    made.ink(1)
    made.ink(2)
    clock.advance(60)
    made.ink(1)
    clock.advance(30)
    expect(times).toEqual([0, 61])
    // One alone shows that they no longer keep step: nobody is waited for.
    made.ink(2)
    clock.advance(0)
    expect(times).toEqual([0, 61, 90])
  })

  test('what is no ink does not wait, and takes the ink along', () => {
    const { clock, times, made } = schedule(3)
    made.ink(1)
    made.ink(2)
    clock.advance(60)
    made.ink(1)
    made.plan()
    clock.advance(0)
    expect(times).toEqual([0, 60])
    clock.advance(100)
    expect(times).toHaveLength(2)
  })

  test('after its end it ticks no more', () => {
    const { clock, times, made } = schedule(3)
    made.plan()
    made.dispose()
    made.plan()
    made.ink(1)
    clock.advance(100)
    expect(times).toEqual([])
  })
})
