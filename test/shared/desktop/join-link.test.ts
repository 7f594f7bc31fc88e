import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { DEFAULT_PORT, formatJoinLink, parseJoinText } from '#shared/desktop/join-link.ts'

const FINGERPRINT = 'A'.repeat(43)

describe('what people type or paste', () => {
  test('a link comes back as it was made', () => {
    const place = {
      endpoints: [
        { address: '192.168.1.5', port: 4747 },
        { address: 'fd00::2', port: 4747 },
      ],
      fingerprint: FINGERPRINT,
      hostId: 'host_1',
      roomId: 'room-1',
    }
    expect(parseJoinText(` ${formatJoinLink(place)}\n`)).toEqual(place)
  })

  test.each([
    ['192.168.1.5', '192.168.1.5', DEFAULT_PORT],
    ['192.168.1.5:99', '192.168.1.5', 99],
    ['atelier.local', 'atelier.local', DEFAULT_PORT],
    ['Küche:80', 'Küche', 80],
    ['[fe80::1]:4000', 'fe80::1', 4000],
    ['fd00::2', 'fd00::2', DEFAULT_PORT],
  ])('the address %s', (text, address, port) => {
    expect(parseJoinText(text)).toEqual({
      endpoints: [{ address, port }],
      fingerprint: null,
      hostId: null,
      roomId: null,
    })
  })

  test.each([
    ['', 'join/bad-address'],
    ['   ', 'join/bad-address'],
    ['192.168.1', 'join/bad-address'],
    ['300.1.1.1', 'join/bad-address'],
    ['192.168.1.5:0', 'join/bad-address'],
    ['192.168.1.5:70000', 'join/bad-address'],
    ['two words', 'join/bad-address'],
    ['https://example.org', 'join/bad-link'],
    ['drawnet://', 'join/bad-link'],
    ['drawnet:///room', 'join/bad-link'],
    ['drawnet://1.2.3.4:4747/room with spaces', 'join/bad-link'],
    ['drawnet://1.2.3.4:4747/room?fp=short', 'join/bad-link'],
    ['drawnet://1.2.3.4:4747/ro$om', 'join/bad-link'],
    ['drawnet://1.2.3.4:4747/room?also=999.9.9.9', 'join/bad-link'],
  ])('“%s” is refused with a sentence', (text, code) => {
    let error: unknown
    try {
      parseJoinText(text)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe(code)
    expect((error as AppError).message).toMatch(/^[A-Z“]/)
  })
})
