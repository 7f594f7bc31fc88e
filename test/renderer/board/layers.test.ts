import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { layer, line, shape, stroke, text } from '../../support/records.ts'

const WAIT = { timeout: 10_000, interval: 60 }
/** As for everything that is painted (see `pixels.test.ts`). */
const CHANGED = 1 / 100
const WORST = 64

const INKED = { width: 30, color: 'blue' } as const
/** Two lines that cross on a layer of half strength, over one on the base layer, under one on a layer above. */
const crossing: readonly BoardRecord[] = [
  layer({ id: 'glass', z: 'a1', opacity: 0.5, text: 'Glass & <glue>' }),
  layer({ id: 'top', z: 'a2' }),
  line('across', -200, 0, 200, 0, { ...INKED, z: 'a1', layer: 'glass' }),
  line('down', 0, -150, 0, 150, { ...INKED, z: 'a2', layer: 'glass' }),
  line('base', -150, -120, 150, 120, { width: 20, color: 'red', z: 'a9' }),
  line('over', -150, 120, 150, -120, { width: 8, color: 'green', z: 'a0', layer: 'top' }),
  shape({ id: 'box', z: 'a3', x: 120, y: -150, layer: 'glass', fill: 'full', fillColor: 'yellow', text: 'Words' }),
  text({ id: 'words', z: 'a4', x: -220, y: 90, text: 'On glass', layer: 'glass' }),
  stroke({ id: 'seen', z: 'a5', x: -230, y: -150, width: 14, opacity: 0.5, layer: 'glass' }),
]

let board: BoardPage
let page: Page

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

async function show(records: readonly BoardRecord[], density = 1): Promise<void> {
  page = await board.open({ width: 800, height: 500, density })
  await openBoard(page, 'light', records)
  await page.evaluate(() => window.harness.editor.zoomTo(1))
}

async function shot(): Promise<string> {
  return (await page.screenshot()).toString('base64')
}

async function exported(scale: 1 | 2 = 1): Promise<string> {
  return await page.evaluate((s) => window.harness.exported(s, 'light'), scale)
}

/** 'same' when the screen is as the picture, and else how far it is from it. */
async function screen(picture: string): Promise<string> {
  const shown = await shot()
  const comparison = await page.evaluate(([a, b]) => window.harness.compare(a, b), [shown, picture] as const)
  const { worst, drawn, changed } = comparison
  return drawn > 300 && worst <= WORST && changed <= drawn * CHANGED ? 'same' : JSON.stringify(comparison)
}

/** Colours of an exported picture, at places of the board. */
async function colorsAt(...places: readonly (readonly [number, number])[]): Promise<number[][]> {
  const png = await exported()
  return await page.evaluate(
    async ([picture, all]) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
      ctx.drawImage(bitmap, 0, 0)
      const { x, y } = window.harness.editor.camera.get()
      return all.map(([atX, atY]) => Array.from(ctx.getImageData(atX - x, atY - y, 1, 1).data.slice(0, 3)))
    },
    [png, places] as const,
  )
}

