import { describe, expect, test } from 'vitest'
import { PointReader, PointWriter, type InkPoint } from '#shared/model/points.ts'
import { InkPacer } from '#shared/sync/ink-pacer.ts'
import type { LiveEvent } from '#shared/wire/live-codec.ts'
import { ManualClock } from '../../support/clock.ts'

const point = (byte: number, stroke = 1): LiveEvent => ({ kind: 'append', stroke, piece: Uint8Array.of(byte) })

/** A pen among others; everything it sends is noted with its time. */
function penAmong(others: number) {
  const clock = new ManualClock()
  const sent: { readonly at: number; readonly events: readonly LiveEvent[] }[] = []
  const pacer = new InkPacer(
    clock,
    () => others,
    (events) => sent.push({ at: clock.now(), events }),
  )
  return { clock, pacer, sent }
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
    clock.advance(72)
    expect(sent.length).toBeLessThan(30)
    const reader = new PointReader(3, true)
    const seen: InkPoint[] = []
    for (const { at, events } of sent) {
      expect(at - seen.length * 16).toBeLessThanOrEqual(72)
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

  test('pieces of one stroke are joined; a beginning and the points of two strokes keep their order', () => {
    const { clock, pacer, sent } = penAmong(4)
    pacer.add(point(0))
    pacer.add(point(1))
    pacer.add(point(2))
    pacer.add(point(3, 2))
    pacer.add(point(4, 2))
    clock.advance(72)
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
