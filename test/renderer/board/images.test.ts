import type { Page } from '@playwright/test'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ImageRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { hashOf, image } from '../../support/pictures.ts'
import type { Comparison } from './harness/harness.ts'

/** As in `pixels.test.ts`; pictures have no edges of their own that could fall on the edge of a bitmap. */
const WORST = 64
const CHANGED = 1 / 100
const WAIT = { timeout: 10_000, interval: 60 }

let board: BoardPage
let page: Page

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)
afterAll(async () => await board?.close())

beforeEach(async () => {
  page = await board.open({ width: 800, height: 500, density: 1 })
})

/** A picture with fine lines, soft changes and see-through parts, as base64. */
async function pictureOf(width: number, height: number, type = 'image/png'): Promise<string> {
  return await page.evaluate(
    async ([w, h, as]) => {
      const canvas = new OffscreenCanvas(w, h)
      const ctx = canvas.getContext('2d')!
      const soft = ctx.createLinearGradient(0, 0, w, h)
      soft.addColorStop(0, 'orange')
      soft.addColorStop(1, 'rgb(20 60 200 / 40%)')
      ctx.fillStyle = soft
      ctx.fillRect(0, 0, w, h)
      for (let x = 0; x < w; x += 7) ctx.strokeRect(x, x % 31, 5, h / 2)
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: as })).arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    },
    [width, height, type] as const,
  )
}

async function compare(a: string, b: string): Promise<Comparison> {
  return await page.evaluate(([first, second]) => window.harness.compare(first, second), [a, b] as const)
}

async function shot(): Promise<string> {
  return (await page.screenshot()).toString('base64')
}

async function exported(scale: 1 | 2 = 1): Promise<string> {
  return await page.evaluate((s) => window.harness.exported(s, 'light'), scale)
}

function isSame({ worst, drawn, changed }: Comparison): boolean {
  return drawn > 300 && worst <= WORST && changed <= drawn * CHANGED
}

async function screen(picture: () => Promise<string>): Promise<string> {
  const comparison = await compare(await shot(), await picture())
  return isSame(comparison) ? 'same' : JSON.stringify(comparison)
}

/** Shows records, and then has the file come. */
async function show(records: readonly ImageRecord[], base64: string): Promise<void> {
  await openBoard(page, 'light', records)
  await page.evaluate(
    ([text, hash]) => {
      window.harness.editor.zoomTo(1)
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      window.harness.room.blobs.add(hash, bytes)
    },
    [base64, hashOf(Buffer.from(base64, 'base64'))] as const,
  )
}

/** Places files, and tells the records that there are then, and what was refused. */
async function place(files: readonly { readonly base64: string; readonly type: string }[]) {
  return await page.evaluate(async (given) => {
    const { editor, room } = window.harness
    const refused: string[] = []
    editor.images.onRefused((sentence) => refused.push(sentence))
    await editor.images.place(
      given.map(({ base64, type }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        return new Blob([bytes], { type })
      }),
    )
    const images = Array.from(room.store.values()).filter((record) => record.type === 'image')
    const files = images.map(({ blob }) => new TextDecoder('latin1').decode(room.blobs.get(blob)))
    return { images, files, refused, selected: editor.selection.get(), steps: room.steps }
  }, files)
}

function ofText(text: string, type = 'image/svg+xml'): { readonly base64: string; readonly type: string } {
  return { base64: Buffer.from(text).toString('base64'), type }
}

