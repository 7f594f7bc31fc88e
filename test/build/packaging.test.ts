import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { beforeAll, expect, test } from 'vitest'

interface ConfigModule {
  getConfig(folder: string, file: string, options: null): Promise<Configuration>
  validateConfiguration(config: Configuration, log: { isEnabled: boolean }): Promise<void>
}

let builder: ConfigModule
let config: Configuration

beforeAll(async () => {
  // electron-builder checks its configuration with a module that it does not export itself.
  const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
  builder = ofBuilder('app-builder-lib/out/util/config/config.js') as ConfigModule
  config = await builder.getConfig(process.cwd(), 'electron-builder.yml', null)
})

test('electron-builder accepts its configuration', async () => {
  await expect(builder.validateConfiguration(config, { isEnabled: false })).resolves.toBeUndefined()
  const wrong: object = { ...config, asarr: true }
  await expect(builder.validateConfiguration(wrong, { isEnabled: false })).rejects.toThrow(/asarr/)
})

test('the files it names are there', () => {
  const files = [config.win?.icon, config.mac?.icon, config.mac?.entitlements, config.linux?.icon, config.afterPack]
  expect(files.filter((file) => typeof file !== 'string' || !existsSync(file))).toEqual([])
})

test('only built files, and the database’s binary for the machine, are packaged', () => {
  const filter = [
    'dist/**/*',
    'package.json',
    '!**/*.map',
    '!node_modules/better-sqlite3/{deps,src,build,binding.gyp}',
    '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
    '!node_modules/node-addon-api',
  ]
  expect(config.files).toEqual([{ filter }])
  expect(config).toMatchObject({ asar: true, asarUnpack: '**/*.node', npmRebuild: false })
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(Object.keys(dependencies)).toEqual(['better-sqlite3'])
})

test('there is a binary of the database for every machine that is packaged for', () => {
  const machines = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']
  const prebuilds = readdirSync(path.join('node_modules', 'better-sqlite3', 'prebuilds'))
  expect(prebuilds).toEqual(expect.arrayContaining(machines.map((machine) => `${machine}.node`)))
})

test('macOS asks people before DrawNet uses the network, and lets it look for DrawNet only', () => {
  expect(config.mac).toMatchObject({ hardenedRuntime: true })
  expect(config.mac?.extendInfo).toEqual({
    NSLocalNetworkUsageDescription: expect.stringContaining('network'),
    NSBonjourServices: ['_drawnet._tcp'],
  })
})

test('macOS grants nothing that DrawNet does not need', () => {
  const plist = readFileSync('build/entitlements.mac.plist', 'utf8')
  expect([...plist.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key)).toEqual(['com.apple.security.cs.allow-jit'])
})

test('links are registered, and installing needs no administrator on Windows', () => {
  expect(config.protocols).toEqual([{ name: 'DrawNet board', schemes: ['drawnet'] }])
  expect(config.nsis).toMatchObject({ perMachine: false })
})

test('nothing is published or updated by itself', () => {
  expect(config.publish).toBeNull()
})
