import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_SKETCHED } from '#shared/sync/room-view.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { layer, page as pageRecord, shape, text } from '../../support/records.ts'

let board: BoardPage
let page: Page

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

const WAIT = { timeout: 15_000 }
/** Pixels along the edges of what is shown that may be painted a shade darker or lighter. */
const FRINGE = 100
const box = shape({ id: 'box', x: -60, y: -40, w: 80, h: 60, color: 'red', fill: 'solid' })
const words = text({ id: 'words', z: 'a2', x: -60, y: 80, text: 'Hello' })

/** What keeps the view the same, wherever things are. */
const corners = [
  shape({ id: 'low', z: 'a0', x: -250, y: -150, w: 5, h: 5 }),
  shape({ id: 'high', z: 'a0', x: 250, y: 150, w: 5, h: 5 }),
]

async function show(records: readonly BoardRecord[]): Promise<void> {
  page = await board.open({ width: 700, height: 450 })
  await openBoard(page, 'light', [...corners, ...records])
}

/** What somebody else is making or moving. */
async function others(...records: readonly BoardRecord[]): Promise<void> {
  await page.evaluate((records) => {
    window.harness.room.sketches.set(records.length === 0 ? [] : [{ client: 2, member: 2, records }])
  }, records)
}

async function store(...records: readonly BoardRecord[]): Promise<void> {
  await page.evaluate((records) => window.harness.room.others(records.map((record) => [record.id, record])), records)
}

const sketched = async (): Promise<readonly BoardRecord[]> => await page.evaluate(() => window.harness.room.sketched)

/** Where a place of the board is in the window. */
async function at(x: number, y: number): Promise<readonly [number, number]> {
  const { x: left, y: top, zoom } = await page.evaluate(() => window.harness.editor.camera.get())
  return [(x - left) * zoom, (y - top) * zoom]
}

/** Whether the window looks as a picture of the board would, with nothing on its way. */
async function looksLikeBoard(): Promise<boolean> {
  const shot = (await page.screenshot()).toString('base64')
  const picture = await page.evaluate(async () => await window.harness.exported(1, 'light'))
  const { changed } = await page.evaluate(([a, b]) => window.harness.compare(a, b), [shot, picture] as const)
  return changed <= FRINGE
}

/** The picture of the window once it no longer changes to anything but what is awaited. */
async function pictureOf(records: readonly BoardRecord[]): Promise<string> {
  await show(records)
  await expect.poll(looksLikeBoard, WAIT).toBe(true)
  const picture = (await page.screenshot()).toString('base64')
  return picture
}

async function expectPicture(picture: string): Promise<void> {
  const differing = async (): Promise<number> => {
    const shot = (await page.screenshot()).toString('base64')
    return (await page.evaluate(([a, b]) => window.harness.compare(a, b), [shot, picture] as const)).changed
  }
  await expect.poll(differing, WAIT).toBeLessThanOrEqual(FRINGE)
}

