import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Files of a page by their paths, such as `/index.html`. */
type Bundle = ReadonlyMap<string, string | Uint8Array>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** The page, whose script is another for tests and for measuring. */
const PAGE = fileURLToPath(new URL('board-page/', import.meta.url))

/** By scripts. Test files of one worker share what it has loaded, so that each page is built once in it. */
const bundles = new Map<string, Promise<Bundle>>()

/** A page that can be loaded from this machine. */
export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/** @param script what runs in the page, built from the sources */
export async function servePage(script: URL): Promise<ServedPage> {
  const bundle = bundles.get(script.href) ?? bundleOf(script)
  bundles.set(script.href, bundle)
  const files = await bundle
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const path = pathname === '/' ? '/index.html' : pathname
    const content = files.get(path)
    if (content === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bundleOf(script: URL): Promise<Bundle> {
  const path = relative(PAGE, fileURLToPath(script)).replaceAll('\\', '/')
  const built = await build({
    configFile: false,
    root: PAGE,
    logLevel: 'error',
    // What the app's own build takes for files too: the reader of PDFs asks for them.
    assetsInclude: ['**/*.bcmap', '**/*.pfb'],
    plugins: [
      {
        name: 'page-script',
        transformIndexHtml: { order: 'pre', handler: (html) => html.replace('%SCRIPT%', path) },
      },
    ],
    build: { write: false, minify: false },
  })
  if (!('output' in built)) throw new Error('The page was not built.')
  return new Map(
    built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
  )
}
