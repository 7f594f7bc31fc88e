import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Session } from 'electron'
import { createElectronDouble } from './electron-double.ts'

let root: string
let serve: (request: Request) => Promise<Response>

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'drawnet-app-'))
  mkdirSync(path.join(root, 'page', 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'page', 'index.html'), '<title>DrawNet</title>')
  writeFileSync(path.join(root, 'page', 'assets', 'a b.js'), 'export {}')
  writeFileSync(path.join(root, 'page', 'assets', 'secret.key'), 'secret')
  writeFileSync(path.join(root, 'outside.html'), 'secret')
  mkdirSync(path.join(root, 'page-beside'))
  writeFileSync(path.join(root, 'page-beside', 'index.html'), 'secret')
  const electron = createElectronDouble()
  vi.doMock('electron', () => electron.api)
  const { serveApp } = await import('#main/electron/protocol.ts')
  serveApp(electron.defaultSession as unknown as Session, path.join(root, 'page'))
  const handler = electron.defaultSession.served.get('app')
  if (handler === undefined) throw new Error('app:// is not served')
  serve = handler
})

afterAll(() => {
  vi.doUnmock('electron')
  rmSync(root, { recursive: true, force: true })
})

test.each([
  ['app://drawnet/', 'text/html; charset=utf-8', '<title>DrawNet</title>'],
  ['app://drawnet/index.html?x#y', 'text/html; charset=utf-8', '<title>DrawNet</title>'],
  ['app://drawnet/assets/a%20b.js', 'text/javascript; charset=utf-8', 'export {}'],
])('%s is served', async (url, type, body) => {
  const response = await serve(new Request(url))
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe(type)
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(await response.text()).toBe(body)
})

test.each([
  ['a file that is missing', 'app://drawnet/nothing.js'],
  ['a folder', 'app://drawnet/assets'],
  ['another host', 'app://elsewhere/index.html'],
  ['a host that begins alike', 'app://drawnet.example/index.html'],
  ['the folder above', 'app://drawnet/..%2Foutside.html'],
  ['the folder above, in other letters', 'app://drawnet/%2e%2e%2foutside.html'],
  ['the folder above, Windows’ way', 'app://drawnet/..%5Coutside.html'],
  ['a folder that begins alike', 'app://drawnet/..%2Fpage-beside%2Findex.html'],
  ['a broken escape', 'app://drawnet/%E0%A4%A'],
  ['a name with a null', 'app://drawnet/index.html%00.js'],
  ['a kind of file that pages do not use', 'app://drawnet/assets/secret.key'],
])('%s is not', async (_what, url) => {
  const response = await serve(new Request(url))
  expect(response.status).toBe(404)
  expect(await response.text()).toBe('')
})

test('only reading is allowed', async () => {
  expect((await serve(new Request('app://drawnet/index.html', { method: 'POST', body: 'x' }))).status).toBe(405)
  const head = await serve(new Request('app://drawnet/index.html', { method: 'HEAD' }))
  expect(head.status).toBe(200)
  expect(await head.text()).toBe('')
})
