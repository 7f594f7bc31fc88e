import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import { USUAL, type BoardRecord, type FrameRecord, type LineRecord, type RecordId } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'
import { layer, shape } from '../../support/records.ts'

/** The board's origin is in the middle of the window, at 100 %. */
const MIDDLE = { x: 400, y: 250 }
const WAIT = { timeout: 15_000 }

let page: Page

boardForTests((opened) => (page = opened))

const left = shape({ id: 'left', z: 'a1', x: -300, y: -50, w: 60, h: 40, fill: 'full', fillColor: 'red' })
const right = shape({ id: 'right', z: 'a2', x: -150, y: -50, w: 60, h: 40, fill: 'full', fillColor: 'blue' })
const between: LineRecord = {
  ...USUAL.line,
  type: 'line',
  id: 'between',
  z: 'a3',
  author: 1,
  x: -240,
  y: -30,
  path: '0,0 90,0',
  startOn: 'left',
  startX: 1,
  startY: 0.5,
  endOn: 'right',
  endX: 0,
  endY: 0.5,
}
const frame: FrameRecord = {
  ...USUAL.frame,
  type: 'frame',
  id: 'frame',
  z: 'a0',
  author: 1,
  x: -320,
  y: -100,
  w: 300,
  h: 150,
  text: 'Plan',
}

async function open(...records: readonly BoardRecord[]): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate(() => {
    window.harness.editor.setTool('select')
    window.harness.editor.focus()
  })
}

const all = async (): Promise<readonly BoardRecord[]> =>
  await page.evaluate(() => Array.from(window.harness.room.store.values()))
const sketched = async (): Promise<readonly BoardRecord[]> => await page.evaluate(() => window.harness.room.sketched)
const selection = async (): Promise<readonly RecordId[]> =>
  await page.evaluate(() => window.harness.editor.selection.get())
const steps = async (): Promise<number> => await page.evaluate(() => window.harness.room.steps)

/** What there is besides these. */
async function copies(...known: readonly BoardRecord[]): Promise<readonly BoardRecord[]> {
  const ids = new Set(known.map(({ id }) => id))
  return (await all()).filter(({ id }) => !ids.has(id))
}

/** Presses on a place of the board and goes so far, as far as it can be in line with nothing. */
async function pull(x: number, y: number, by: readonly [number, number]): Promise<void> {
  await page.mouse.move(MIDDLE.x + x, MIDDLE.y + y)
  await page.mouse.down()
  await page.mouse.move(MIDDLE.x + x + by[0] / 2, MIDDLE.y + y + by[1] / 2)
  await page.mouse.move(MIDDLE.x + x + by[0], MIDDLE.y + y + by[1])
}

async function pullWithAlt(x: number, y: number, by: readonly [number, number]): Promise<void> {
  await page.keyboard.down('Alt')
  await pull(x, y, by)
}

async function letGo(): Promise<void> {
  await page.mouse.up()
  await page.keyboard.up('Alt')
}

