import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Theme } from '#shared/model/palette.ts'
import { NIBS } from '#shared/model/properties.ts'
import { toBoard } from '#shared/model/bounds.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { oneOfEach } from '../../support/one-of-each.ts'
import { shape, stroke, text } from '../../support/records.ts'
import type { Comparison } from './harness/harness.ts'

/**
 * A path that is cut by the edge of a bitmap gets other coverage on single pixels of its own edge than one
 * that is not; and layers that the browser blends are rounded once more. So one drawn pixel in a hundred
 * may differ visibly, and none by more than a quarter of the range.
 */
const CHANGED = 1 / 100
const WORST = 64
const WAIT = { timeout: 10_000, interval: 60 }

const records: readonly BoardRecord[] = [
  stroke({ id: 'mouse', z: 'a0', x: -300, y: -150, width: 6 }),
  stroke({ id: 'pen', z: 'a1', x: -40.3, y: -150.7, width: 10, pressure: true, color: 'blue' }),
  stroke({ id: 'turned', z: 'a2', x: -250, y: 20, rotation: 0.7, scaleX: 1.5, scaleY: 1.5, color: 'red' }),
  stroke({ id: 'glass', z: 'a3', x: -60, y: -130, width: 24, opacity: 0.4, color: 'green' }),
  stroke({ id: 'flat', z: 'a4', x: 100, y: 90, scaleX: -0.8, scaleY: 0.4, pressure: true, color: '#aa22cc' }),
  stroke({ id: 'marker', z: 'a4a', nib: 'marker', x: -330, y: 150, width: 12, color: 'blue' }),
  stroke({ id: 'lit', z: 'a4b', nib: 'highlighter', x: 110, y: -40.5, width: 28, opacity: 0.4, color: 'yellow' }),
  stroke({ id: 'pencil', z: 'a4c', nib: 'pencil', x: -100, y: 170.3, width: 5, pressure: true }),
  text({ id: 'words', z: 'a5', x: 120, y: -40, text: 'Straight words\nand a second line', w: 210, h: 60 }),
  text({ id: 'leaning', z: 'a6', x: 150, y: 80, rotation: -0.3, scaleX: 1.4, scaleY: 1.4, text: 'Leaning', w: 96 }),
]

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

async function show(theme: Theme, shown: readonly BoardRecord[], density = 1): Promise<Page> {
  const page = await board.open({ width: 800, height: 500, density })
  await openBoard(page, theme, shown)
  await page.evaluate(() => window.harness.editor.zoomTo(1))
  return page
}

async function compare(page: Page, a: string, b: string): Promise<Comparison> {
  return await page.evaluate(([first, second]) => window.harness.compare(first, second), [a, b] as const)
}

async function shot(page: Page): Promise<string> {
  return (await page.screenshot()).toString('base64')
}

async function exported(page: Page, scale: 1 | 2, theme: Theme): Promise<string> {
  return await page.evaluate(([s, t]) => window.harness.exported(s, t), [scale, theme] as const)
}

function isSame({ worst, drawn, changed }: Comparison): boolean {
  return drawn > 300 && worst <= WORST && changed <= drawn * CHANGED
}

/** 'same' when the screen is as the picture, and else how far it is from it. */
async function screen(page: Page, picture: () => Promise<string>): Promise<string> {
  const comparison = await compare(page, await shot(page), await picture())
  return isSame(comparison) ? 'same' : JSON.stringify(comparison)
}

describe('what is on the screen', () => {
  test.for([
    ['light', 1],
    ['dark', 1],
    ['light', 2],
  ] as const)('is what an export shows, in the %s theme at density %d', async ([theme, density]) => {
    const page = await show(theme, records, density)
    await expect.poll(() => screen(page, () => exported(page, density, theme)), WAIT).toBe('same')
  })

  test('is what an export shows at an odd zoom, far from the origin', async () => {
    const far = records.map((record) => ({ ...record, x: record.x + 812_345.6, y: record.y - 45_678.9 }))
    const page = await show('light', far)
    await page.evaluate(() => {
      window.harness.editor.zoomToFit()
      window.harness.editor.zoomTo(1.37)
    })
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
  })
})

test('letters that are wider than somebody with other typefaces measured are seen to their ends', async () => {
  // The origin is where one tile of the screen ends and the next begins.
  const words = text({ id: 'words', x: -100, y: -100, text: 'Words that reach far beyond', w: 40, h: 30 })
  const turned = text({ ...words, id: 'turned', z: 'a1', x: 200, y: -120, rotation: Math.PI / 2 })
  const page = await show('light', records.slice(0, 2))
  await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
  await page.evaluate((added) => window.harness.room.others(added.map((one) => [one.id, one])), [words, turned])
  await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
})

