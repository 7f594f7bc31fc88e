import type { Page } from '@playwright/test'
import { contentOf, expect, joinNearby, startBoard, test } from './support/app.ts'
import { expectSame, goHome, newBoardName, startTogether } from './support/board.ts'
import { exportPng, openExport } from './support/export.ts'
import { colorAt, type PixelReader } from './support/pixels.ts'

type Color = 'red' | 'green' | 'blue' | 'yellow'
const RGB: Readonly<Record<Color, readonly [number, number, number]>> = {
  red: [220, 30, 30],
  green: [20, 160, 60],
  blue: [30, 60, 220],
  yellow: [240, 200, 20],
}

/** Four quarters, each of a colour of its own, as a file. */
async function pictureOf(page: Page, type: string, width: number, height: number): Promise<string> {
  return await page.evaluate(
    async ({ type: as, width: w, height: h, rgb }) => {
      const canvas = new OffscreenCanvas(w, h)
      const ctx = canvas.getContext('2d')!
      for (const [i, [r, g, b]] of rgb.entries()) {
        ctx.fillStyle = `rgb(${r} ${g} ${b})`
        ctx.fillRect(((i % 2) * w) / 2, (Math.floor(i / 2) * h) / 2, w / 2, h / 2)
      }
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: as, quality: 0.95 })).arrayBuffer())
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      return btoa(text)
    },
    { type, width, height, rgb: Object.values(RGB) },
  )
}

