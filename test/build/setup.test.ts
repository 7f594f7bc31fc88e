import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { neededFlags, usualPlaces } from '../../build/setup/browser.mjs'
import { checkNode, explainNpmFailure, satisfies } from '../../build/setup/dependencies.mjs'
import { electronHindrance, readDownloadLine } from '../../build/setup/electron-runtime.mjs'
import type { ElectronRuntime } from '../../build/setup/electron-runtime.mjs'
import { launchOf } from '../../build/setup/launch.mjs'
import { contentStamp, dependencyStamp } from '../../build/setup/stamp.mjs'

function sources(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'drawnet-stamp-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(path.join(root, 'src', 'deep'), { recursive: true })
  writeFileSync(path.join(root, 'src', 'deep', 'a.ts'), 'a')
  writeFileSync(path.join(root, 'src', 'b.ts'), 'b')
  writeFileSync(path.join(root, 'config.json'), '{}')
  return root
}

async function withElectron(): Promise<ElectronRuntime> {
  return { path: '/electron' }
}

async function withoutElectron(): Promise<ElectronRuntime> {
  return { because: 'there is no display to open a window on' }
}

async function never(): Promise<never> {
  throw new Error('Electron was asked for')
}

describe('the stamp of installed packages', () => {
  const stamp = dependencyStamp('lock', 'linux', 'x64')

  test('stays the same for the same lockfile and machine', () => {
    expect(dependencyStamp('lock', 'linux', 'x64')).toBe(stamp)
  })

  test.each([
    ['another lockfile', 'lock2', 'linux', 'x64'],
    ['another system', 'lock', 'darwin', 'x64'],
    ['another processor', 'lock', 'linux', 'arm64'],
  ])('changes with %s', (_what, lockfile, platform, arch) => {
    expect(dependencyStamp(lockfile, platform, arch)).not.toBe(stamp)
  })
})

describe('packages installed by hand', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win32': { version: '2.0.0', optional: true },
  }

  test('are kept when they are those of the lockfile', () => {
    expect(satisfies(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true)
  })

  test.each([
    ['one is missing', {}],
    ['one is of another version', { 'node_modules/a': { version: '1.0.1' } }],
    [
      'an optional one is of another version',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '1.0.0' } },
    ],
  ])('are replaced when %s', (_what, installed) => {
    expect(satisfies(wanted, installed)).toBe(false)
  })
})

describe('the stamp of sources', () => {
  const inputs = ['src', 'config.json', 'missing.json']

  test('does not depend on where they are or when they were written', async () => {
    expect(await contentStamp(sources(), inputs)).toBe(await contentStamp(sources(), inputs))
  })

  test.each([
    ['a change deep inside', (root: string) => writeFileSync(path.join(root, 'src', 'deep', 'a.ts'), 'A')],
    ['a new file', (root: string) => writeFileSync(path.join(root, 'src', 'c.ts'), '')],
    ['a removed file', (root: string) => rmSync(path.join(root, 'src', 'b.ts'))],
    ['a file that appears where there was none', (root: string) => writeFileSync(path.join(root, 'missing.json'), '')],
    [
      'content that moves to the next file',
      (root: string) => {
        writeFileSync(path.join(root, 'src', 'b.ts'), '')
        writeFileSync(path.join(root, 'config.json'), 'b{}')
      },
    ],
  ])('changes with %s', async (_what, change) => {
    const root = sources()
    const before = await contentStamp(root, inputs)
    change(root)
    expect(await contentStamp(root, inputs)).not.toBe(before)
  })
})

describe('Node', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('%s is new enough', (version) => {
    expect(() => checkNode(version)).not.toThrow()
  })

  test.each(['20.18.9', '18.20.0', '16.0.0'])('%s is too old, and the person is told what to do', (version) => {
    expect(() => checkNode(version)).toThrow(/needs Node 20\.19 or newer.*nodejs\.org/)
  })
})