describe('what others are making or moving', () => {
  test('is seen as it will be, in place of what it was, and again as it was when that is given up', async () => {
    const moved = { ...box, x: 90, rotation: 0.4 }
    const fresh = shape({ id: 'fresh', x: -200, y: -100, w: 50, h: 50, shape: 'ellipse' })
    const [before, during] = [await pictureOf([box, words]), await pictureOf([moved, words, fresh])]
    await show([box, words])
    await expectPicture(before)
    await others({ ...box, x: 50 })
    await others(moved, fresh)
    await expectPicture(during)
    await others()
    await expectPicture(before)
    // And once it is on the board nothing of it is seen twice.
    await others(moved, fresh)
    await store(moved, fresh)
    await others()
    await expectPicture(during)
  })

  test('is not seen on other pages, nor where the layer is hidden', async () => {
    const records = [
      pageRecord({ id: 'p', z: 'a1', text: 'Second' }),
      layer({ id: 'gone', z: 'a2', hidden: true }),
      box,
      words,
    ]
    const before = await pictureOf(records)
    await show(records)
    await others({ ...box, id: 'there', x: 100, page: 'p' }, { ...box, id: 'hidden', x: 100, layer: 'gone' })
    await expectPicture(before)
    await page.keyboard.press('PageDown')
    const seen = async () =>
      await page.evaluate(([a, b]) => window.harness.compare(a!, b!), [await pictureOfPage(), before])
    // Neither the first page any more, nor the second one before what is on its way was painted.
    const isSeenThere = async (): Promise<boolean> => {
      const { drawn, changed } = await seen()
      return drawn > 300 && changed > FRINGE
    }
    await expect.poll(isSeenThere, WAIT).toBe(true)
    await others()
    await expect.poll(async () => (await seen()).drawn, WAIT).toBe(0)
  })

  test('does not cover what one types oneself', async () => {
    await show([words])
    await page.evaluate(() => window.harness.editor.typing.edit('words'))
    await page.keyboard.type('i')
    const [x, y] = await at(words.x, words.y)
    // Beside the one letter there is nothing but paper.
    const clip = { x: x + 20, y, width: 200, height: 40 }
    const inkBeside = async (): Promise<number> => {
      const shot = (await page.screenshot({ clip })).toString('base64')
      return (await page.evaluate((a) => window.harness.compare(a, a), shot)).drawn
    }
    await others({ ...words, text: 'Somebody else writes' })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    expect(await inkBeside()).toBe(0)
    // What they do is seen when one has written.
    await page.keyboard.press('Escape')
    await expect.poll(inkBeside, WAIT).toBeGreaterThan(0)
    await others()
    await page.keyboard.press('Escape')
    await expect.poll(inkBeside, WAIT).toBe(0)
    expect(await page.evaluate(() => window.harness.room.store.get('words'))).toMatchObject({ text: 'i' })
  })
})

async function pictureOfPage(): Promise<string> {
  return (await page.screenshot()).toString('base64')
}

