import { protocol } from 'electron'
import type { Session } from 'electron'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { APP_SCHEME, isAppUrl } from './app-url.ts'

/** The page may load only what comes with DrawNet, and may connect to nothing: its Link is a message port. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'none'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Makes `app://` a secure, standard scheme. Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the files of a folder at `app://drawnet/` to the pages of a session. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(APP_SCHEME, (request) => respond(request, folder))
}

/** Lets the pages of a session load nothing that did not come with DrawNet, whatever their policy says. */
export function blockForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwnRequest(details.url) }))
}

function isOwnRequest(text: string): boolean {
  return isAppUrl(text) || /^(?:blob|data|devtools):/i.test(text)
}

async function respond(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  if (!isAppUrl(request.url)) return refuse(404)
  const file = fileOf(new URL(request.url).pathname, folder)
  const contentType = file === null ? undefined : CONTENT_TYPES[path.extname(file).toLowerCase()]
  if (file === null || contentType === undefined) return refuse(404)
  try {
    const content = await readFile(file)
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), {
      headers: headersFor(contentType),
    })
  } catch {
    // Missing, or a folder: for the page it is the same.
    return refuse(404)
  }
}

/** The file of an address, or null when it would lie outside the folder. */
function fileOf(pathname: string, folder: string): string | null {
  let decoded
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0')) return null
  const file = path.resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`)
  const inside = path.relative(folder, file)
  return inside === '' || inside.startsWith('..') || path.isAbsolute(inside) ? null : file
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: headersFor('text/plain; charset=utf-8') })
}

function headersFor(contentType: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}