test.each([
  ['npm error code ENOTFOUND', /cannot be reached/],
  ['npm error network request to x failed, reason: connect ECONNREFUSED', /cannot be reached/],
  ['npm error code E403', /refused/],
  ['npm error ENOSPC: no space left on device', /disk is full/],
  ['npm error code EACCES', /cannot be written/],
  [
    'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync',
    /npm install/,
  ],
  ['something new', /npm’s own words/],
])('%s is explained', (output, sentence) => {
  expect(explainNpmFailure(output)).toMatch(sentence)
})

describe('the command line', () => {
  const node = '/node24'

  test('start opens Electron where it can be had, with what follows passed on', async () => {
    const { file, args } = await launchOf(
      ['start', '--data', 'my boards', 'drawnet://10.0.0.2:4747/'],
      node,
      withElectron,
    )
    expect(file).toBe('/electron')
    expect(args.slice(1)).toEqual(['--data', 'my boards', 'drawnet://10.0.0.2:4747/'])
  })

  test('start opens a browser otherwise, and says why', async () => {
    const { file, args } = await launchOf(['start', '--data', 'd'], node, withoutElectron)
    expect(file).toBe(node)
    const program = args.findIndex((arg) => !arg.startsWith('--'))
    expect(args[program]).toMatch(/dist[/\\]cli[/\\]main\.js$/)
    expect(args.slice(program + 1)).toEqual([
      'start',
      '--because',
      'there is no display to open a window on',
      '--data',
      'd',
    ])
  })

  test.each([
    [[]],
    [['--help']],
    [['--version']],
    [['host', '--name', 'Atelier', '--port', '0', '--json']],
    [['unknown', '--flag']],
    [['start', '--help']],
    [['start', '--no-such-flag']],
    [['start', '--port', '5000']],
  ])('%j goes to the command line program as it is', async (given) => {
    const { file, args } = await launchOf(given, node, never)
    expect(file).toBe(node)
    expect(args.slice(args.findIndex((arg) => arg.endsWith('main.js')) + 1)).toEqual(given)
  })
})

describe('Electron’s runtime', () => {
  test.each([
    ['a Linux without a display', { platform: 'linux', userId: 1000, env: {} }, /no display/],
    ['root on Linux', { platform: 'linux', userId: 0, env: { DISPLAY: ':0' } }, /\broot\b/],
  ] as const)('%s cannot use it', (_what, machine, reason) => {
    expect(electronHindrance(machine)).toMatch(reason)
  })

  test.each([
    { platform: 'linux', userId: 1000, env: { WAYLAND_DISPLAY: 'wayland-0' } },
    { platform: 'darwin', userId: 501, env: {} },
    { platform: 'win32', userId: undefined, env: {} },
  ] as const)('$platform can', (machine) => {
    expect(electronHindrance(machine)).toBeNull()
  })

  test('a download tells how far it is, and why it failed', () => {
    expect(readDownloadLine('bytes 52000000 110000000')).toEqual({ progress: 'Downloading Electron: 52 of 110 MB' })
    expect(readDownloadLine('bytes 52000000 0')).toEqual({ progress: 'Downloading Electron: 52 MB' })
    expect(readDownloadLine('problem the server said no')).toEqual({ problem: 'the server said no' })
    expect(readDownloadLine('(node:1) a warning')).toBeNull()
  })
})

describe('a browser for the tests', () => {
  test('is looked for in the usual places of each system', () => {
    expect(usualPlaces('linux', { PATH: '/opt/bin:/usr/bin' })).toEqual(
      expect.arrayContaining(['/usr/bin/chromium', '/opt/bin/google-chrome', '/usr/bin/microsoft-edge']),
    )
    expect(usualPlaces('darwin', { HOME: '/Users/a' })).toEqual(
      expect.arrayContaining([
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium',
      ]),
    )
    expect(usualPlaces('win32', { ProgramFiles: 'C:\\Program Files' })).toEqual(
      expect.arrayContaining(['C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe']),
    )
  })

  test('goes without its sandbox for root only', () => {
    expect(neededFlags(0)).toEqual(['--no-sandbox'])
    expect(neededFlags(1000)).toEqual([])
    expect(neededFlags(undefined)).toEqual([])
  })
})