describe('dragging with Alt', () => {
  test('leaves things where they are and moves copies of them, which are selected then, in one step', async () => {
    await open(left, right)
    // What is under the pointer need not be selected before.
    await pullWithAlt(-270, -30, [75, 137])
    expect(await all()).toEqual([left, right])
    await letGo()
    const [copy, ...more] = await copies(left, right)
    expect(more).toEqual([])
    expect(copy).toEqual({ ...left, id: copy!.id, z: copy!.z, x: left.x + 75, y: left.y + 137 })
    expect(copy!.z > right.z).toBe(true)
    expect(await all()).toEqual(expect.arrayContaining([left, right]))
    expect(await selection()).toEqual([copy!.id])
    expect(await steps()).toBe(1)
    await page.keyboard.press('Control+z')
    expect(await all()).toEqual([left, right])
    expect(await selection()).toEqual([])
  })

  test('shows both, oneself and others', async () => {
    await open(left, right)
    const shown = { ...left, id: 'shown', z: 'b0', x: left.x + 75, y: left.y + 137 }
    await page.evaluate((record) => window.harness.room.others([[record.id, record]]), shown)
    await page.mouse.move(MIDDLE.x + 300, MIDDLE.y + 200)
    const wanted = (await settled()).toString('base64')
    await page.evaluate(() => window.harness.room.others([['shown', undefined]]))
    await pullWithAlt(-270, -30, [75, 137])
    const differing = async (): Promise<number> => {
      const shot = (await page.screenshot()).toString('base64')
      return (await page.evaluate(([a, b]) => window.harness.compare(a, b), [shot, wanted] as const)).changed
    }
    await expect.poll(differing, WAIT).toBeLessThanOrEqual(20)
    const told = await sketched()
    expect(told).toMatchObject([{ type: 'shape', x: left.x + 75, y: left.y + 137, fillColor: 'red' }])
    await page.mouse.move(MIDDLE.x - 200, MIDDLE.y + 120)
    expect((await sketched()).map(({ id }) => id)).toEqual([told[0]!.id])
    await letGo()
    expect(await sketched()).toEqual([])
    expect((await copies(left, right)).map(({ id }) => id)).toEqual([told[0]!.id])
  })

  test('is decided by the key at the end, and seen at once', async () => {
    await open(left, right)
    await pull(-270, -30, [75, 137])
    expect((await sketched()).map(({ id }) => id)).toEqual(['left'])
    await page.keyboard.down('Alt')
    expect((await sketched()).map(({ id }) => id)).not.toContain('left')
    await page.keyboard.up('Alt')
    expect((await sketched()).map(({ id }) => id)).toEqual(['left'])
    await page.mouse.up()
    expect(await all()).toMatchObject([{ id: 'left', x: left.x + 75, y: left.y + 137 }, { id: 'right' }])
    await page.keyboard.press('Control+z')

    await pull(-270, -30, [75, 137])
    await page.keyboard.down('Alt')
    await letGo()
    expect(await copies(left, right)).toMatchObject([{ x: left.x + 75, y: left.y + 137 }])
    expect((await all()).find(({ id }) => id === 'left')).toEqual(left)
  })

  test('copies nothing where it is given up or comes back to where it began', async () => {
    await open(left, right)
    await pullWithAlt(-270, -30, [75, 137])
    await page.keyboard.press('Escape')
    expect(await sketched()).toEqual([])
    await letGo()
    await pullWithAlt(-270, -30, [75, 137])
    await page.mouse.move(MIDDLE.x - 270, MIDDLE.y - 30)
    await letGo()
    expect(await all()).toEqual([left, right])
    expect(await steps()).toBe(0)
    expect(await selection()).toEqual(['left'])
  })

  test('keeps copies together: grouped among themselves, and fastened to each other only', async () => {
    const loose: LineRecord = { ...between, id: 'loose', z: 'a4', endOn: 'elsewhere' }
    const elsewhere = shape({ id: 'elsewhere', z: 'a5', x: -150, y: 100, w: 60, h: 40 })
    const own = [left, right, between, loose].map((record) => ({ ...record, group: 'g' }))
    await open(...own, elsewhere)
    const before = await all()
    await pullWithAlt(-270, -30, [263, 17])
    await letGo()
    const made = await copies(...before)
    expect(await all()).toEqual(expect.arrayContaining([...before]))
    expect(made).toHaveLength(4)
    expect(new Set(made.map(({ group }) => group)).size).toBe(1)
    expect(made[0]!.group).not.toBe('g')
    const [one, other, line, free] = made as [BoardRecord, BoardRecord, LineRecord, LineRecord]
    expect([line.startOn, line.endOn]).toEqual([one.id, other.id])
    expect([free.startOn, free.endOn]).toEqual([one.id, ''])
    expect((await selection()).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(await steps()).toBe(1)
  })

  test('takes along what lies in a frame, but nothing that is locked or on a layer that is', async () => {
    const fixed = shape({ id: 'fixed', z: 'a4', x: -100, y: -80, w: 40, h: 20, locked: true })
    const kept = shape({ id: 'kept', z: 'a5', x: -100, y: 0, w: 40, h: 20, layer: 'closed' })
    const board = [frame, left, right, between, fixed, kept, layer({ id: 'closed', locked: true })]
    await open(...board)
    await page.evaluate(() => window.harness.editor.layers.choose('base-first-page'))
    await pullWithAlt(-320, 0, [360, 137])
    expect((await sketched()).map(({ type }) => type).toSorted()).toEqual(['frame', 'line', 'shape', 'shape'])
    await letGo()
    const made = await copies(...board)
    expect(made.map(({ type }) => type).toSorted()).toEqual(['frame', 'line', 'shape', 'shape'])
    expect(made.find(({ type }) => type === 'frame')).toMatchObject({ x: frame.x + 360, y: frame.y + 137 })
    expect(await selection()).toEqual([made.find(({ type }) => type === 'frame')!.id])
    expect(await steps()).toBe(1)
  })

  test('leaves what is locked out of a group that is copied, which is a group of its own all the same', async () => {
    const own = [left, { ...right, locked: true }, { ...between, startOn: '', endOn: '' }]
    const grouped = own.map((record) => ({ ...record, group: 'g' }))
    await open(...grouped)
    await pullWithAlt(-270, -30, [75, 137])
    await letGo()
    const made = await copies(...grouped)
    expect(made.map(({ type }) => type).toSorted()).toEqual(['line', 'shape'])
    for (const { group } of made) expect(group).not.toBe('g')
  })

  test('tells of copies on the layer they will be on, whichever is in hand', async () => {
    await open({ ...left, layer: 'lower' }, right, layer({ id: 'lower', z: 'a1' }), layer({ id: 'upper', z: 'a2' }))
    await page.evaluate(() => window.harness.editor.layers.choose('upper'))
    await pullWithAlt(-270, -30, [75, 137])
    expect(await sketched()).toMatchObject([{ layer: 'lower' }])
    await letGo()
    expect(await selection()).toHaveLength(1)
    expect((await all()).filter((record) => record.layer === 'lower')).toHaveLength(2)
  })

  test('makes no copy by a handle, which changes the size about the middle', async () => {
    await open(left, right)
    await page.mouse.click(MIDDLE.x - 270, MIDDLE.y - 30)
    await pullWithAlt(-300 - 8, -50 - 8, [-40, -30])
    await letGo()
    expect(await all()).toHaveLength(2)
    const [{ x, w }] = (await all()) as [typeof left]
    expect(x).toBeLessThan(left.x - 20)
    expect(x + w / 2).toBeCloseTo(left.x + left.w / 2)
  })
})

test('duplicating a frame leaves alone what lies in it on a layer that is locked', async () => {
  const kept = shape({ id: 'kept', z: 'a5', x: -100, y: 0, w: 40, h: 20, layer: 'closed' })
  const board = [frame, left, kept, layer({ id: 'closed', locked: true })]
  await open(...board)
  await page.mouse.click(MIDDLE.x - 320, MIDDLE.y)
  await page.keyboard.press('Control+d')
  expect((await copies(...board)).map(({ type }) => type).toSorted()).toEqual(['frame', 'shape'])
})

/** The screen once two looks at it in a row show the same. */
async function settled(): Promise<Buffer> {
  let last = await page.screenshot()
  await expect
    .poll(async () => {
      const before = last
      last = await page.screenshot()
      return before.equals(last)
    }, WAIT)
    .toBe(true)
  return last
}
