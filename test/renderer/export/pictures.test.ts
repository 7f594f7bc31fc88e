import { inflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { PDFDocument, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { oneOfEach } from '../../support/one-of-each.ts'
import { shape } from '../../support/records.ts'
import type { Comparison } from '../board/harness/harness.ts'

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

async function show(records: readonly BoardRecord[], theme: Theme): Promise<Page> {
  const page = await board.open({ width: 1100, height: 760 })
  await openBoard(page, theme, records)
  return page
}

interface Files {
  readonly svg: string
  readonly pdf: string
  readonly comparison: Comparison
  readonly png: string
  readonly raster: string
}

/** The SVG as the browser paints it, beside the PNG. */
async function files(page: Page, theme: Theme): Promise<Files> {
  return await page.evaluate(async (theme) => {
    const { exporting } = window.harness.editor
    const options = { what: 'board', scale: 1, background: true, theme, carries: false } as const
    const base64 = async (blob: Blob): Promise<string> =>
      btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''))
    const png = await exporting.file({ ...options, format: 'png' })
    const svg = await exporting.file({ ...options, format: 'svg' })
    const pdf = await exporting.file({ ...options, format: 'pdf' })
    const image = new Image()
    image.src = URL.createObjectURL(svg)
    await image.decode()
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    // Fonts of a picture come a moment after it.
    await new Promise((resolve) => setTimeout(resolve, 300))
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    const raster = await base64(await canvas.convertToBlob())
    const comparison = await window.harness.compare(await base64(png), raster)
    return { svg: await svg.text(), pdf: await base64(pdf), comparison, png: await base64(png), raster }
  }, theme)
}

/** Paths are softened in the same way; a clip or a dash may fall a little differently on single pixels of its edge. */
const CHANGED = 1 / 100
/** A picture sets letters on parts of pixels where a canvas sets them on whole ones: all of their edges differ a little. */
const CHANGED_WITH_WORDS = 5 / 100

const silent = oneOfEach.flatMap((record): BoardRecord[] =>
  record.type === 'text' ? [] : 'text' in record ? [{ ...record, text: '' }] : [record],
)

test.for([
  ['light', silent, CHANGED],
  ['dark', silent, CHANGED],
  ['light', oneOfEach, CHANGED_WITH_WORDS],
] as const)('an SVG looks as the PNG does, in the %s theme', async ([theme, records, changed]) => {
  const page = await show(records, theme)
  const { comparison } = await files(page, theme)
  expect(comparison.drawn).toBeGreaterThan(20_000)
  expect(comparison.changed).toBeLessThan(comparison.drawn * changed)
})

test('words are words in an SVG, in fonts that it brings along', async () => {
  const page = await show(oneOfEach, 'light')
  const { svg } = await files(page, 'light')
  for (const words of ['Straight words', 'Sérif in bold &amp; &lt;more&gt;', '  let x = 1', 'A frame']) {
    expect(svg).toContain(`>${words}</text>`)
  }
  for (const family of ['Inter', 'Source Serif 4', 'JetBrains Mono', 'Caveat']) {
    expect(svg).toContain(`@font-face{font-family:"${family} Variable";`)
  }
  expect(svg).not.toContain('<image')
})

test('words on what is mirrored are read as ever, in an SVG and in a PDF', async () => {
  const plain = shape({ id: 'box', w: 300, h: 120, text: 'Words\nof a box', align: 'left', size: 30, width: 2 })
  const mirrored = { ...plain, x: 300, y: 120, scaleX: -1, scaleY: -1 }
  const page = await show([plain], 'light')
  const before = await files(page, 'light')
  await openBoard(page, 'light', [mirrored])
  const after = await files(page, 'light')
  const { changed, drawn } = await page.evaluate(([a, b]) => window.harness.compare(a, b), [
    before.raster,
    after.raster,
  ] as const)
  expect(drawn).toBeGreaterThan(2000)
  expect(changed).toBeLessThan(drawn * CHANGED)
  for (const { pdf } of [before, after]) {
    const placed = lettersIn(commandsIn(await PDFDocument.load(Buffer.from(pdf, 'base64'))))
    expect(placed).toHaveLength(2)
    for (const [a, b, c, d] of placed) {
      expect([b, c]).toEqual([expect.closeTo(0), expect.closeTo(0)])
      expect([a > 0, d > 0]).toEqual([true, true])
    }
  }
  await page.context().close()
})

type Axes = readonly [number, number, number, number]

/** Where the letters' right and up are on the page, for each line of words that can be found. */
function lettersIn(commands: string): readonly Axes[] {
  const found: Axes[] = []
  const outer: Axes[] = []
  let now: Axes = [1, 0, 0, 1]
  for (const line of commands.split('\n')) {
    const numbers = line.match(/-?[\d.]+/g)?.map(Number) ?? []
    if (line === 'q') outer.push(now)
    else if (line === 'Q') now = outer.pop() ?? now
    else if (line.endsWith(' cm')) now = within(now, numbers as unknown as Axes)
    else if (line.startsWith('BT')) found.push(within(now, numbers.slice(1) as unknown as Axes))
  }
  return found
}

