import { describe, expect, test } from 'vitest'
import { PointReader, PointWriter, type InkPoint } from '#shared/model/points.ts'
import { InkPacer } from '#shared/sync/ink-pacer.ts'
import type { LiveEvent } from '#shared/wire/live-codec.ts'
import { ManualClock } from '../../support/clock.ts'

const point = (byte: number, stroke = 1): LiveEvent => ({ kind: 'append', stroke, piece: Uint8Array.of(byte) })

/** A pen among others; everything it sends is noted with its time. */
function penAmong(others: number, clock = new ManualClock()) {
  const sent: { readonly at: number; readonly events: readonly LiveEvent[] }[] = []
  const pacer = new InkPacer(
    clock,
    () => others,
    (events) => sent.push({ at: clock.now(), events }),
  )
  return { clock, pacer, sent, times: () => sent.map(({ at }) => at) }
}

describe('when ink goes out', () => {
  test('L7: who draws alone sends each point as it comes', () => {
    const { clock, pacer, sent } = penAmong(0)
    for (let i = 0; i < 5; i++) {
      pacer.add(point(i))
      clock.advance(1)
    }
    expect(sent.map(({ events }) => events)).toEqual([0, 1, 2, 3, 4].map((i) => [point(i)]))
  })

  test('L7: among many, points are gathered, and none waits for long', () => {
    const { clock, pacer, sent } = penAmong(100)
    const writer = new PointWriter(3, true)
    const drawn = Array.from({ length: 100 }, (_, i) => ({ x: i * 3, y: (i * i) % 50, pressure: 0 }))
    for (const place of drawn) {
      writer.add(place)
      pacer.add({ kind: 'append', stroke: 1, piece: writer.take() })
      clock.advance(16)
    }
    clock.advance(64)
    expect(sent.length).toBeLessThan(30)
    const reader = new PointReader(3, true)
    const seen: InkPoint[] = []
    for (const { at, events } of sent) {
      expect(at - seen.length * 16).toBeLessThanOrEqual(64)
      for (const event of events) if (event.kind === 'append') reader.read(event.piece, seen)
    }
    expect(seen).toEqual(drawn)
    expect(clock.pending).toBe(0)
  })

  test('L7: the more draw, the longer ink is gathered', () => {
    const messages = (others: number): number => {
      const { clock, pacer, sent } = penAmong(others)
      for (let i = 0; i < 600; i++) {
        pacer.add(point(i % 256))
        clock.advance(4)
      }
      return sent.length
    }
    const counts = [0, 1, 3, 7].map(messages)
    expect(counts[0]).toBe(600)
    for (const [index, count] of counts.slice(1).entries()) expect(count).toBeLessThan(counts[index]! * 0.6)
    expect(messages(100)).toBe(messages(20))
  })

  test('L7: pens that hear each other come to send at the same moments, whenever they began', () => {
    const clock = new ManualClock()
    const pens = Array.from({ length: 8 }, () => penAmong(7, clock))
    /** The host: what one sends the others hear a millisecond later. */
    const heard = pens.map(() => 0)
    const pass = (): void => {
      for (const [index, { sent }] of pens.entries()) {
        if (sent.length === heard[index]) continue
        heard[index] = sent.length
        clock.after(1, () => {
          for (const [other, { pacer }] of pens.entries()) if (other !== index) pacer.heard()
        })
      }
    }
    for (let ms = 0; ms < 1000; ms++) {
      for (const [index, { pacer }] of pens.entries()) if (ms % 16 === (index * 7) % 16) pacer.add(point(0))
      pass()
      clock.advance(1)
    }
    const late = pens.map(({ times }) => times().filter((at) => at > 500))
    for (const at of late[0]!) {
      for (const times of late) expect(Math.min(...times.map((time) => Math.abs(time - at)))).toBeLessThanOrEqual(4)
    }
    for (const times of late) expect(times.length).toBeGreaterThanOrEqual(6)
  })

  test('a constant murmur of others does not keep ink back', () => {
    const { clock, pacer, times } = penAmong(8)
    pacer.add(point(0))
    for (let i = 0; i < 200; i++) {
      pacer.add(point(1))
      pacer.heard()
      clock.advance(1)
    }
    const gaps = times().map((at, index, all) => at - (all[index - 1] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(96)
  })

  test('pieces of one stroke are joined; a beginning and the points of two strokes keep their order', () => {
    const { clock, pacer, sent } = penAmong(4)
    pacer.add(point(0))
    pacer.add(point(1))
    pacer.add(point(2))
    pacer.add(point(3, 2))
    pacer.add(point(4, 2))
    clock.advance(64)
    expect(sent[1]!.events).toEqual([
      { kind: 'append', stroke: 1, piece: Uint8Array.of(1, 2) },
      { kind: 'append', stroke: 2, piece: Uint8Array.of(3, 4) },
    ])
  })

  test('what is asked to leave leaves, and what has nobody to go to is forgotten', () => {
    const { clock, pacer, sent } = penAmong(8)
    pacer.add(point(0))
    pacer.add(point(1))
    pacer.flush()
    expect(sent).toHaveLength(2)
    pacer.add(point(2))
    pacer.clear()
    clock.advance(1000)
    expect(sent).toHaveLength(2)
    expect(clock.pending).toBe(0)
  })

  test('much ink and a stroke taken back do not wait', () => {
    const { pacer, sent } = penAmong(8)
    pacer.add(point(0))
    pacer.add({ kind: 'append', stroke: 1, piece: new Uint8Array(5000) })
    pacer.add({ kind: 'cancel', stroke: 1 })
    expect(sent.map(({ events }) => events.at(-1)!.kind)).toEqual(['append', 'append', 'cancel'])
  })
})
