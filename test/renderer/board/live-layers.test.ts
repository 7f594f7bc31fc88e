import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'
import { layer, line, shape, text } from '../../support/records.ts'

const WAIT = { timeout: 10_000, interval: 60 }
/** Pixels along edges that may be painted a shade darker or lighter; a part of a layer missing is more than a thousand. */
const FRINGE = 300

let page: Page

boardForTests((opened) => (page = opened))

const FULL = { fill: 'full', width: 2 } as const
/** A disc on a layer over the base layer, one on a layer of half strength over that, and a line on the base layer. */
const sheets: readonly BoardRecord[] = [
  layer({ id: 'top', z: 'a1' }),
  layer({ id: 'glass', z: 'a2', opacity: 0.5 }),
  shape({ id: 'disc', layer: 'top', shape: 'ellipse', x: -150, y: -60, w: 120, h: 120, fillColor: 'red', ...FULL }),
  shape({ id: 'pane', layer: 'glass', x: 20, y: -70, w: 120, h: 140, fillColor: 'blue', ...FULL }),
  line('low', -200, 40, 200, 20, { width: 12, color: 'green' }),
]

async function open(hand: string, records = sheets): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate((id) => {
    const { editor } = window.harness
    editor.layers.choose(id)
    editor.setTool('pen')
    editor.setStyle({ color: 'orange', width: 24 })
  }, hand)
}