describe('pictures on the screen', () => {
  test.for([1, 2] as const)('are what an export shows, at density %d', async (density) => {
    page = await board.open({ width: 800, height: 500, density })
    const file = await pictureOf(640, 480)
    const blob = hashOf(Buffer.from(file, 'base64'))
    const records = [
      image({ id: 'whole', z: 'a1', x: -350, y: -200, w: 320, h: 240, blob }),
      image({ id: 'small', z: 'a2', x: -350.4, y: 80.3, w: 64, h: 48, blob, opacity: 0.5 }),
      image({ id: 'turned', z: 'a3', x: 60, y: -150, w: 320, h: 240, blob, rotation: 0.4, scaleX: 0.7, scaleY: 0.7 }),
      image({ id: 'mirrored', z: 'a4', x: 200, y: 60, w: 120, h: 160, blob, scaleX: -1, scaleY: 0.5 }),
    ]
    await show(records, file)
    await expect.poll(() => screen(() => exported(density)), WAIT).toBe('same')
  })

  test('stand in for themselves until they have come', async () => {
    const file = await pictureOf(300, 200)
    const blob = hashOf(Buffer.from(file, 'base64'))
    await openBoard(page, 'light', [image({ id: 'one', x: -150, y: -100, w: 300, h: 200, blob })])
    await expect.poll(() => page.evaluate(() => Array.from(window.harness.room.blobs.requested)), WAIT).toEqual([blob])
    const waiting = await shot()
    await page.evaluate(
      (hash) => window.harness.room.blobs.become(hash, { kind: 'loading', received: 600, size: 1000 }),
      blob,
    )
    await expect.poll(async () => (await compare(waiting, await shot())).changed, WAIT).toBeGreaterThan(20)
    await show([image({ id: 'one', x: -150, y: -100, w: 300, h: 200, blob })], file)
    await expect.poll(() => screen(() => exported()), WAIT).toBe('same')
    expect((await compare(waiting, await shot())).changed).toBeGreaterThan(10_000)
  })

  test('look the same lifted as at rest', async () => {
    const file = await pictureOf(300, 200)
    const blob = hashOf(Buffer.from(file, 'base64'))
    await show([image({ id: 'one', x: -150, y: -100, w: 300, h: 200, blob })], file)
    await expect.poll(() => screen(() => exported()), WAIT).toBe('same')
    await page.evaluate(() => window.harness.editor.setTool('select'))
    await page.mouse.click(400, 250)
    await page.mouse.move(400, 250)
    await page.mouse.down()
    await page.mouse.move(430, 170, { steps: 3 })
    await page.mouse.move(437, 181)
    let moving = await shot()
    await expect
      .poll(async () => {
        const before = moving
        moving = await shot()
        return (await compare(before, moving)).worst
      }, WAIT)
      .toBe(0)
    await page.mouse.up()
    await page.keyboard.press('Escape')
    await expect.poll(() => screen(() => exported()), WAIT).toBe('same')
    expect(await compare(moving, await shot())).toSatisfy(isSame)
  })
})

test('a PDF carries each picture once: photographs as they are, others pixel by pixel with what is seen through', async () => {
  await openBoard(page, 'light', [])
  const [png, jpeg] = [await pictureOf(60, 40), await pictureOf(60, 40, 'image/jpeg')]
  await place([
    { base64: png, type: 'image/png' },
    { base64: jpeg, type: 'image/jpeg' },
    { base64: png, type: 'image/png' },
  ])
  const pdf = await page.evaluate(async () => {
    const options = {
      format: 'pdf',
      what: 'board',
      scale: 1,
      background: true,
      theme: 'light',
      carries: false,
    } as const
    return Array.from(new Uint8Array(await (await window.harness.editor.exporting.file(options)).arrayBuffer()))
  })
  const document = await PDFDocument.load(Uint8Array.from(pdf))
  const images = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of('Subtype')) !== PDFName.of('Image')) return []
    const said = (key: string): string => String(object.dict.get(PDFName.of(key)))
    return [[said('Filter'), said('ColorSpace'), said('Width'), object.dict.has(PDFName.of('SMask'))].join(' ')]
  })
  expect(images.toSorted()).toEqual([
    '/DCTDecode /DeviceRGB 60 false',
    '/FlateDecode /DeviceGray 60 false',
    '/FlateDecode /DeviceRGB 60 true',
  ])
})

describe('handles', () => {
  test.for([
    ['keep the proportions of a picture', false],
    ['stretch it freely with Shift', true],
  ] as const)('%s', async ([_what, free]) => {
    const file = await pictureOf(300, 200)
    const blob = hashOf(Buffer.from(file, 'base64'))
    await show([image({ id: 'one', x: -150, y: -100, w: 300, h: 200, blob })], file)
    await page.evaluate(() => window.harness.editor.setTool('select'))
    await page.mouse.click(400, 250)
    await page.mouse.move(556, 356)
    await page.mouse.down()
    if (free) await page.keyboard.down('Shift')
    await page.mouse.move(600, 366, { steps: 4 })
    await page.mouse.move(656, 376, { steps: 4 })
    await page.mouse.up()
    if (free) await page.keyboard.up('Shift')
    const { scaleX, scaleY } = (await page.evaluate(() => window.harness.room.store.get('one'))) as ImageRecord
    expect(scaleX).toBeGreaterThan(1.05)
    if (free) expect(scaleX - scaleY).toBeGreaterThan(0.15)
    else expect(scaleY).toBeCloseTo(scaleX, 6)
  })
})

