import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import { USUAL, type BoardRecord, type FrameRecord, type RecordId } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'
import { page as pageRecord, shape } from '../../support/records.ts'

/** The board's origin is in the middle of the window, at 100 %. */
const MIDDLE = { x: 400, y: 250 }

let page: Page

boardForTests((opened) => (page = opened))

const frame: FrameRecord = {
  ...USUAL.frame,
  type: 'frame',
  id: 'frame',
  z: 'a5',
  author: 1,
  x: -200,
  y: -100,
  w: 200,
  h: 150,
  text: 'Plan',
}
const inside = shape({ id: 'inside', z: 'a1', x: -180, y: -80, w: 50, h: 40, group: 'g', color: 'red' })
const fixed = shape({ id: 'fixed', z: 'a2', x: -100, y: -80, w: 50, h: 40, locked: true, color: 'blue' })
const across = shape({ id: 'across', z: 'a3', x: -50, y: 0, w: 100, h: 20 })

async function open(...records: readonly BoardRecord[]): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate(() => {
    window.harness.editor.setTool('select')
    window.harness.editor.focus()
  })
}

/** Where copies are by now, by their colour or else their type. */
async function others(...ids: readonly RecordId[]): Promise<Record<string, readonly [number, number]>> {
  const records = await page.evaluate(() => Array.from(window.harness.room.store.values()))
  const left = records.filter(({ id }) => !ids.includes(id))
  const nameOf = ({ type, color }: BoardRecord): string =>
    color === 'red' ? 'inside' : color === 'blue' ? 'fixed' : type
  return Object.fromEntries(left.map((record) => [nameOf(record), [record.x, record.y]]))
}

async function ids(): Promise<readonly RecordId[]> {
  return await page.evaluate(() => Array.from(window.harness.room.store.values(), ({ id }) => id))
}

async function selectedTypes(): Promise<readonly string[]> {
  return await page.evaluate(() =>
    window.harness.editor.selection.get().map((id) => window.harness.room.store.get(id)!.type),
  )
}

async function selectFrame(): Promise<void> {
  await page.mouse.click(MIDDLE.x - 200, MIDDLE.y + 20)
  expect(await selectedTypes()).toEqual(['frame'])
}

const OWN = ['frame', 'inside', 'fixed', 'across']