describe('what one makes or moves oneself', () => {
  test('is told with the page and the layer it will be on, until it is done', async () => {
    await show([layer({ id: 'upper', z: 'a2' }), box])
    await page.keyboard.press('r')
    await page.mouse.move(...(await at(-200, -100)))
    await page.mouse.down()
    await page.mouse.move(...(await at(-100, -60)), { steps: 3 })
    expect(await sketched()).toMatchObject([{ type: 'shape', layer: 'upper', x: -200, y: -100, w: 100, h: 40 }])
    await page.mouse.up()
    expect(await sketched()).toEqual([])
  })

  test('is told while a selection is moved, with what goes along', async () => {
    await show([box, words])
    await page.keyboard.press('v')
    await page.keyboard.press('Control+a')
    await page.mouse.move(...(await at(-20, 0)))
    await page.mouse.down()
    await page.mouse.move(...(await at(80, 40)), { steps: 3 })
    const told = await sketched()
    expect(told.map(({ id }) => id).toSorted()).toEqual(['box', 'high', 'low', 'words'])
    expect(told.find(({ id }) => id === 'box')!.x).toBeGreaterThan(box.x + 60)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await sketched()).toEqual([])
    expect(await page.evaluate(() => window.harness.room.store.get('box')!.x)).toBe(box.x)
  })

  test('is told as a line around it, where it is too much to be shown one by one', async () => {
    const many = Array.from({ length: MAX_SKETCHED + 1 }, (_, i) =>
      shape({ id: `dot${i}`, x: -100 + (i % 20) * 10, y: -100 + Math.floor(i / 20) * 10, w: 4, h: 4, width: 2 }),
    )
    await show(many)
    await page.keyboard.press('v')
    const [left, top] = await at(-110, -110)
    await page.mouse.move(left, top)
    await page.mouse.down()
    await page.mouse.move(...(await at(110, 30)), { steps: 3 })
    await page.mouse.up()
    expect(await page.evaluate(() => window.harness.editor.selection.get())).toHaveLength(many.length)
    await page.mouse.move(...(await at(2, -58)))
    await page.mouse.down()
    await page.keyboard.down('Control')
    await page.mouse.move(...(await at(-48, -18)), { steps: 3 })
    expect(await sketched()).toMatchObject([{ type: 'shape', dash: 'dashed', fill: 'none' }])
    const first = (await sketched())[0]!
    await page.mouse.move(...(await at(12, -28)), { steps: 3 })
    const [line] = await sketched()
    expect(line).toMatchObject({ id: first.id, w: 196, h: 106 })
    expect(line!.x).toBeCloseTo(-91)
    expect(line!.y).toBeCloseTo(-71)
    await page.mouse.up()
    await page.keyboard.up('Control')
    expect(await sketched()).toEqual([])
    expect(await page.evaluate(() => window.harness.room.store.get('dot0')!.x)).toBeCloseTo(-90)
  })

  test('is told as a line on the layer that it is on, and no more once somebody has taken it away', async () => {
    const many = Array.from({ length: MAX_SKETCHED + 1 }, (_, i) =>
      shape({ id: `dot${i}`, x: -100 + (i % 20) * 10, y: -100, w: 4, h: 4, width: 2, layer: 'upper' }),
    )
    await show([layer({ id: 'upper', z: 'a2' }), ...many])
    await page.evaluate(
      (ids) => {
        const { editor } = window.harness
        editor.layers.choose('')
        editor.setTool('select')
        editor.brought(ids)
      },
      many.map(({ id }) => id),
    )
    await page.mouse.move(...(await at(2, -98)))
    await page.mouse.down()
    await page.keyboard.down('Alt')
    await page.mouse.move(...(await at(22, 30)), { steps: 3 })
    expect(await sketched()).toMatchObject([{ type: 'shape', dash: 'dashed', layer: 'upper' }])
    await page.keyboard.up('Alt')
    expect(await sketched()).toMatchObject([{ type: 'shape', dash: 'dashed', layer: 'upper' }])
    await page.evaluate(
      (ids) => window.harness.room.others(ids.map((id) => [id, undefined])),
      many.map(({ id }) => id),
    )
    expect(await sketched()).toEqual([])
    await page.mouse.up()
    expect(await sketched()).toEqual([])
  })

  test('is told of a straight line before it is fixed, and not of a stamp before it is put down', async () => {
    await show([box])
    await page.keyboard.press('p')
    await page.mouse.move(...(await at(-200, 100)))
    await page.mouse.down()
    await page.keyboard.down('Shift')
    await page.mouse.move(...(await at(-50, 102)), { steps: 3 })
    expect(await sketched()).toMatchObject([{ type: 'stroke', id: 'new1' }])
    await page.mouse.up()
    await page.keyboard.up('Shift')
    expect(await sketched()).toEqual([])

    await page.evaluate(() => window.harness.editor.setTool('stamp'))
    const clip = { x: 500, y: 60, width: 150, height: 100 }
    const before = (await page.screenshot({ clip })).toString('base64')
    await page.mouse.move(clip.x + 75, clip.y + 50, { steps: 3 })
    const isShown = async (): Promise<boolean> => (await page.screenshot({ clip })).toString('base64') !== before
    await expect.poll(isShown, WAIT).toBe(true)
    expect(await sketched()).toEqual([])
  })

  test('is told letter by letter while words are typed', async () => {
    await show([box])
    await page.keyboard.press('t')
    await page.mouse.click(...(await at(-250, 150)))
    expect(await sketched()).toEqual([])
    await page.keyboard.type('Hi')
    expect(await sketched()).toMatchObject([{ type: 'text', text: 'Hi' }])
    await page.keyboard.press('Escape')
    expect(await sketched()).toEqual([])
  })
})