describe('placing', () => {
  test('a large picture fits the view, is selected, and its file is kept as it is', async () => {
    await openBoard(page, 'light', [])
    const file = await pictureOf(2400, 1200)
    const { images, selected, steps, files } = await place([{ base64: file, type: 'image/png' }])
    const [one] = images
    expect([one!.w, one!.h]).toEqual([640, 320])
    expect(one!.blob).toBe(hashOf(Buffer.from(file, 'base64')))
    expect(Buffer.from(files[0]!, 'latin1').length).toBeGreaterThan(1000)
    expect(selected).toEqual([one!.id])
    expect(steps).toBe(1)
    await page.evaluate(() => window.harness.room.undo())
    expect(await page.evaluate(() => window.harness.room.store.size)).toBe(0)
  })

  test('several stand side by side, as one step; what is no picture is named and harms none of the others', async () => {
    await openBoard(page, 'light', [])
    const file = { base64: await pictureOf(40, 30), type: 'image/png' }
    const { images, refused, steps } = await place([file, ofText('words', 'image/png'), file])
    expect(images).toHaveLength(2)
    expect(new Set(images.map(({ blob }) => blob)).size).toBe(1)
    expect(images[0]!.y).toBe(images[1]!.y)
    expect(Math.abs(images[0]!.x - images[1]!.x)).toBeGreaterThanOrEqual(40)
    expect(refused).toEqual(['Only PNG, JPEG, WebP, GIF and SVG pictures can be put on a board.'])
    expect(steps).toBe(1)
  })

  test('what a camera says of how it was held is heeded', async () => {
    await openBoard(page, 'light', [])
    const plain = Buffer.from(await pictureOf(60, 40, 'image/jpeg'), 'base64')
    const exif = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010006000000000000', 'hex')
    const turned = Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)])
    const { images } = await place([{ base64: turned.toString('base64'), type: 'image/jpeg' }])
    expect([images[0]!.w, images[0]!.h]).toEqual([40, 60])
  })

  test('of a picture that moves the first is shown', async () => {
    const frame = (code: string): string => `2c0000000001000100000202${code}00`
    const gif = `47494638396101000100800000ff00000000ff${frame('4401')}${frame('4c01')}3b`
    await openBoard(page, 'light', [])
    await page.evaluate(() => window.harness.editor.zoomTo(64))
    const { images, refused } = await place([{ base64: Buffer.from(gif, 'hex').toString('base64'), type: 'image/gif' }])
    expect(refused).toEqual([])
    expect([images[0]!.w, images[0]!.h]).toEqual([1, 1])
    const red = async (): Promise<readonly number[]> => {
      const picture = await shot()
      return await page.evaluate(async (png) => {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes]))
        const ctx = new OffscreenCanvas(800, 500).getContext('2d')!
        ctx.drawImage(bitmap, 0, 0)
        return Array.from(ctx.getImageData(400, 250, 1, 1).data.slice(0, 3))
      }, picture)
    }
    await expect.poll(red, WAIT).toEqual([255, 0, 0])
  })
})

/** What may not be in a drawing any more, whatever it was written as. */
const HARMFUL = /script|onload|onclick|onbegin|javascript:|foreignObject|http|@import|<a\b|<animate|<set\b|expression/i

