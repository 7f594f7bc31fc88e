import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isLinkMessage } from '#shared/desktop/shell-bridge.ts'
import type { ShellBridge } from '#shared/desktop/shell-bridge.ts'
import { createElectronDouble } from './electron-double.ts'
import type { ElectronDouble } from './electron-double.ts'

let electron: ElectronDouble
let bridge: ShellBridge
let posted: unknown[][]

beforeEach(async () => {
  electron = createElectronDouble()
  posted = []
  vi.stubGlobal('window', {
    location: { origin: 'app://drawnet' },
    postMessage: (...args: unknown[]) => posted.push(args),
  })
  vi.resetModules()
  vi.doMock('electron', () => electron.api)
  await import('#main/electron/preload.ts')
  bridge = electron.exposed.get('drawnetShell') as unknown as ShellBridge
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('electron')
})

test('the page gets three functions and nothing else', () => {
  expect([...electron.exposed.keys()]).toEqual(['drawnetShell'])
  expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
    ['saveFile', 'function'],
    ['paste', 'function'],
    ['connect', 'function'],
  ])
})

test('asking for a Link sends one message, without an answer', () => {
  expect(bridge.connect()).toBeUndefined()
  expect(electron.ipcRenderer.sent).toEqual(['drawnet:connect'])
})

test('asking to paste sends one message, without an answer', () => {
  expect(bridge.paste()).toBeUndefined()
  expect(electron.ipcRenderer.sent).toEqual(['drawnet:paste'])
})

test('a port is passed on to the page, to its own origin only', () => {
  const port = { start: () => undefined }
  electron.ipcRenderer.emit('drawnet:link', { ports: [port], sender: electron.ipcRenderer })
  expect(posted).toEqual([[{ type: 'drawnet-link' }, 'app://drawnet', [port]]])
  expect(isLinkMessage(posted[0]?.[0])).toBe(true)
})

test.each([null, undefined, 'drawnet-link', {}, { type: 'other' }])('%j does not announce a port', (data) => {
  expect(isLinkMessage(data)).toBe(false)
})

test('saving tells whether it was done', async () => {
  const bytes = new Uint8Array([1, 2])
  expect(await bridge.saveFile('a.png', bytes)).toBe(true)
  electron.ipcRenderer.reply = { kind: 'cancelled' }
  expect(await bridge.saveFile('a.png', bytes)).toBe(false)
  expect(electron.ipcRenderer.invoked[0]).toEqual({ channel: 'drawnet:save-file', args: ['a.png', bytes] })
})

test('a failure to save is thrown as its sentence', async () => {
  electron.ipcRenderer.reply = { kind: 'failed', sentence: 'The disk is full.' }
  await expect(bridge.saveFile('a.png', new Uint8Array())).rejects.toThrow(/^The disk is full\.$/)
})
