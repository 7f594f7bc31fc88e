import { BrowserWindow, app, dialog, ipcMain } from 'electron'
import type { FileFilter, IpcMainInvokeEvent } from 'electron'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { sentenceOf } from '#shared/errors.ts'
import type { RandomBytes } from '#shared/platform.ts'
import { randomId, RECORD_ID_LENGTH } from '#shared/ids.ts'
import { MAX_SAVED_BYTES } from '#shared/desktop/shell-bridge.ts'
import { isAppFrame } from './app-url.ts'
import { CHANNELS } from './channels.ts'
import type { SaveReply } from './channels.ts'
import { safeFileName } from './file-name.ts'

const request = v.strictTuple([
  v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.byteLength <= MAX_SAVED_BYTES),
  ),
])

const KINDS: Readonly<Record<string, string>> = {
  png: 'PNG picture',
  svg: 'SVG picture',
  pdf: 'PDF document',
  json: 'JSON data',
}

/** Answers pages that want to save a file, by asking the person where. */
export function handleSaveFile(random: RandomBytes): void {
  ipcMain.handle(CHANNELS.saveFile, (event, ...args: unknown[]) => answer(event, args, random))
}

async function answer(event: IpcMainInvokeEvent, args: unknown[], random: RandomBytes): Promise<SaveReply> {
  if (!isAppFrame(event.senderFrame)) return { kind: 'failed', sentence: 'This page may not save files.' }
  const parsed = v.safeParse(request, args)
  if (!parsed.success) return { kind: 'failed', sentence: 'This file is too large or has no proper name.' }
  const [name, bytes] = parsed.output
  try {
    const target = await askWhere(event, name)
    if (target === null) return { kind: 'cancelled' }
    await writeWhole(target, bytes, random)
    return { kind: 'saved' }
  } catch (error) {
    return { kind: 'failed', sentence: explain(error) }
  }
}

async function askWhere(event: IpcMainInvokeEvent, name: string): Promise<string | null> {
  const suggested = safeFileName(name)
  const kind = path.extname(suggested).slice(1).toLowerCase()
  const filters: FileFilter[] =
    kind === '' ? [] : [{ name: KINDS[kind] ?? `${kind.toUpperCase()} file`, extensions: [kind] }]
  const options = { defaultPath: path.join(app.getPath('downloads'), suggested), filters }
  const window = BrowserWindow.fromWebContents(event.sender)
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}

/** Writes beside the target first: a full disk or a crash leaves the file that was there as it was. */
async function writeWhole(target: string, bytes: Uint8Array, random: RandomBytes): Promise<void> {
  const beside = path.join(path.dirname(target), `.${randomId(random, RECORD_ID_LENGTH)}.part`)
  try {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, target)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

function explain(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOSPC':
      return 'The disk is full. Make room or choose another place.'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'That folder cannot be written to. Choose another place.'
    default:
      return `The file could not be saved: ${sentenceOf(error)}`
  }
}