const svg = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" onload="document.title='ran'">
    <script>document.title='ran'</script><style>.a { fill: rgb(30, 60, 220) }</style>
    <image href="https://example.invalid/x.png" width="9" height="9"/>
    <rect class="a" width="200" height="100"/><foreignObject width="9" height="9"><p>no</p></foreignObject></svg>`,
).toString('base64')

interface Given {
  readonly base64: string
  readonly type: string
  readonly name: string
}

/** Has the page hear what a person's drop or paste would bring. */
async function bring(page: Page, how: 'drop' | 'paste', files: readonly Given[], at: readonly [number, number]) {
  await page.mouse.move(...at)
  await page.evaluate(
    ({ how: by, files: given, at: [x, y] }) => {
      const data = new DataTransfer()
      for (const { base64, type, name } of given) {
        data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }))
      }
      const usual = { bubbles: true, cancelable: true }
      const target = document.elementFromPoint(x, y) ?? document.body
      if (by === 'paste') document.body.dispatchEvent(new ClipboardEvent('paste', { ...usual, clipboardData: data }))
      else {
        const place = { ...usual, dataTransfer: data, clientX: x, clientY: y }
        target.dispatchEvent(new DragEvent('dragover', place))
        target.dispatchEvent(new DragEvent('drop', place))
      }
    },
    { how, files, at },
  )
}

/** Waits until a place of the window has a colour. */
async function expectColor(page: Page, pixels: PixelReader, [x, y]: readonly [number, number], color: Color) {
  const [red, green, blue] = RGB[color]
  await expect
    .poll(async () => {
      const [r, g, b] = colorAt(await pixels.of(page, { x, y, width: 1, height: 1 }), 0, 0)
      return Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue)) < 24 ? color : `${r} ${g} ${b}`
    }, `the colour at ${x}, ${y}`)
    .toBe(color)
}

test('pictures come by drop, paste and file, are seen by others, and are exported', async ({
  openApp,
  pixels,
}, info) => {
  const { ada, ben } = await startTogether(openApp)
  const shot = async (page: Page, name: string): Promise<void> =>
    info.attach(name, { body: await page.screenshot(), contentType: 'image/png' })

  await test.step('dropped', async () => {
    const png = await pictureOf(ada, 'image/png', 200, 160)
    await bring(ada, 'drop', [{ base64: png, type: 'image/png', name: 'a.png' }], [300, 250])
    for (const page of [ada, ben]) {
      await expectColor(page, pixels, [230, 200], 'red')
      await expectColor(page, pixels, [370, 200], 'green')
      await expectColor(page, pixels, [230, 300], 'blue')
      await expectColor(page, pixels, [370, 300], 'yellow')
    }
    await shot(ada, 'selected')
    await shot(ben, 'seen by another')
  })

  await test.step('described', async () => {
    await ada.getByRole('textbox', { name: 'Description' }).fill('Four quarters')
    await ada.keyboard.press('Enter')
    await ada.keyboard.press('Escape')
    await ada.keyboard.press('Control+f')
    await ada.keyboard.type('quarters')
    await expect(ada.getByText('1 of 1')).toBeVisible()
    await ada.keyboard.press('Escape')
  })

  await test.step('pasted', async () => {
    const jpeg = await pictureOf(ada, 'image/jpeg', 120, 120)
    await bring(ada, 'paste', [{ base64: jpeg, type: 'image/jpeg', name: 'b.jpg' }], [560, 240])
    for (const page of [ada, ben]) {
      await expectColor(page, pixels, [530, 210], 'red')
      await expectColor(page, pixels, [612, 292], 'yellow')
    }
  })

  await test.step('chosen, several at once, and made safe', async () => {
    const webp = await pictureOf(ada, 'image/webp', 100, 100)
    await ada.keyboard.press('Escape')
    const choosing = ada.waitForEvent('filechooser')
    await ada.getByRole('button', { name: 'Add pictures' }).click()
    const chooser = await choosing
    expect(chooser.isMultiple()).toBe(true)
    await chooser.setFiles([
      { name: 'c.webp', mimeType: 'image/webp', buffer: Buffer.from(webp, 'base64') },
      { name: 'd.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg, 'base64') },
    ])
    await expect(ada.getByRole('textbox', { name: 'Description' })).toBeVisible()
    await expectColor(ben, pixels, [705, 400], 'blue')
    expect(await ada.title()).not.toBe('ran')
  })

  await test.step('what is no picture is refused with a sentence', async () => {
    const words = Buffer.from('only words').toString('base64')
    await bring(ada, 'paste', [{ base64: words, type: 'image/png', name: 'e.png' }], [300, 500])
    await expect(
      ada.getByText('Only PNG, JPEG, WebP, GIF and SVG pictures can be put on a board.', { exact: true }),
    ).toBeVisible()
    await ada.getByRole('button', { name: 'Dismiss' }).click()
  })

  await test.step('both windows show the same, also after a late window has come', async () => {
    await ada.keyboard.press('Escape')
    await expectSame(ada, ben, pixels)
    await shot(ada, 'all')
  })

  await test.step('exported', async () => {
    const png = await exportPng(ada, { what: 'View' })
    await info.attach('export', { body: Buffer.from(png.file), contentType: 'image/png' })
    const dialog = await openExport(ada)
    await dialog.getByRole('radio', { name: 'SVG' }).click()
    const downloading = ada.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save SVG' }).click()
    const text = new TextDecoder().decode(await contentOf(await downloading))
    expect(text.match(/<image id="picture\d" [^>]*href="data:image\/(png|jpeg|webp|svg\+xml);base64/g)).toHaveLength(4)
    expect(text).toContain('<title>Four quarters</title>')
    await info.attach('export.svg', { body: text, contentType: 'image/svg+xml' })
  })
})

test('a picture goes along to another board, by copy and paste and in a file', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  const png = await pictureOf(page, 'image/png', 200, 160)
  await bring(page, 'paste', [{ base64: png, type: 'image/png', name: 'a.png' }], [400, 300])
  await expectColor(page, pixels, [330, 250], 'red')
  await page.keyboard.press('Control+c')
  const dialog = await openExport(page)
  await dialog.getByRole('radio', { name: 'JSON' }).click()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save JSON' }).click()
  const file = Buffer.from(await contentOf(await downloading))
  expect(file.toString()).toContain(png)

  await goHome(page)
  await startBoard(page, newBoardName())
  await page.mouse.move(400, 300)
  await page.keyboard.press('Control+v')
  await expectColor(page, pixels, [330, 250], 'red')
  await expectColor(page, pixels, [470, 350], 'yellow')

  await goHome(page)
  await startBoard(page, newBoardName())
  await bring(page, 'drop', [{ base64: file.toString('base64'), type: 'application/json', name: 'b.json' }], [700, 300])
  await expectColor(page, pixels, [630, 250], 'red')
  await expectColor(page, pixels, [770, 350], 'yellow')
})

test('a picture added while the host is away is there for the others when it is back', async ({ openApp, pixels }) => {
  const { ada, ben, adasApp } = await startTogether(openApp)
  await adasApp.kill()
  await expect(ben.getByText('Not connected').first()).toBeVisible()
  const png = await pictureOf(ben, 'image/png', 200, 160)
  await bring(ben, 'drop', [{ base64: png, type: 'image/png', name: 'a.png' }], [400, 300])
  await expectColor(ben, pixels, [330, 250], 'red')
  await adasApp.restart()
  await expectColor(ada, pixels, [330, 250], 'red')
  await expectColor(ada, pixels, [470, 350], 'yellow')
})

test('a small dark window has room for adding and describing pictures', async ({ openApp, pixels }, info) => {
  const narrow = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const
  const { page } = await openApp('Ada', { context: narrow })
  await startBoard(page, newBoardName())
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Shapes, stamps and pictures' }).click()
  await page.getByRole('button', { name: 'Add pictures' }).click()
  const png = await pictureOf(page, 'image/png', 200, 160)
  await (await choosing).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await expectColor(page, pixels, [125, 372], 'red')
  await page.getByRole('button', { name: 'Style' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('Four quarters')
  await info.attach('narrow', {
    body: await page.screenshot(),
    contentType: 'image/png',
  })
  await page.keyboard.press('Enter')
})

test('a stamp with a picture brings it to other boards, and one that is too large says so', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  const keep = async (): Promise<void> => {
    await ada.mouse.click(300, 250, { button: 'right' })
    await ada.getByRole('menuitem', { name: 'Keep as stamp' }).click()
  }
  const noise = await ada.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 512)
    const ctx = canvas.getContext('2d')!
    const image = ctx.createImageData(640, 512)
    for (let i = 0; i < image.data.length; i += 4) {
      for (let c = 0; c < 3; c++) image.data[i + c] = Math.random() * 256
      image.data[i + 3] = 255
    }
    ctx.putImageData(image, 0, 0)
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  })
  await bring(ada, 'drop', [{ base64: noise, type: 'image/png', name: 'noise.png' }], [300, 250])
  await expect(ada.getByRole('textbox', { name: 'Description' })).toBeVisible()
  await keep()
  await expect(ada.getByText('A picture here is too large for a stamp').first()).toBeVisible()
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Control+z')
  const png = await pictureOf(ada, 'image/png', 200, 160)
  await bring(ada, 'drop', [{ base64: png, type: 'image/png', name: 'a.png' }], [300, 250])
  await expectColor(ada, pixels, [250, 210], 'red')
  await keep()
  await expect(ada.getByText('It is among your stamps now').first()).toBeVisible()
  await ada.keyboard.press('Escape')

  await goHome(ada)
  await goHome(ben)
  const other = newBoardName()
  await startBoard(ada, other)
  await joinNearby(ben, other)
  await ada.getByRole('button', { name: 'Stamps', exact: true }).click()
  const choice = ada.getByRole('radio', { name: 'Your stamp 1' })
  const { x, y, width, height } = (await choice.boundingBox())!
  await expectColor(ada, pixels, [Math.round(x + width * 0.35), Math.round(y + height * 0.4)], 'red')
  await choice.click()
  await ada.mouse.click(600, 350)
  for (const page of [ada, ben]) {
    await page.mouse.move(900, 600)
    await expectColor(page, pixels, [550, 310], 'red')
    await expectColor(page, pixels, [650, 390], 'yellow')
  }
})
