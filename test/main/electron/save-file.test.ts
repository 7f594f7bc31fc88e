import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { safeFileName } from '#main/electron/file-name.ts'
import { bootShell, onlyWindow } from './boot-shell.ts'
import type { Shell } from './boot-shell.ts'

const PICTURE = new Uint8Array([137, 80, 78, 71])

async function save(shell: Shell, ...args: unknown[]): Promise<unknown> {
  const { webContents } = onlyWindow(shell)
  const handler = shell.electron.ipcMain.handlers.get('drawnet:save-file')
  return handler?.({ sender: webContents, senderFrame: webContents.mainFrame }, ...args)
}

/** A shell whose person saves everything under this name in the data folder. */
async function shellSavingTo(name: string): Promise<Shell & { readonly target: string }> {
  const shell = await bootShell()
  const target = path.join(shell.dataFolder, 'saved', name)
  mkdirSync(path.dirname(target))
  shell.electron.dialogs.saveTo = target
  return { ...shell, target }
}

test('a file is written where the person says, and nothing else is left there', async () => {
  const shell = await shellSavingTo('board.png')
  expect(await save(shell, 'board.png', PICTURE)).toEqual({ kind: 'saved' })
  expect(new Uint8Array(readFileSync(shell.target))).toEqual(PICTURE)
  expect(readdirSync(path.dirname(shell.target))).toEqual(['board.png'])
})

test('a file that was there is replaced', async () => {
  const shell = await shellSavingTo('board.png')
  writeFileSync(shell.target, 'something longer than the picture')
  await save(shell, 'board.png', PICTURE)
  expect(readFileSync(shell.target)).toHaveLength(PICTURE.length)
})

test('the dialog suggests the name in the downloads folder and offers its kind', async () => {
  const shell = await shellSavingTo('x.png')
  await save(shell, '../../Our board: 1/2.png', PICTURE)
  expect(shell.electron.dialogs.saveOptions).toEqual([
    {
      defaultPath: path.join('/nowhere/downloads', '-..-Our board- 1-2.png'),
      filters: [{ name: 'PNG picture', extensions: ['png'] }],
    },
  ])
})

test('changing one’s mind writes nothing', async () => {
  const shell = await bootShell()
  expect(await save(shell, 'board.png', PICTURE)).toEqual({ kind: 'cancelled' })
})

test.each([
  ['no name', ['', PICTURE]],
  ['a name that is too long', ['a'.repeat(256), PICTURE]],
  ['a name that is none', [5, PICTURE]],
  ['no bytes', ['a.png']],
  ['bytes that are none', ['a.png', 'text']],
  ['one argument too many', ['a.png', PICTURE, '/etc/passwd']],
])('%s is refused before anything is asked', async (_what, args) => {
  const shell = await shellSavingTo('x.png')
  expect(await save(shell, ...args)).toMatchObject({ kind: 'failed' })
  expect(shell.electron.dialogs.saveOptions).toEqual([])
})

test('a place that cannot be written to is told in a sentence, and leaves nothing behind', async () => {
  const shell = await shellSavingTo('x.png')
  mkdirSync(shell.target)
  writeFileSync(path.join(shell.target, 'present'), '')
  expect(await save(shell, 'x.png', PICTURE)).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/\w/) })
  expect(readdirSync(path.dirname(shell.target))).toEqual(['x.png'])
})

test.each([
  ['board.png', 'board.png'],
  ['..', 'drawing'],
  ['.hidden', 'hidden'],
  ['C:\\x\\y.png', 'C--x-y.png'],
  ['a\u0000b\u001f.png', 'a-b-.png'],
  ['café 東京.png', 'café 東京.png'],
  ['ends with dots...', 'ends with dots'],
])('%j is suggested as %j', (name, expected) => {
  expect(safeFileName(name)).toBe(expected)
})
