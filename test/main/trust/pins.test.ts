import { expect, test } from 'vitest'
import { Pins } from '#main/trust/pins.ts'

function newPins(): { pins: Pins; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const pins = new Pins({ get: (id) => kept.get(id) ?? null, set: (id, fingerprint) => void kept.set(id, fingerprint) })
  return { pins, kept }
}

test('the first certificate of a host is remembered and accepted from then on', () => {
  const { pins } = newPins()
  expect(pins.expected('atelier')).toBeNull()
  pins.check('atelier', 'one')
  pins.check('atelier', 'one')
  expect(pins.expected('atelier')).toBe('one')
})

test('another certificate for a known host is refused every time, and the first stays remembered', () => {
  const { pins, kept } = newPins()
  pins.check('atelier', 'one')
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => pins.check('atelier', 'two')).toThrow(expect.objectContaining({ code: 'join/fingerprint-changed' }))
  }
  expect(kept.get('atelier')).toBe('one')
  pins.check('studio', 'two')
})
