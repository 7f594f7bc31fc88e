import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const FILE = 'instance.json'
const ASK_TIMEOUT_MS = 3_000
const schema = v.object({ origin: v.string(), key: v.string() })
const answer = v.object({ url: v.string() })

/** Where the DrawNet that has a data folder open can be asked for a window. Readable by its person only. */
export function writeInstance(folder: string, instance: { readonly origin: string; readonly key: string }): void {
  writeFileSync(join(folder, FILE), JSON.stringify(instance), { mode: 0o600 })
}

export function removeInstance(folder: string): void {
  rmSync(join(folder, FILE), { force: true })
}

/**
 * Asks the DrawNet that already has this folder open to bring up a window, with a link to join if there is
 * one. Returns the window's address, or null when none is open (what a crashed one left behind is no one).
 */
export async function askRunningInstance(folder: string, linkText: string | null): Promise<string | null> {
  try {
    const { origin, key } = v.parse(schema, JSON.parse(readFileSync(join(folder, FILE), 'utf8')))
    const response = await fetch(`${origin}/open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'x-drawnet-link': encodeURIComponent(linkText ?? '') },
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    })
    return response.ok ? v.parse(answer, await response.json()).url : null
  } catch {
    return null
  }
}
