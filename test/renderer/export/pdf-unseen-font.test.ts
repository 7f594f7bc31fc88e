import { PDFDocument } from 'pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { UnseenFonts } from '#renderer/export/pdf-unseen-font.ts'

/** What a reader finds on the page of a document that says these lines. */
async function found(lines: readonly string[]): Promise<string[]> {
  const document = await PDFDocument.create()
  const page = document.addPage([600, 600])
  const fonts = new UnseenFonts(document)
  const commands = lines.map((line, i) => {
    const runs = fonts.encode(line).map(({ font, code }) => {
      const name = page.node.newFontDictionary('F', font).decodeText()
      return `/${name} 12 Tf ${code} Tj`
    })
    return `BT 3 Tr 1 0 0 1 10 ${580 - i * 20} Tm ${runs.join(' ')} ET`
  })
  page.node.addContentStream(document.context.register(document.context.stream(commands.join('\n'))))
  fonts.finish()
  const loading = getDocument({ data: await document.save(), useSystemFonts: false })
  const content = await (await (await loading.promise).getPage(1)).getTextContent()
  await loading.destroy()
  const texts: string[] = ['']
  for (const item of content.items) {
    if (!('str' in item)) continue
    texts[texts.length - 1] += item.str
    if (item.hasEOL) texts.push('')
  }
  return texts.filter((text) => text !== '')
}

test('unseen words are found as they were written, in any script', async () => {
  const lines = ['Ελληνικά и русский', 'Tiếng Việt', 'Cre\u0300me bru\u0302le\u0301e', '日本語 한국어', 'family 👩‍👩‍👧 🇩🇪']
  expect(await found(lines)).toEqual(lines)
})

test('more letters than a font has codes for are found, too', async () => {
  // As many on each as the page is wide.
  const lines = Array.from({ length: 12 }, (_, row) =>
    String.fromCharCode(...Array.from({ length: 45 }, (_value, i) => 0x4e00 + 45 * row + i)),
  )
  expect(await found(lines)).toEqual(lines)
})
