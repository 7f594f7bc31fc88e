import { expect, test } from 'vitest'
import { KeyedRateLimit, TokenBucket } from '#main/trust/rate-limit.ts'

function handClock(): { now(): number; after(): () => void; pass(ms: number): void } {
  let now = 1000
  return { now: () => now, after: () => () => undefined, pass: (ms) => void (now += ms) }
}

test('a burst passes, then only so many a second', () => {
  const clock = handClock()
  const bucket = new TokenBucket(clock, { burst: 3, perSecond: 2 })
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false])
  clock.pass(499)
  expect(bucket.take()).toBe(false)
  clock.pass(1)
  expect(bucket.take()).toBe(true)
  expect(bucket.take()).toBe(false)
})

test('a long pause saves up no more than the burst', () => {
  const clock = handClock()
  const bucket = new TokenBucket(clock, { burst: 3, perSecond: 2 })
  clock.pass(3_600_000)
  expect(bucket.take(4)).toBe(false)
  expect(bucket.take(3)).toBe(true)
  expect(bucket.full).toBe(false)
})

test('a clock that is set back gives nothing away and locks nobody out', () => {
  const clock = handClock()
  const bucket = new TokenBucket(clock, { burst: 1, perSecond: 1 })
  bucket.take()
  clock.pass(-500_000)
  expect(bucket.take()).toBe(false)
  clock.pass(1000)
  expect(bucket.take()).toBe(true)
})

test('one key does not use up what another has', () => {
  const limit = new KeyedRateLimit(handClock(), { burst: 1, perSecond: 1 }, 10)
  expect(limit.take('a')).toBe(true)
  expect(limit.take('a')).toBe(false)
  expect(limit.take('b')).toBe(true)
})

test('a flood of keys is bounded and shares one bucket', () => {
  const limit = new KeyedRateLimit(handClock(), { burst: 2, perSecond: 1 }, 100)
  let passed = 0
  for (let i = 0; i < 100_000; i++) if (limit.take(`key ${i}`)) passed += 1
  expect(limit.size).toBe(100)
  expect(passed).toBe(102)
})

test('a place is free again when its key has rested', () => {
  const clock = handClock()
  const limit = new KeyedRateLimit(clock, { burst: 1, perSecond: 1 }, 1)
  limit.take('a')
  expect(limit.take('b')).toBe(true)
  expect(limit.take('b')).toBe(false)
  clock.pass(1000)
  expect(limit.take('b')).toBe(true)
  expect(limit.take('a')).toBe(true)
  expect(limit.size).toBe(1)
})