interface Part {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const ALL: Part = { x: 0, y: 0, width: 800, height: 500 }

async function shot(): Promise<string> {
  return (await page.screenshot()).toString('base64')
}

/** By how many pixels a part of the window differs from a picture of all of it. */
async function change(picture: string, part = ALL): Promise<number> {
  return await page.evaluate(
    async ([a, b, { x, y, width, height }]) => {
      const cut = async (png: string): Promise<string> => {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
        const canvas = new OffscreenCanvas(width, height)
        canvas.getContext('2d')!.drawImage(bitmap, -x, -y)
        const cutOut = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
        return btoa(Array.from(cutOut, (byte) => String.fromCharCode(byte)).join(''))
      }
      return (await window.harness.compare(await cut(a), await cut(b))).changed
    },
    [picture, await shot(), part] as const,
  )
}

/** By how many pixels the window differs from the board as it is stored. */
async function missing(): Promise<number> {
  return await change(await page.evaluate(async () => await window.harness.exported(1, 'light')))
}

/** Draws across everything, and answers with what is seen before the pen lifts. */
async function drawAcross(whileDown?: () => Promise<void>): Promise<string> {
  await page.mouse.move(220, 250)
  await page.mouse.down()
  await page.mouse.move(580, 255, { steps: 12 })
  await whileDown?.()
  // What is predicted of the way on is gone as soon as the pen rests.
  await page.mouse.move(580, 255)
  const live = await atRest()
  await page.mouse.up()
  await page.mouse.move(5, 5)
  return live
}

/** Lets go of what is held and selected, and answers with what was seen before. */
async function letGo(): Promise<string> {
  const live = await atRest()
  await page.mouse.up()
  for (const key of ['Control', 'Alt']) await page.keyboard.up(key)
  await page.keyboard.press('Escape')
  await page.mouse.move(5, 5)
  await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
  return live
}

/** The window once nothing in it changes any more. */
async function atRest(): Promise<string> {
  let seen = await shot()
  const changed = async (): Promise<number> => {
    const before = seen
    seen = await shot()
    return await change(before)
  }
  await expect.poll(changed, WAIT).toBe(0)
  return seen
}

describe('ink in progress', () => {
  test.for([['base', ''] as const, ['middle', 'top'] as const])(
    'on the %s layer lies under the layers over it, and nothing changes as the pen lifts',
    async ([, hand]) => {
      await open(hand)
      await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
      const live = await drawAcross()
      await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
      expect(await change(live)).toBeLessThanOrEqual(FRINGE)
    },
  )

  test('lies under what others move on a layer over it at the same time', async () => {
    await open('')
    const moved = { ...sheets[2]!, x: -20 }
    const live = await drawAcross(async () => {
      await page.evaluate((record) => window.harness.room.others([[record.id, record]]), moved)
    })
    await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
    expect(await change(live)).toBeLessThanOrEqual(FRINGE)
  })

  test('lies under a layer that is put over it at the same time', async () => {
    await open('top')
    const raised = layer({ id: 'top', z: 'a0' })
    const over = shape({ id: 'over', layer: 'lid', x: -40, y: -90, w: 50, h: 180, fillColor: 'violet', ...FULL })
    const live = await drawAcross(async () => {
      await page.evaluate(
        (records) => window.harness.room.others(records.map((record) => [record.id, record])),
        [raised, layer({ id: 'lid', z: 'a3' }), over],
      )
    })
    await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
    expect(await change(live)).toBeLessThanOrEqual(FRINGE)
  })
})

test('a figure that is drawn on an upper layer lies over what is below it while it is drawn', async () => {
  await open('glass')
  await page.evaluate(() => window.harness.editor.figures.set({ fill: 'full', fillColor: 'orange' }))
  await page.keyboard.press('r')
  await page.mouse.move(300, 230)
  await page.mouse.down()
  await page.mouse.move(480, 270, { steps: 5 })
  const live = await letGo()
  // Only there, for what is drawn does not hide what is on its own see-through layer until it is done.
  const overDisc = { x: 300, y: 235, width: 60, height: 30 }
  expect(await change(live, overDisc)).toBeLessThanOrEqual(FRINGE / 10)
})

test('ink lies under what is see-through over it no darker when somebody draws between them', async () => {
  await open('')
  const mark = shape({ id: 'mark', layer: 'top', x: -200, y: -100, w: 20, h: 20, fillColor: 'violet', ...FULL })
  const live = await drawAcross(async () => {
    await page.evaluate(
      (record) => window.harness.room.sketches.set([{ client: 2, member: 2, records: [record] }]),
      mark,
    )
  })
  await page.evaluate((record) => {
    window.harness.room.others([[record.id, record]])
    window.harness.room.sketches.set([])
  }, mark)
  await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
  expect(await change(live)).toBeLessThanOrEqual(FRINGE)
})

test('ink lies under words that turn out longer than whoever wrote them said', async () => {
  // From one tile into the next.
  const words = text({ id: 'words', layer: 'top', x: 60, y: -12, text: 'M', w: 20, h: 30 })
  await open('', [...sheets.slice(0, 2), words])
  const live = await drawAcross(async () => {
    const longer = { ...words, text: 'MMMMMMMMMM', w: 30 }
    await page.evaluate((record) => window.harness.room.others([[record.id, record]]), longer)
  })
  await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
  expect(await change(live)).toBeLessThanOrEqual(FRINGE)
})

describe('what is dragged on a lower layer', () => {
  test.for([['itself', false] as const, ['a copy', true] as const])(
    'goes on under the layers over it: %s',
    async ([, isCopy]) => {
      const bar = shape({ id: 'bar', x: -200, y: -20, w: 60, h: 40, fillColor: 'orange', ...FULL })
      await open('', [...sheets, bar])
      await page.keyboard.press('v')
      await page.mouse.move(215, 245)
      await page.mouse.down()
      await page.keyboard.down('Control')
      if (isCopy) await page.keyboard.down('Alt')
      await page.mouse.move(315, 245, { steps: 5 })
      const live = await letGo()
      const onDisc = { x: 290, y: 235, width: 40, height: 30 }
      expect(await change(live, onDisc)).toBeLessThanOrEqual(FRINGE / 10)
    },
  )
})

test('what others move on a lower layer goes on under the layers over it', async () => {
  await open('')
  const moved = { ...sheets[4]!, y: -10 }
  await page.evaluate(
    (record) => window.harness.room.sketches.set([{ client: 2, member: 2, records: [record] }]),
    moved,
  )
  const stored = sheets.map((record) => (record.id === moved.id ? moved : record))
  const before = await atRest()
  await open('', stored)
  await expect.poll(missing, WAIT).toBeLessThanOrEqual(FRINGE)
  expect(await change(before)).toBeLessThanOrEqual(FRINGE)
})
