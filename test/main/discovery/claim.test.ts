import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { MAX_TXT_BYTES, cutToBytes, readClaim, textOf } from '#main/discovery/claim.ts'
import { usableInterfaces } from '#main/discovery/interfaces.ts'
import { interfaceAt } from './lan.ts'

const [NETWORK] = usableInterfaces(interfaceAt('192.168.1.3'), false)
const ANNOUNCEMENT = { hostId: 'h'.repeat(32), fingerprint: 'f'.repeat(43), name: 'x', port: 65_535, protocol: 65_535 }

function sizeOf(txt: Readonly<Record<string, string>>): number {
  return Object.entries(txt).reduce((sum, [key, value]) => sum + 2 + Buffer.byteLength(key + value), 0)
}

test('whatever the name, the text of an announcement fits, and each of its parts too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
      const txt = textOf({ ...ANNOUNCEMENT, name }, 'abcdef')
      expect(sizeOf(txt)).toBeLessThan(MAX_TXT_BYTES)
      expect(Buffer.byteLength(`n=${txt['n']}`)).toBeLessThan(256)
    }),
  )
})

test('what one writes another reads', () => {
  const txt = textOf({ ...ANNOUNCEMENT, name: 'Atelier = 5' }, 'abcdef')
  const claim = readClaim({ txt, port: 4747, addresses: [], referer: { address: '192.168.1.2' } }, NETWORK!)
  expect(claim).toEqual({
    hostId: ANNOUNCEMENT.hostId,
    fingerprint: ANNOUNCEMENT.fingerprint,
    name: 'Atelier = 5',
    protocol: 65_535,
    start: 'abcdef',
    endpoints: [{ address: '192.168.1.2', port: 4747 }],
    source: '192.168.1.2',
  })
})

test('a cut leaves whole letters', () => {
  expect(cutToBytes('naïve', 4)).toBe('naï')
  expect(cutToBytes('naïve', 3)).toBe('na')
  expect(cutToBytes('e\u0301e\u0301', 5)).toBe('e\u0301')
  expect(cutToBytes('👩‍👩‍👧‍👦', 24)).toBe('')
  expect(cutToBytes('', 5)).toBe('')
})

test('anything at all in place of a service is read without a fault', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.array(fc.anything()), fc.string(), (txt, port, addresses, address) => {
      expect(readClaim({ txt, port, addresses, referer: { address } }, NETWORK!)).toBeNull()
    }),
  )
})