describe('what is handled', () => {
  test.for(records.map(({ id }) => id))('%s looks the same lifted as at rest', async (id) => {
    const page = await show(
      'light',
      records.filter((record) => record.id === id),
    )
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    await grab(page, id)
    await page.mouse.move(430, 170, { steps: 3 })
    await page.mouse.move(437, 181)
    const moving = await settled(page)
    await page.mouse.up()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => window.harness.editor.selection.get())).toEqual([])
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    expect(await compare(page, moving, await shot(page))).toSatisfy(isSame)
  })

  test('is unchanged by being selected and let go', async () => {
    const page = await show('light', records)
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    const before = await shot(page)
    await page.keyboard.press('Control+a')
    await expect.poll(async () => (await compare(page, before, await shot(page))).worst, WAIT).toBeGreaterThan(20)
    await page.keyboard.press('Escape')
    await expect.poll(() => screen(page, async () => before), WAIT).toBe('same')
  })
})

/** Figures, words and notes of every look that can be taken hold of a quarter into them. */
const figures = oneOfEach.filter(
  (record) =>
    record.type !== 'stroke' &&
    record.type !== 'frame' &&
    !(record.type === 'shape' && record.fill === 'none') &&
    !record.locked &&
    !['curved', 'fastened'].includes(record.id),
)
/**
 * Where a figure crosses the edge of a tile, what is dashed or hatched begins a hair off: edges are a shade lighter or
 * darker, and single pixels at the ends of a hatch are there or not.
 */
const CHANGED_FIGURE = 1 / 20

function isSameFigure(record: BoardRecord): (comparison: Comparison) => boolean {
  const isHatched = 'fill' in record && record.fill === 'hatch'
  return ({ worst, drawn, changed }) =>
    drawn > 300 && (isHatched || worst <= WORST * 1.5) && changed <= drawn * CHANGED_FIGURE
}

describe('every kind of record', () => {
  test.for([1, 2] as const)('is on the screen what an export shows, at density %d', async (density) => {
    // At 100 %: a frame's line and name are as large on the screen at any zoom, and in a picture as at this one.
    const page = await board.open({ width: 1200, height: 800, density })
    await openBoard(page, 'light', oneOfEach)
    await page.evaluate(() => {
      window.harness.editor.zoomToFit()
      window.harness.editor.zoomTo(1)
    })
    const isSameBoard = async (): Promise<boolean> => {
      const { drawn, changed } = await compare(page, await shot(page), await exported(page, density, 'light'))
      return drawn > 20_000 && changed <= drawn * CHANGED
    }
    await expect.poll(isSameBoard, WAIT).toBe(true)
  })

  test.for(figures.map((record) => [record.id, record] as const))(
    '%s looks the same lifted as at rest',
    async ([id, record]) => {
      const page = await show('light', [record])
      const looks = async (picture: string): Promise<Comparison> => await compare(page, picture, await shot(page))
      const isExported = async (): Promise<boolean> =>
        isSameFigure(record)(await looks(await exported(page, 1, 'light')))
      await expect.poll(isExported, WAIT).toBe(true)
      const at = await page.evaluate((id) => {
        const { editor, room } = window.harness
        editor.setTool('select')
        const record = room.store.get(id)!
        const { x, y, zoom } = editor.camera.get()
        const [right, down] = record.type === 'line' ? [15, 8] : 'w' in record ? [record.w / 4, record.h * 0.4] : [0, 0]
        const [dx, dy] = [right * record.scaleX, down * record.scaleY]
        return { x: (record.x - x + dx) * zoom, y: (record.y - y + dy) * zoom }
      }, id)
      await page.mouse.move(at.x, at.y)
      await page.mouse.down()
      await page.mouse.move(at.x + 30, at.y + 20, { steps: 3 })
      await page.mouse.move(at.x + 41, at.y + 27)
      const moving = await settled(page)
      await page.mouse.up()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      const moved = await page.evaluate((id) => window.harness.room.store.get(id)!.x, id)
      expect(moved).not.toBe(record.x)
      await expect.poll(isExported, WAIT).toBe(true)
      expect(await looks(moving)).toSatisfy(isSameFigure(record))
    },
  )
})

/** Words to the left in what is not the same from all sides, and in what is. */
const worded: readonly BoardRecord[] = [
  shape({ id: 'box', x: -300, y: -120, w: 180, h: 90, fill: 'solid', text: 'Words\nof a box', align: 'left' }),
  shape({ id: 'round', x: -80, y: -130, w: 160, h: 100, shape: 'ellipse', text: 'Round', align: 'right' }),
  { ...USUAL.note, type: 'note', id: 'note', z: 'a2', author: 1, x: 130, y: -140, w: 120, h: 120, text: 'A\nnote' },
  text({ id: 'words', z: 'a3', x: -280, y: 60, text: 'Words alone', w: 150, h: 30 }),
]