describe('a layer that is not opaque', () => {
  test.for([1, 2] as const)('looks the same on the screen and exported, at density %d', async (density) => {
    await show(crossing, density)
    const picture = await exported(density)
    await expect.poll(() => screen(picture), WAIT).toBe('same')
  })

  test('is laid down as a whole: what is on it does not shine through itself', async () => {
    await show([crossing[0]!, crossing[2]!, crossing[3]!])
    const [single, both] = await colorsAt([-100, 0], [0, 0])
    expect(both).toEqual(single)
    // On paper, half of the ink's blue.
    expect(single![2]!).toBeGreaterThan(single![0]! + 60)
    expect(single![0]!).toBeGreaterThan(90)
  })

  test('lets what is below shine through, and nothing above', async () => {
    const [low, high] = [
      line('low', -100, 0, 100, 0, { width: 30, color: 'red' }),
      { width: 30, color: 'blue' } as const,
    ]
    const glass = layer({ id: 'glass', opacity: 0.5 })
    await show([low, glass, line('over', 0, -100, 0, 100, { ...high, layer: 'glass' })])
    const [crossed, alone] = await colorsAt([0, 0], [0, -60])
    expect(crossed![0]!).toBeGreaterThan(80)
    expect(crossed).not.toEqual(alone)
  })

  test('new ink on it looks as if all had been painted anew', async () => {
    await show(crossing)
    await expect.poll(async () => await screen(await exported()), WAIT).toBe('same')
    await page.evaluate(() => {
      const { editor } = window.harness
      editor.setTool('pen')
      editor.setStyle({ color: 'violet', width: 24 })
      editor.layers.choose('glass')
    })
    await page.mouse.move(250, 200)
    await page.mouse.down()
    await page.mouse.move(600, 320, { steps: 8 })
    await page.mouse.up()
    await page.mouse.move(5, 5)
    expect(await page.evaluate(() => window.harness.room.store.get('new1')?.layer)).toBe('glass')
    const picture = await exported()
    await expect.poll(() => screen(picture), WAIT).toBe('same')
  })

  test('things on it look the same lifted as at rest', async () => {
    const some = crossing.filter(({ id }) => ['glass', 'across', 'down'].includes(id))
    await show(some)
    await page.keyboard.press('v')
    await page.keyboard.press('Control+a')
    await page.mouse.move(450, 250)
    await page.mouse.down()
    await page.mouse.move(470, 240, { steps: 3 })
    await page.mouse.move(480, 230)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    // In the middle of the cross, away from any handle.
    const middle = async (): Promise<string> =>
      (await page.screenshot({ clip: { x: 420, y: 220, width: 20, height: 20 } })).toString('base64')
    const moving = await middle()
    await page.mouse.up()
    await page.keyboard.press('Escape')
    await expect.poll(async () => await screen(await exported()), WAIT).toBe('same')
    const compared = await page.evaluate(([a, b]) => window.harness.compare(a, b), [moving, await middle()] as const)
    expect(compared.worst).toBeLessThanOrEqual(8)
  })

  test('an SVG has it as a group with its name, and looks the same', async () => {
    await show(crossing)
    const svg = await page.evaluate(async () => {
      const { exporting } = window.harness.editor
      const shared = { what: 'view', scale: 1, background: true, theme: 'light', carries: false } as const
      return await (await exporting.file({ ...shared, format: 'svg' })).text()
    })
    expect(svg).toContain('<g inkscape:groupmode="layer" inkscape:label="Glass &amp; &lt;glue&gt;" opacity="0.5">')
    expect(svg.match(/<g inkscape:groupmode="layer"/g)).toHaveLength(3)
    const drawn = await page.evaluate(async (source) => {
      const image = new Image()
      image.src = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }))
      await image.decode()
      const ctx = new OffscreenCanvas(800, 500).getContext('2d')!
      ctx.drawImage(image, 0, 0)
      const { x: left, y: top } = window.harness.editor.camera.get()
      const pixel = (x: number, y: number): number[] => Array.from(ctx.getImageData(x - left, y - top, 1, 1).data)
      return [pixel(-100, 0), pixel(0, 40)]
    }, svg)
    const [across, down] = await colorsAt([-100, 0], [0, 40])
    for (const [i, color] of [across, down].entries()) {
      for (const c of [0, 1, 2]) expect(Math.abs(drawn[i]![c]! - color![c]!)).toBeLessThan(6)
    }
  })

  test('a PDF has it as a group of its own', async () => {
    await show(crossing)
    const pdf = await page.evaluate(async () => {
      const shared = { what: 'view', scale: 1, background: true, theme: 'light', carries: false } as const
      const blob = await window.harness.editor.exporting.file({ ...shared, format: 'pdf' })
      return Array.from(new Uint8Array(await blob.arrayBuffer()))
    })
    const { PDFDocument, PDFDict, PDFName } = await import('pdf-lib')
    const document = await PDFDocument.load(Uint8Array.from(pdf))
    const objects = document.getPage(0).node.Resources()!.lookup(PDFName.of('XObject'), PDFDict)
    expect(objects.keys().map((key) => key.decodeText())).toEqual([expect.stringMatching(/^Layer/)])
  })
})
