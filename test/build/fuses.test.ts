import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { expect, onTestFinished, test } from 'vitest'
import afterPack from '../../build/after-pack.mjs'

/** In the order of the wire. */
const WANTED: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
}

const FUSES = Object.keys(WANTED) as (keyof typeof FuseV1Options)[]

/** What precedes the fuses in Electron's binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** A file with a fuse wire like that of an Electron of this version, every fuse the other way round. */
function packProgram(fuseCount: number): { folder: string; program: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawnet-fuses-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const program = path.join(folder, 'drawnet')
  const wire = Array.from({ length: fuseCount }, (_, index) => {
    const fuse = FUSES[index]
    return fuse !== undefined && WANTED[fuse] ? FuseState.DISABLE : FuseState.ENABLE
  })
  writeFileSync(
    program,
    Buffer.concat([Buffer.from(`before${SENTINEL}`), Buffer.from([1, fuseCount, ...wire]), Buffer.from('after')]),
  )
  return { folder, program }
}

function contextOf(appOutDir: string): AfterPackContext {
  const packager = { appInfo: { productFilename: 'DrawNet' }, config: { linux: { executableName: 'drawnet' } } }
  return { appOutDir, electronPlatformName: 'linux', packager } as unknown as AfterPackContext
}

test('every fuse of this version has a wanted state', () => {
  const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)))
  expect(FUSES).toEqual(known)
})

test('packaging sets every fuse as wanted', async () => {
  const { folder, program } = packProgram(FUSES.length)
  await afterPack(contextOf(folder))
  const wire = await getCurrentFuseWire(program)
  expect(wire.version).toBe(FuseVersion.V1)
  const states = FUSES.map((name) => [name, wire[FuseV1Options[name]] === FuseState.ENABLE] as const)
  expect(Object.fromEntries(states)).toEqual(WANTED)
})

test('packaging fails when Electron has a fuse that nobody decided about', async () => {
  const { folder } = packProgram(FUSES.length + 1)
  await expect(afterPack(contextOf(folder))).rejects.toThrow(/strictlyRequireAllFuses/)
})