describe('words on what is mirrored', () => {
  test.for([
    [-1, 1],
    [1, -1],
    [-1, -1],
  ] as const)('by %d across and %d down are seen as on what is not', async ([scaleX, scaleY]) => {
    const turned = worded.map((record) => ({ ...record, rotation: 0.3 }))
    const mirrored = turned.map((record) => {
      const { w, h } = record as { readonly w: number; readonly h: number }
      return { ...record, ...toBoard(record, scaleX < 0 ? w : 0, scaleY < 0 ? h : 0), scaleX, scaleY }
    })
    const page = await show('light', turned)
    const plain = await exported(page, 1, 'light')
    await openBoard(page, 'light', mirrored)
    await page.evaluate(() => window.harness.editor.zoomTo(1))
    expect(await compare(page, plain, await exported(page, 1, 'light'))).toSatisfy(isSame)
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    await page.context().close()
  })

  test('stay inside a shape that is not the same from below, and where they are while they are typed', async () => {
    const hanging = shape({
      id: 'hanging',
      x: -100,
      y: 80,
      w: 200,
      h: 160,
      shape: 'triangle',
      scaleY: -1,
      text: 'Hangs',
    })
    const page = await show('light', [hanging])
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    // The words are in the upper part, where it is wide.
    const [upper, lower] = [await inkIn(page, [350, 190, 100, 45]), await inkIn(page, [390, 240, 20, 55])]
    expect(upper).toBeGreaterThan(200)
    expect(lower).toBe(0)
    const before = await shot(page)
    await page.evaluate(() => window.harness.editor.typing.edit('hanging'))
    // The caret and what marks the words lie over them.
    await page.keyboard.press('End')
    const typed = async (): Promise<number> => (await compare(page, before, await shot(page))).changed
    await expect.poll(typed, WAIT).toBeLessThan(120)
    await page.context().close()
  })
})

/** Pixels of a part of the window that are not paper. */
async function inkIn(page: Page, area: readonly [x: number, y: number, w: number, h: number]): Promise<number> {
  const [x, y, width, height] = area
  const clip = { x, y, width, height }
  const part = (await page.screenshot({ clip })).toString('base64')
  return (await compare(page, part, part)).drawn
}

describe('new ink', () => {
  test('painted onto finished tiles equals tiles painted anew', async () => {
    const page = await show('light', records)
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    const added = stroke({
      id: 'new',
      z: 'b0',
      x: -350,
      y: -60,
      scaleX: 3,
      scaleY: 3,
      opacity: 0.6,
      width: 7,
      color: 'teal',
    })
    await page.evaluate(
      ({ added, points }) => window.harness.room.others([['new', { ...added, points: new Uint8Array(points) }]]),
      { added: { ...added, points: new Uint8Array() }, points: Array.from(added.points) },
    )
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    const onTop = await shot(page)
    await page.evaluate(() => window.harness.editor.setTheme('dark'))
    await expect.poll(() => screen(page, () => exported(page, 1, 'dark')), WAIT).toBe('same')
    await page.evaluate(() => window.harness.editor.setTheme('light'))
    await expect.poll(() => screen(page, async () => onTop), WAIT).toBe('same')
  })

  test.for(NIBS.flatMap((nib) => (['off', 'strong'] as const).map((steadiness) => [nib, steadiness] as const)))(
    'of the %s, steadiness %s, does not stir when the pen lifts',
    async ([nib, steadiness]) => {
      const page = await show('light', [])
      await page.evaluate((settings) => window.harness.editor.pen.set(settings), { nib, steadiness })
      await page.evaluate(() => window.harness.editor.setStyle({ width: 16, opacity: 0.7 }))
      await page.mouse.move(150, 200)
      await page.mouse.down()
      for (let i = 1; i <= 40; i++) await page.mouse.move(150 + i * 11, 240 + 90 * Math.sin(i / 5))
      const live = await settled(page)
      await page.mouse.up()
      await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
      expect(await compare(page, live, await shot(page))).toSatisfy(isSame)
    },
  )

  test('that is erased while another board part stays leaves exactly the rest', async () => {
    const page = await show('light', records)
    await page.keyboard.press('e')
    await page.mouse.move(90, 60)
    await page.mouse.down()
    await page.mouse.move(160, 140, { steps: 8 })
    await page.mouse.up()
    expect(await page.evaluate(() => window.harness.room.store.size)).toBeLessThan(records.length)
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
    await page.keyboard.press('Control+z')
    expect(await page.evaluate(() => window.harness.room.store.size)).toBe(records.length)
    await expect.poll(() => screen(page, () => exported(page, 1, 'light')), WAIT).toBe('same')
  })
})

/** Selects a record and presses on it, without moving yet. */
async function grab(page: Page, id: string): Promise<void> {
  const at = await page.evaluate((id) => {
    const { editor, room } = window.harness
    const record = room.store.get(id)!
    const { x, y, zoom } = editor.camera.get()
    editor.setTool('select')
    const inside = record.type === 'text' ? 8 : 0
    return { x: (record.x - x + inside) * zoom, y: (record.y - y + inside) * zoom }
  }, id)
  await page.mouse.click(at.x, at.y)
  expect(await page.evaluate(() => window.harness.editor.selection.get())).toEqual([id])
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
}

/** The screen once two looks at it in a row show the same. */
async function settled(page: Page): Promise<string> {
  let last = await shot(page)
  await expect
    .poll(async () => {
      const before = last
      last = await shot(page)
      return (await compare(page, before, last)).worst
    }, WAIT)
    .toBe(0)
  return last
}
