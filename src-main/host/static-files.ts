import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, isAbsolute } from 'node:path'

/** A folder whose files are served. */
export interface StaticFolder {
  readonly path: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

/** Answers with a file of the folder, or 404. Nothing outside of the folder can be named. */
export async function serveFile(
  folder: StaticFolder,
  name: string,
  response: ServerResponse,
  contentSecurityPolicy: string,
): Promise<void> {
  const path = pathWithin(folder.path, name)
  const type = path === null ? undefined : TYPES[extname(path)]
  const content = path === null || type === undefined ? null : await contentOf(path)
  if (content === null || type === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' })
    response.end('Not Found')
    return
  }
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': contentSecurityPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // Names of assets carry a hash of their content; the page itself does not.
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
  })
  response.end(content)
}

function pathWithin(folder: string, name: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(name)
  } catch {
    return null
  }
  const path = join(folder, decoded)
  const inside = relative(folder, path)
  return decoded.includes('\0') || inside.startsWith('..') || isAbsolute(inside) ? null : path
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch {
    // Missing, or a folder: either way there is nothing to serve.
    return null
  }
}
