import jpeg2000 from 'pdfjs-dist/wasm/openjpeg_nowasm_fallback.js?url'
import jbig2 from 'pdfjs-dist/wasm/jbig2_nowasm_fallback.js?url'
import { fromBase64 } from '#renderer/net/base64.ts'

/** The content security policy lets no script fetch anything, so that fonts and tables of letters come as modules. */
const LOADERS = import.meta.glob<string>(
  ['../../../node_modules/pdfjs-dist/cmaps/*.bcmap', '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}'],
  { query: '?inline', import: 'default' },
)

/** Gives the reader of PDFs what it asks for by name: fonts that need not be in a file, and tables of Asian letters. */
export class PdfAssets {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const [, load] = Object.entries(LOADERS).find(([path]) => path.endsWith(`/${filename}`)) ?? []
    if (load === undefined) throw new Error(`There is no ${filename}.`)
    const address = await load()
    return fromBase64(address.slice(address.indexOf(',') + 1))
  }
}

/**
 * Where the decoders of the pictures lie that scanners make. They are scripts of the page's own, for the policy allows no
 * WebAssembly; the build leaves their names as they are.
 */
export function decodersAt(page: string): string {
  const [first, second] = [jpeg2000, jbig2].map((path) => new URL('.', new URL(path, page)).href)
  if (first === undefined || first !== second) throw new Error('The decoders lie apart.')
  return first
}
