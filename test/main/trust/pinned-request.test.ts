import { expect, test } from 'vitest'
import type { RequestListener } from 'node:http'
import { pinnedGet, type PinnedGetOptions } from '#main/trust/pinned-request.ts'
import type { PinnedPlace } from '#main/trust/pinned-connection.ts'
import { httpsHost, newIdentity, tlsHost } from './tls-hosts.ts'

const JSON_OPTIONS: PinnedGetOptions<'json'> = { timeoutMs: 5000, maxBytes: 1000, as: 'json' }

async function hostAnswering(answer: RequestListener): Promise<PinnedPlace> {
  const identity = await newIdentity()
  const port = await httpsHost(identity, answer)
  return { endpoints: [{ address: '127.0.0.1', port }], fingerprint: identity.fingerprint }
}

test('an answer comes with the fingerprint of who gave it', async () => {
  const place = await hostAnswering((request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(JSON.stringify({ path: request.url, host: request.headers.host }))
  })
  const answer = await pinnedGet(place, '/v1/rooms', JSON_OPTIONS)
  expect(answer).toEqual({
    body: { path: '/v1/rooms', host: `127.0.0.1:${place.endpoints[0]!.port}` },
    fingerprint: place.fingerprint,
    endpoint: place.endpoints[0],
  })
})

test('bytes arrive as they are', async () => {
  const place = await hostAnswering((_, response) => {
    response.setHeader('content-type', 'image/png')
    response.end(Buffer.from([0, 255, 13, 10]))
  })
  const { body } = await pinnedGet(place, '/t.png', { timeoutMs: 5000, maxBytes: 4, as: 'bytes' })
  expect(body).toEqual(new Uint8Array([0, 255, 13, 10]))
})

test('an impostor is not asked', async () => {
  const impostor = await tlsHost(await newIdentity())
  const { fingerprint } = await newIdentity()
  const place = { endpoints: [{ address: '127.0.0.1', port: impostor.port }], fingerprint }
  await expect(pinnedGet(place, '/v1/rooms', JSON_OPTIONS)).rejects.toMatchObject({ code: 'join/fingerprint-mismatch' })
  await impostor.ended
  expect(impostor.received()).toBe(0)
})

test('an endless answer is cut off at the limit', async () => {
  const place = await hostAnswering((_, response) => {
    response.setHeader('content-type', 'application/json')
    const more = (): void => {
      while (!response.destroyed && response.write('1'.repeat(1000)));
    }
    response.on('drain', more)
    more()
  })
  await expect(pinnedGet(place, '/', JSON_OPTIONS)).rejects.toMatchObject({ code: 'wire/too-large' })
})

const WRONG: readonly (readonly [string, RequestListener, string])[] = [
  ['another kind of content', (_, r) => void r.setHeader('content-type', 'text/html').end('{}'), 'join/not-drawnet'],
  ['no kind of content', (_, r) => void r.end('{}'), 'join/not-drawnet'],
  ['broken JSON', (_, r) => void r.setHeader('content-type', 'application/json').end('{'), 'join/not-drawnet'],
  ['nothing of that name', (_, r) => void r.writeHead(404).end(), 'join/not-drawnet'],
  ['a redirect', (_, r) => void r.writeHead(302, { location: 'https://example.org' }).end(), 'join/not-drawnet'],
  ['a refusal', (_, r) => void r.writeHead(403).end(), 'join/refused'],
  ['a full house', (_, r) => void r.writeHead(503).end(), 'join/refused'],
  ['a broken line', (q) => void q.socket.destroy(), 'join/unreachable'],
  [
    'half an answer',
    (q, r) =>
      void r
        .writeHead(200, { 'content-type': 'application/json', 'content-length': 9 })
        .write('{', () => q.socket.destroy()),
    'join/unreachable',
  ],
]

test.each(WRONG)('%s is an error with a code', async (_, answer, code) => {
  const place = await hostAnswering(answer)
  await expect(pinnedGet(place, '/v1/rooms', JSON_OPTIONS)).rejects.toMatchObject({ code })
})

test('a host that never answers is given up', async () => {
  const place = await hostAnswering(() => undefined)
  await expect(pinnedGet(place, '/', { ...JSON_OPTIONS, timeoutMs: 300 })).rejects.toMatchObject({
    code: 'join/unreachable',
    details: { reason: 'ETIMEDOUT' },
  })
})

test('what speaks TLS but not HTTP is not DrawNet', async () => {
  const identity = await newIdentity()
  const echo = await tlsHost(identity)
  const place = { endpoints: [{ address: '127.0.0.1', port: echo.port }], fingerprint: identity.fingerprint }
  await expect(pinnedGet(place, '/', JSON_OPTIONS)).rejects.toMatchObject({ code: 'join/not-drawnet' })
})

test('a person can stop waiting', async () => {
  const cancel = new AbortController()
  const place = await hostAnswering(() => cancel.abort(new Error('changed my mind')))
  await expect(pinnedGet(place, '/', { ...JSON_OPTIONS, signal: cancel.signal })).rejects.toThrow('changed my mind')
})
