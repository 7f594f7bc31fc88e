import { expect, test } from 'vitest'
import { refusalOfUpgrade } from '#main/trust/host-header.ts'

type Case = readonly [host: string | undefined, origin: string | undefined, passes: boolean, why: string]

const CASES: readonly Case[] = [
  ['192.168.1.5:4747', undefined, true, 'the app by IPv4'],
  ['[fe80::1]:4747', undefined, true, 'the app by IPv6'],
  ['localhost:4747', undefined, true, 'the app on this computer'],
  ['atelier.local:4747', undefined, true, 'the app by our own name'],
  ['Atelier.LOCAL:4747', undefined, true, 'a name in another case'],
  ['192.168.1.5:4747', 'https://192.168.1.5:4747', true, 'our own page by IPv4'],
  ['[fe80::1]:4747', 'https://[fe80::1]:4747', true, 'our own page by IPv6'],
  ['atelier.local:4747', 'https://atelier.local:4747', true, 'our own page by name'],
  ['rebind.example.org:4747', undefined, false, 'a foreign name (DNS rebinding)'],
  ['rebind.example.org:4747', 'https://rebind.example.org:4747', false, 'a foreign name and its own page'],
  ['studio.local:4747', undefined, false, 'the name of another computer'],
  ['192.168.1.5:4748', undefined, false, 'another port'],
  ['192.168.1.5', undefined, false, 'no port where ours is not the default'],
  [undefined, undefined, false, 'no Host'],
  ['', undefined, false, 'an empty Host'],
  ['user@192.168.1.5:4747', undefined, false, 'a Host with a user'],
  ['127.1:4747', undefined, false, 'a shortened IPv4'],
  ['[::1:4747', undefined, false, 'a broken IPv6'],
  ['192.168.1.5:4747', 'https://evil.example.org', false, 'a page from the internet'],
  ['192.168.1.5:4747', 'http://192.168.1.5:4747', false, 'a page without TLS'],
  ['192.168.1.5:4747', 'https://192.168.1.5:8080', false, 'a page of another port'],
  ['192.168.1.5:4747', 'https://192.168.1.5', false, 'a page of the default port'],
  ['192.168.1.5:4747', 'https://192.168.1.50:4747', false, 'a page of another computer'],
  ['192.168.1.5:4747', 'null', false, 'a sandboxed page or a file'],
  ['192.168.1.5:4747', '', false, 'an empty Origin'],
  ['192.168.1.5:4747', 'https://192.168.1.5:4747/', false, 'an Origin with a path'],
]

test.each(CASES)('Host %s, Origin %s passes: %s (%s)', (host, origin, passes) => {
  const refusal = refusalOfUpgrade({ host, origin, port: 4747, localNames: ['atelier.local', 'atelier'] })
  expect(refusal === null).toBe(passes)
})

test('on port 443 the port may be left out', () => {
  expect(refusalOfUpgrade({ host: '10.0.0.1', origin: 'https://10.0.0.1', port: 443, localNames: [] })).toBeNull()
})