/** How many pixels across the left side of the frame, and up from its upper one, are not paper. */
async function seenOf(zoom: number): Promise<readonly [side: number, name: number]> {
  const left = Math.round(MIDDLE.x + frame.x * zoom)
  const top = Math.round(MIDDLE.y + frame.y * zoom)
  const shot = (await page.screenshot()).toString('base64')
  return await page.evaluate(
    async ([src, x, y]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${src}`
      await image.decode()
      const ctx = new OffscreenCanvas(800, 500).getContext('2d')!
      ctx.drawImage(image, 0, 0)
      const inked = (...box: readonly [number, number, number, number]): number => {
        const { data } = ctx.getImageData(...box)
        return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]!).filter((red) => red < 0xe0).length
      }
      return [inked(x - 15, y + 5, 30, 1), inked(x + 2, y - 22, 30, 20)] as const
    },
    [shot, left, top] as const,
  )
}

test.for([0.2, 1, 64])('a frame has a thin line and a name that can be read at %d times its size', async (zoom) => {
  const extent = { x: -200 / zoom, y: -100 / zoom, w: 400 / zoom, h: 200 / zoom }
  await open({ ...frame, ...extent })
  await page.evaluate((zoom) => window.harness.editor.zoomTo(zoom), zoom)
  // The board is fitted into the view as it opens: the middle is the origin at any zoom.
  await expect
    .poll(async () => {
      const [side, name] = await seenOf(1)
      return side >= 1 && side <= 3 && name > 60 && name < 300
    })
    .toBe(true)
})

test('words in the name of a frame are marked where they are seen, however far one is away', async () => {
  await open({ ...frame, x: -100, y: -50 })
  const marks = await page.evaluate(() => {
    const { editor } = window.harness
    const { viewing } = editor
    viewing.find.open()
    viewing.find.look('plan')
    return [1, 0.25, 8].map((zoom) => {
      editor.zoomTo(zoom)
      const { minX, minY, maxX, maxY } = viewing.find.boxInView(viewing.find.found.get())!
      return [minX + 100, minY + 50, maxX + 100, maxY + 50].map((length) => Math.round(length * zoom))
    })
  })
  const [left, top, right, bottom] = marks[0]!
  expect(left).toBeGreaterThanOrEqual(0)
  expect(right! - left!).toBeGreaterThan(15)
  expect(bottom).toBeLessThanOrEqual(0)
  expect(bottom! - top!).toBeGreaterThan(10)
  expect(marks).toEqual([marks[0], marks[0], marks[0]])
})

describe('what lies in a frame', () => {
  test('is in a stamp that is made of it, and goes along with what the stamp puts down', async () => {
    await open(frame, inside, fixed, across)
    await selectFrame()
    await page.evaluate(async () => {
      await window.harness.editor.keepAsStamp()
      window.harness.editor.setTool('stamp')
    })
    await page.mouse.click(MIDDLE.x + 200, MIDDLE.y + 75)
    expect(await others(...OWN)).toEqual({ inside: [120, 20], fixed: [200, 20], frame: [100, 0] })
    await page.keyboard.press('v')
    await page.mouse.move(MIDDLE.x + 100, MIDDLE.y + 120)
    await page.mouse.down()
    await page.keyboard.down('Control')
    await page.mouse.move(MIDDLE.x + 110, MIDDLE.y + 160, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Control')
    expect(await others(...OWN)).toEqual({ inside: [130, 60], fixed: [210, 60], frame: [110, 40] })
  })

  test('is doubled with it, and goes along with the copy', async () => {
    await open(frame, inside, fixed, across)
    await selectFrame()
    await page.keyboard.press('Control+d')
    expect(await selectedTypes()).toEqual(['frame'])
    // The copy lies below what is in it.
    expect(await others(...OWN)).toEqual({ inside: [-164, -64], fixed: [-84, -64], frame: [-184, -84] })
    await page.mouse.move(MIDDLE.x - 184, MIDDLE.y + 40)
    await page.mouse.down()
    // In line with nothing.
    await page.keyboard.down('Control')
    await page.mouse.move(MIDDLE.x + 16, MIDDLE.y + 40, { steps: 5 })
    await page.mouse.up()
    await page.keyboard.up('Control')
    expect(await others(...OWN)).toEqual({ inside: [36, -64], fixed: [116, -64], frame: [16, -84] })
    // What it is a copy of is where it was, though most of it lay in the copy too.
    const own = await page.evaluate((ids) => ids.map((id) => window.harness.room.store.get(id)!.x), OWN)
    expect(own).toEqual([frame, inside, fixed, across].map(({ x }) => x))
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    expect((await ids()).toSorted()).toEqual(OWN.toSorted())
  })

  test('is copied and cut with it, but for what is locked', async () => {
    await open(frame, inside, fixed, across)
    await selectFrame()
    await page.keyboard.press('Control+c')
    await page.mouse.move(MIDDLE.x + 200, MIDDLE.y + 100)
    await page.keyboard.press('Control+v')
    expect(await selectedTypes()).toEqual(['frame'])
    expect(Object.values(await others(...OWN))).toHaveLength(3)
    await page.keyboard.press('Control+z')
    await selectFrame()
    await page.keyboard.press('Control+x')
    expect((await ids()).toSorted()).toEqual(['across', 'fixed'])
    await page.keyboard.press('Control+v')
    expect(Object.values(await others(...OWN))).toHaveLength(3)
  })

  test('is brought and copied to another page with it', async () => {
    await open(frame, inside, fixed, across, pageRecord({ id: 'p', z: 'a1', text: 'Second' }))
    const copied = await page.evaluate(async () => {
      const { editor, room } = window.harness
      const copied = await editor.layers.copy([room.store.get('frame')!], { page: 'p', layer: '' })
      await editor.layers.bring([room.store.get('frame')!], { page: 'p', layer: '' })
      return copied.length
    })
    expect(copied).toBe(1)
    const pages = await page.evaluate(() =>
      Array.from(window.harness.room.store.values(), (record) => [record.id, record.page]),
    )
    const there = pages.filter(([, on]) => on === 'p').map(([id]) => id)
    expect(there).toHaveLength(5)
    expect(there).toEqual(expect.arrayContaining(['frame', 'inside']))
  })

  test('stays when the frame alone is taken away', async () => {
    await open(frame, inside)
    await selectFrame()
    await page.keyboard.press('Delete')
    expect(await ids()).toEqual(['inside'])
  })
})