describe('hostile files', () => {
  test.for([
    ['a script', '<script>parent.hit = 1</script><script href="https://x.invalid/a.js"/>'],
    ['handlers', '<rect width="9" height="9" onload="parent.hit=1" onclick="parent.hit=1"/>'],
    [
      'foreign content',
      '<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
    ],
    ['addresses', '<image href="https://x.invalid/a.png"/><use xlink:href="http://x.invalid/a.svg#b"/>'],
    ['a link', '<a href="javascript:parent.hit=1"><rect width="9" height="9"/></a>'],
    [
      'styles that ask for something',
      '<style>@import "https://x.invalid/a.css"; rect{fill:url(https://x.invalid/#a)}</style>',
    ],
    ['a style attribute', '<rect width="9" height="9" style="fill:url(http://x.invalid/a#b)"/>'],
    ['spelled otherwise', '<rect width="9" height="9" style="fill:u\\72l(http://x.invalid/a)"/>'],
    ['movement', '<animate attributeName="href" to="javascript:1" onbegin="parent.hit=1"/><set attributeName="href"/>'],
    ['an entity', '<text>&#x3c;script&#x3e;parent.hit=1&#x3c;/script&#x3e;</text><script>x</script>'],
  ] as const)('%s in a drawing is left out', async ([what, inside]) => {
    await openBoard(page, 'light', [])
    const space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    const svg = `<?xml version="1.0"?><!-- x --><svg ${space} width="90" height="60" onload="parent.hit=1">
      <defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>
      ${inside}<rect class="kept" width="90" height="60" fill="url(#g)"/></svg>`
    const { images, files, refused } = await place([ofText(svg)])
    expect(refused).toEqual([])
    expect([images[0]!.w, images[0]!.h]).toEqual([90, 60])
    const [text = ''] = files
    const said = text.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')
    // As words it may stand there.
    if (what !== 'an entity') expect(said).not.toMatch(HARMFUL)
    else expect(said).not.toContain('<script')
    expect(said).toMatch(/class="kept"[^>]*fill="url\(#g\)"/)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  test('a drawing keeps its own styles', async () => {
    await openBoard(page, 'light', [])
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><style>.a > b, .a{fill:#123456}</style>
      <rect class="a" width="20" height="10" style="stroke:red"/></svg>`
    const { files, images } = await place([ofText(svg)])
    expect(files[0]).toMatch(/<style>[^<]*fill:#123456/)
    expect(files[0]).toContain('style="stroke:red"')
    expect(images[0]!.w / images[0]!.h).toBe(2)
  })

  test.for([
    [
      'a drawing that uses itself over and over',
      `<svg xmlns="http://www.w3.org/2000/svg">${Array.from(
        { length: 20 },
        (_, i) => `<g id="a${i}"><use href="#a${i + 1}"/><use href="#a${i + 1}"/><use href="#a${i + 1}"/></g>`,
      ).join('')}<g id="a20"><path d="M0 0"/></g></svg>`,
      /more parts than/,
    ],
    ['a drawing as wide as a street', '<svg xmlns="http://www.w3.org/2000/svg" width="1e6" height="9"/>', /pixels/],
    ['markup that is no drawing', '<html><svg xmlns="http://www.w3.org/2000/svg"/></html>', /Only PNG/],
  ] as const)('%s is refused', async ([_what, svg, sentence]) => {
    await openBoard(page, 'light', [])
    const { images, refused } = await place([ofText(svg)])
    expect(images).toEqual([])
    expect(refused).toEqual([expect.stringMatching(sentence)])
  })

  test('a picture that unpacks to more than there is room for, and ones that are damaged, are refused', async () => {
    await openBoard(page, 'light', [])
    const sound = Buffer.from(await pictureOf(200, 100), 'base64')
    const bomb = Buffer.from(sound)
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    const cut = sound.subarray(0, 60)
    const { images, refused } = await place(
      [bomb, cut, sound.subarray(0, 12)].map((bytes) => ({ base64: bytes.toString('base64'), type: 'image/png' })),
    )
    expect(images).toEqual([])
    expect(refused).toEqual([
      expect.stringMatching(/60000 × 60000 pixels/),
      'This picture is damaged and cannot be shown.',
    ])
  })

  test('a drawing that somebody else put there as it was is shown without what is harmful', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><script>parent.hit=1</script>
      <rect width="200" height="100" fill="green" onclick="parent.hit=1"/></svg>`
    const base64 = Buffer.from(svg).toString('base64')
    const blob = hashOf(Buffer.from(svg))
    await show([image({ id: 'one', x: -100, y: -50, w: 200, h: 100, blob })], base64)
    await expect.poll(() => screen(() => exported()), WAIT).toBe('same')
    const file = await page.evaluate(async () => {
      const options = {
        format: 'svg',
        what: 'board',
        scale: 1,
        background: false,
        theme: 'light',
        carries: false,
      } as const
      return await (await window.harness.editor.exporting.file(options)).text()
    })
    const [, packed = ''] = /href="data:image\/svg\+xml;base64,([^"]*)"/.exec(file) ?? []
    const carried = Buffer.from(packed, 'base64').toString()
    expect(carried).toContain('fill="green"')
    expect(carried).not.toMatch(/script|onclick/)
  })
})