function within([a, b, c, d]: Axes, [e, f, g, h]: Axes): Axes {
  return [a * e + c * f, b * e + d * f, a * g + c * h, b * g + d * h]
}

/** The commands of a document's longest stream, which is its page. */
function commandsIn(document: PDFDocument): string {
  const [stream] = document.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
    .toSorted((a, b) => b.contents.length - a.contents.length)
  return inflateSync(stream!.contents).toString('latin1')
}

test('a PDF has a page with paths, and the words to be found', async () => {
  const page = await show(oneOfEach, 'light')
  const { pdf } = await files(page, 'light')
  const document = await PDFDocument.load(Buffer.from(pdf, 'base64'))
  expect(document.getPageCount()).toBe(1)
  const [first] = document.getPages()
  expect(first!.getSize()).toEqual({ width: expect.closeTo(1074 * 0.75, -1), height: expect.closeTo(744 * 0.75, -1) })
  const commands = commandsIn(document)
  // “A note”, as the plain font has it.
  expect(commands).toContain(`<${Buffer.from('A note').toString('hex').toUpperCase()}> Tj`)
  expect(commands.match(/ c$/gm)!.length).toBeGreaterThan(1000)
  expect(commands).not.toMatch(/NaN|Infinity|undefined|\de[+-]/)
})

test('a PNG of 10,000 strokes is made while the page goes on', async () => {
  const page = await show([], 'light')
  const made = await page.evaluate(async () => {
    const { wave, stroke } = window.harness
    const ink = wave(64)
    window.harness.room.edit((transaction) => {
      for (let i = 0; i < 10_000; i++) {
        transaction.put(stroke({ id: `s${i}`, x: (i % 100) * 38, y: Math.floor(i / 100) * 39, ink }))
      }
    })
    let turns = 0
    let isOn = true
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      turns += 1
      if (isOn) port2.postMessage(null)
    })
    port1.start()
    port2.postMessage(null)
    const options = { what: 'board', scale: 1, background: true, theme: 'light' } as const
    const { blob, width } = await window.harness.editor.exporting.image(options)
    isOn = false
    return { width, bytes: blob.size, turns }
  })
  expect(made.width).toBeGreaterThan(3900)
  expect(made.bytes).toBeGreaterThan(100_000)
  // Painted in the page, it would have a turn for some hundreds of strokes at best.
  expect(made.turns).toBeGreaterThan(1000)
}, 60_000)

test('a PNG may have 16,384 pixels a side, and one more is refused before it is painted', async () => {
  const page = await show([], 'light')
  const sizes = await page.evaluate(async () => {
    const { room, stroke, editor } = window.harness
    const ink = (length: number) => [
      { x: 0, y: 0, pressure: 0.5 },
      { x: length, y: 0, pressure: 0.5 },
    ]
    const put = (length: number): void =>
      room.edit((transaction) => transaction.put(stroke({ id: 'long', x: 0, y: 0, width: 10, ink: ink(length) })))
    const options = { what: 'board', scale: 1, background: true, theme: 'light' } as const
    put(1000)
    const around = (editor.exporting.measure(options)?.width ?? 0) - 1000
    put(16_384 - around)
    const image = await editor.exporting.image(options)
    const { width, height } = await createImageBitmap(image.blob)
    put(16_385 - around)
    const refused = await editor.exporting.image(options).catch((error: unknown) => String(error))
    return { width, height, refused }
  })
  expect(sizes.width).toBe(16_384)
  expect(sizes.height).toBeGreaterThan(10)
  expect(sizes.refused).toContain('16385')
}, 60_000)

test('a PNG larger than any canvas is painted part by part', async () => {
  const page = await show([], 'light')
  const made = await page.evaluate(async () => {
    const { room, stroke, editor } = window.harness
    const line = (id: string, y: number) => {
      const ink = [0, 12_000].map((x) => ({ x, y: 0, pressure: 0.5 }))
      return stroke({ id, x: 0, y, width: 20, color: '#ff0000', ink })
    }
    room.edit((transaction) => {
      for (const y of [0, 6000, 12_000]) transaction.put(line(`line${y}`, y))
    })
    const options = { what: 'board', scale: 1, background: true, theme: 'light' } as const
    const { blob, width, height } = await editor.exporting.image(options)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return { width, height, png: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) }
  })
  expect(made.width * made.height).toBeGreaterThan(2 ** 27)
  const rows = redRowsOf(Buffer.from(made.png, 'base64'))
  // Three lines of the same thickness, each from end to end.
  const first = rows[0]!
  const line = rows.slice(0, rows.length / 3)
  expect(line).toEqual(line.map((_, i) => first + i))
  expect(rows).toEqual([0, 6000, 12_000].flatMap((below) => line.map((y) => y + below)))
}, 120_000)

/** The rows of a PNG without alpha whose middle is red; each is packed unfiltered. */
function redRowsOf(png: Buffer): number[] {
  const width = png.readUInt32BE(16)
  const packed: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const rows = inflateSync(Buffer.concat(packed))
  const middle = 1 + 3 * Math.floor(width / 2)
  return Array.from({ length: rows.length / (1 + 3 * width) }, (_, y) => y).filter((y) => {
    const at = y * (1 + 3 * width) + middle
    return rows[at]! > 240 && rows[at + 1]! < 20
  })
}
