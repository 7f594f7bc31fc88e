import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import type { BoardRecord, RecordId, StrokeRecord, TextRecord } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openBoard, openEmptyBoard } from '../../support/harness-page.ts'
import { line, stroke, text } from '../../support/records.ts'

/** The board's origin is in the middle of the window, at 100 %. */
const MIDDLE = { x: 400, y: 250 }

let page: Page

boardForTests((opened) => (page = opened), { touch: true })

async function open(...records: readonly BoardRecord[]): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate(({ x, y }) => {
    const { zoom, x: left, y: top } = window.harness.editor.camera.get()
    if (zoom !== 1 || left !== -x || top !== -y) throw new Error('An empty board begins at its origin.')
  }, MIDDLE)
}

async function get<R extends BoardRecord>(id: RecordId): Promise<R | undefined> {
  return (await page.evaluate((id) => window.harness.room.store.get(id), id)) as R | undefined
}

async function selection(): Promise<readonly RecordId[]> {
  return await page.evaluate(() => window.harness.editor.selection.get())
}

async function state(): Promise<{ size: number; steps: number; live: number; penDown: boolean; tool: string }> {
  return await page.evaluate(() => ({
    size: window.harness.room.store.size,
    steps: window.harness.room.steps,
    live: window.harness.room.live.strokes.size,
    penDown: window.harness.editor.penDown.get(),
    tool: window.harness.editor.tool.get(),
  }))
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(MIDDLE.x + from[0], MIDDLE.y + from[1])
  await page.mouse.down()
  await page.mouse.move(MIDDLE.x + to[0], MIDDLE.y + to[1], { steps: 6 })
  await page.mouse.up()
}

async function click(x: number, y: number): Promise<void> {
  await page.mouse.click(MIDDLE.x + x, MIDDLE.y + y)
}

describe('handling what is selected', () => {
  test('a drag moves all of it by what the pointer moved, in one step of undo', async () => {
    await open(line('a', -100, 0, -50, 0), line('b', -100, 40, -50, 40, { z: 'a1' }))
    await page.keyboard.press('v')
    await page.keyboard.press('Control+a')
    await drag([-75, 0], [25, 60])
    expect(await get('a')).toMatchObject({ x: 0, y: 60, rotation: 0, scaleX: 1 })
    expect(await get('b')).toMatchObject({ x: 0, y: 100 })
    expect(await selection()).toEqual(['a', 'b'])
    expect((await state()).steps).toBe(1)
    await page.keyboard.press('Control+z')
    expect(await get('a')).toMatchObject({ x: -100, y: 0 })
  })

  test('a click that shakes moves nothing', async () => {
    await open(line('a', -100, 0, -50, 0))
    await page.keyboard.press('v')
    await drag([-75, 0], [-74, 2])
    expect(await selection()).toEqual(['a'])
    expect((await state()).steps).toBe(0)
  })

  test('a corner scales uniformly, about the opposite one', async () => {
    // The nib and the frame's padding lie around the ink.
    const around = 4 / 2 + 6
    await open(line('a', -100, 0, 0, 50, { width: 4 }))
    await page.keyboard.press('v')
    await click(-50, 25)
    await drag([around, 50 + around], [around + 110, 50 + around + 55])
    const after = (await get<StrokeRecord>('a'))!
    expect(after.scaleX).toBeGreaterThan(1.8)
    expect(after.scaleX).toBeCloseTo(after.scaleY, 9)
    expect(after.rotation).toBe(0)
    expect(after.x).toBeLessThan(-95)
    expect((await state()).steps).toBe(1)
  })

  test('the round handle turns, with Shift in steps of 15°', async () => {
    await open(line('a', -50, 0, 50, 0, { width: 4 }))
    await page.keyboard.press('v')
    await click(0, 0)
    const handle = -(4 / 2) - 6 - 24
    await page.mouse.move(MIDDLE.x, MIDDLE.y + handle)
    await page.mouse.down()
    await page.keyboard.down('Shift')
    await page.mouse.move(MIDDLE.x + 60, MIDDLE.y + 3, { steps: 8 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
    const after = (await get<StrokeRecord>('a'))!
    expect(after.rotation).toBeCloseTo(Math.PI / 2, 6)
    // About the middle of the ink, which is not quite that of the line: it begins a hundredth thicker than it ends.
    expect(after.x).toBeCloseTo(0, 1)
    expect(after.y).toBeCloseTo(-50, 1)
  })

  test('Shift turns to the nearest step, not to the one before', async () => {
    for (const [y, turned] of [
      [-6, Math.PI / 2],
      [6, Math.PI / 2],
      [-13, (75 * Math.PI) / 180],
    ] as const) {
      await open(line('a', -50, 0, 50, 0, { width: 4 }))
      await page.keyboard.press('v')
      await click(0, 0)
      await page.mouse.move(MIDDLE.x, MIDDLE.y - 4 / 2 - 6 - 24)
      await page.mouse.down()
      await page.keyboard.down('Shift')
      await page.mouse.move(MIDDLE.x + 60, MIDDLE.y + y, { steps: 8 })
      await page.mouse.up()
      await page.keyboard.up('Shift')
      expect((await get<StrokeRecord>('a'))!.rotation).toBeCloseTo(turned, 6)
    }
  })

  test('Escape in the middle of a drag puts everything back', async () => {
    await open(line('a', -100, 0, -50, 0))
    await page.keyboard.press('v')
    await page.mouse.move(MIDDLE.x - 75, MIDDLE.y)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x + 75, MIDDLE.y, { steps: 4 })
    await page.keyboard.press('Escape')
    await page.mouse.move(MIDDLE.x + 95, MIDDLE.y, { steps: 2 })
    await page.mouse.up()
    expect(await get('a')).toMatchObject({ x: -100, y: 0 })
    expect(await state()).toMatchObject({ steps: 0, penDown: false })
    await drag([-75, 0], [-75, 30])
    expect(await get('a')).toMatchObject({ x: -100, y: 30 })
  })

  test('arrows nudge, Control+D doubles, Delete removes', async () => {
    await open(line('a', -100, 0, -50, 0))
    await page.keyboard.press('v')
    await click(-75, 0)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowUp')
    expect(await get('a')).toMatchObject({ x: -99, y: -10 })
    await page.keyboard.press('Control+d')
    const [copy] = await selection()
    expect(copy).not.toBe('a')
    expect(await get(copy!)).toMatchObject({ x: -83, y: 6 })
    await page.keyboard.press('Delete')
    expect(await selection()).toEqual([])
    expect((await state()).size).toBe(1)
  })

  test('goes on with what somebody else does to it', async () => {
    await open(line('a', -100, 0, -50, 0), line('b', -100, 40, -50, 40, { z: 'a1' }))
    await page.keyboard.press('v')
    await page.keyboard.press('Control+a')
    await page.mouse.move(MIDDLE.x - 75, MIDDLE.y)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x - 55, MIDDLE.y, { steps: 4 })
    await page.evaluate(() => {
      const { room } = window.harness
      room.others([
        ['a', { ...room.store.get('a')!, y: -70 }],
        ['b', undefined],
      ])
    })
    expect(await selection()).toEqual(['a'])
    await page.mouse.move(MIDDLE.x - 25, MIDDLE.y, { steps: 4 })
    await page.mouse.up()
    expect(await get('a')).toMatchObject({ x: -50, y: -70 })
    await page.evaluate(() => window.harness.room.others([['a', undefined]]))
    expect(await selection()).toEqual([])
  })

  test('takes on a style, one step of undo for each choice', async () => {
    await open(line('a', -100, 0, -50, 0), text({ id: 't', x: 0, y: 0, z: 'a1' }))
    await page.keyboard.press('Control+a')
    await page.evaluate(() => window.harness.editor.setStyle({ color: 'red' }))
    await page.evaluate(() => window.harness.editor.setStyle({ width: 16 }))
    expect(await get('a')).toMatchObject({ color: 'red', width: 16 })
    expect(await get('t')).toMatchObject({ color: 'red' })
    expect((await state()).steps).toBe(2)
    await page.evaluate(() => {
      for (let i = 9; i >= 3; i--) window.harness.editor.setStyle({ opacity: i / 10 })
    })
    await expect.poll(async () => (await get('a'))?.opacity).toBe(0.3)
    expect((await state()).steps).toBe(3)
  })

  test('shows its own style, what it has in common, and the pen’s when nothing is selected', async () => {
    const shown = async (): Promise<unknown> => await page.evaluate(() => window.harness.editor.shownStyle.get())
    const red = { color: 'red', width: 16, opacity: 1 } as const
    await open(line('a', -100, 0, -50, 0, red), line('b', 0, 0, 50, 0, { ...red, z: 'a1', width: 2 }))
    await page.keyboard.press('v')
    expect(await shown()).toMatchObject({ color: 'ink', width: 4, opacity: 1, hasLines: true })
    await click(-75, 0)
    expect(await shown()).toMatchObject({ ...red, hasLines: true })
    await page.keyboard.press('Control+a')
    expect(await shown()).toMatchObject({ ...red, width: null, hasLines: true })
    await page.evaluate(() => window.harness.editor.setStyle({ opacity: 0.5 }))
    expect(await shown()).toMatchObject({ opacity: 0.5 })
    await page.evaluate(() => window.harness.editor.setStyle({ width: 8 }))
    expect(await shown()).toMatchObject({ color: 'red', width: 8, opacity: 0.5, hasLines: true })
    await page.keyboard.press('Control+z')
    expect(await shown()).toMatchObject({ width: null, opacity: 1 })
    await page.keyboard.press('Escape')
    // What was chosen is the pen's from then on.
    expect(await shown()).toMatchObject({ color: 'ink', width: 8, opacity: 0.5, hasLines: true })
  })

  test('is framed by the ink that is seen', async () => {
    await open(line('a', -100, 0, 100, 0, { width: 32 }))
    await page.keyboard.press('v')
    await click(0, 0)
    const cursor = async (x: number, y: number): Promise<string> => {
      await page.mouse.move(MIDDLE.x + x, MIDDLE.y + y)
      return await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid="board"]')!.style.cursor)
    }
    // Half the nib and the frame's padding lie above the middle line.
    expect(await cursor(-60, -20)).toBe('move')
    expect(await cursor(-60, -25)).toBe('default')
  })
})

describe('text', () => {
  test('is typed in place, measured and selected afterwards', async () => {
    await open()
    await page.keyboard.press('t')
    await click(-100, 0)
    await page.keyboard.type('Two\nlines, e.g. vhpet')
    expect((await state()).tool).toBe('text')
    await page.keyboard.press('Escape')
    const [id] = await selection()
    const record = (await get<TextRecord>(id!))!
    expect(record).toMatchObject({ text: 'Two\nlines, e.g. vhpet', x: -100, y: -15, size: 24, h: 60 })
    expect(record.w).toBeGreaterThan(100)
    expect(await state()).toMatchObject({ size: 1, steps: 1, tool: 'select' })
  })

  test('without a word leaves nothing', async () => {
    await open()
    await page.keyboard.press('t')
    await click(0, 0)
    await page.keyboard.type('  ')
    await page.keyboard.press('Escape')
    expect(await state()).toMatchObject({ size: 0, steps: 0 })
  })

  test('is opened by a double click, and kept by a click elsewhere; emptied, it goes', async () => {
    await open(text({ id: 't', x: 0, y: 0, text: 'Before', w: 80 }))
    await page.keyboard.press('v')
    await page.mouse.dblclick(MIDDLE.x + 20, MIDDLE.y + 15)
    await page.keyboard.type('After')
    await click(-200, -100)
    expect(await get('t')).toMatchObject({ text: 'After' })
    expect((await get<TextRecord>('t'))?.w).not.toBe(80)
    await page.mouse.dblclick(MIDDLE.x + 20, MIDDLE.y + 15)
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Escape')
    expect(await get('t')).toBeUndefined()
    expect((await state()).steps).toBe(2)
  })
})

describe('the keys after text was typed', () => {
  const focused = async (): Promise<string> =>
    await page.evaluate(() => {
      const { activeElement } = document
      return (activeElement instanceof HTMLElement && activeElement.dataset['testid']) || activeElement?.tagName || ''
    })

  test('are the board’s again', async () => {
    await open()
    await page.keyboard.press('t')
    await click(-100, 0)
    await page.keyboard.type('Words')
    expect(await focused()).toBe('TEXTAREA')
    await page.keyboard.press('Escape')
    expect(await focused()).toBe('board')
    await page.keyboard.press('Delete')
    expect((await state()).size).toBe(0)
  })

  test('are those of the field that one went to', async () => {
    await open()
    await page.evaluate(() => {
      const field = document.createElement('input')
      field.style.cssText = 'position:fixed;inset:0 auto auto 0'
      document.body.append(field)
    })
    await page.keyboard.press('t')
    await click(-100, 0)
    await page.keyboard.type('Words')
    await page.mouse.click(20, 10)
    expect(await focused()).toBe('INPUT')
    expect((await state()).size).toBe(1)
  })
})

describe('keys', () => {
  test('do nothing while one types in a field of the interface', async () => {
    await open(line('a', -100, 0, -50, 0))
    await page.keyboard.press('Control+a')
    await page.evaluate(() => {
      const field = document.createElement('input')
      document.body.append(field)
      field.focus()
    })
    await page.keyboard.type('hep')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Delete')
    expect(await state()).toMatchObject({ tool: 'select', size: 1 })
    expect(await page.inputValue('input')).toBe('he')
  })

  test('space moves the view with whatever tool, and gives it back', async () => {
    await open()
    const before = await page.evaluate(() => window.harness.editor.camera.get())
    await page.mouse.move(300, 200)
    await page.keyboard.down(' ')
    await page.mouse.down()
    await page.mouse.move(340, 190, { steps: 3 })
    await page.mouse.up()
    await page.keyboard.up(' ')
    const after = await page.evaluate(() => window.harness.editor.camera.get())
    expect(after).toEqual({ x: before.x - 40, y: before.y + 10, zoom: 1 })
    expect((await state()).size).toBe(0)
    await drag([0, 0], [30, 0])
    expect((await state()).size).toBe(1)
  })

  test('Escape takes a stroke back before it is done', async () => {
    await open()
    await page.mouse.move(300, 200)
    await page.mouse.down()
    await page.mouse.move(360, 220, { steps: 3 })
    expect(await state()).toMatchObject({ live: 1, penDown: true })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await state()).toMatchObject({ live: 0, size: 0, penDown: false })
  })
})

describe('the view', () => {
  test('the wheel pans; with Control it zooms at the pointer', async () => {
    await open()
    await page.mouse.move(MIDDLE.x + 100, MIDDLE.y - 50)
    await page.mouse.wheel(30, 20)
    expect(await page.evaluate(() => window.harness.editor.camera.get())).toEqual({ x: -370, y: -230, zoom: 1 })
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -100)
    await page.keyboard.up('Control')
    const { x, y, zoom } = await page.evaluate(() => window.harness.editor.camera.get())
    expect(zoom).toBeCloseTo(Math.exp(0.25), 6)
    expect(x + 500 / zoom).toBeCloseTo(130, 6)
    expect(y + 200 / zoom).toBeCloseTo(-30, 6)
  })

  test('tells others where the pointer is on the board, and when it left', async () => {
    await open()
    await page.mouse.move(MIDDLE.x + 10, MIDDLE.y + 20)
    await expect
      .poll(async () => await page.evaluate(() => window.harness.room.pointerMoves.at(-1)))
      .toEqual({ x: 10, y: 20 })
    await page.evaluate(() => {
      const cover = document.createElement('div')
      cover.style.cssText = 'position:fixed;inset:0 auto auto 0;width:50px;height:50px'
      document.body.append(cover)
    })
    await page.mouse.move(20, 20)
    await expect.poll(async () => await page.evaluate(() => window.harness.room.pointerMoves.at(-1))).toBeNull()
  })

  test('shows the whole board when it opens on one that is too large', async () => {
    const far = line('far', 3000, 3000, 5000, 3500)
    await openBoard(page, 'light', [far])
    const { x, y, zoom } = await page.evaluate(() => window.harness.editor.camera.get())
    expect(x).toBeLessThan(3000)
    expect(y).toBeLessThan(3000)
    expect(x + 800 / zoom).toBeGreaterThan(5000)
  })
})

describe('touch', () => {
  test('a finger draws; two fingers move and zoom instead', async () => {
    await open()
    const touch = await page.context().newCDPSession(page)
    const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]): Promise<void> => {
      const touchPoints = points.map(([x, y], id) => ({ x, y, id }))
      await touch.send('Input.dispatchTouchEvent', { type, touchPoints })
    }
    await send('touchStart', [[200, 200]])
    await send('touchMove', [[260, 220]])
    await send('touchEnd', [])
    expect((await state()).size).toBe(1)
    await send('touchStart', [[300, 250]])
    await send('touchStart', [
      [300, 250],
      [500, 250],
    ])
    await send('touchMove', [
      [200, 250],
      [600, 250],
    ])
    await send('touchEnd', [])
    expect(await state()).toMatchObject({ size: 1, live: 0, penDown: false })
    const { zoom, x } = await page.evaluate(() => window.harness.editor.camera.get())
    expect(zoom).toBeCloseTo(2, 3)
    expect(x + 400 / zoom).toBeCloseTo(0, 3)
  })
})

test('a board that is disposed leaves nothing in the page', async () => {
  await open(stroke({ id: 'a' }))
  await page.keyboard.press('Control+a')
  const left = await page.evaluate(() => {
    const { editor } = window.harness
    editor.dispose()
    editor.dispose()
    return {
      inside: document.querySelector('#board')!.childElementCount,
      areas: document.querySelectorAll('textarea').length,
    }
  })
  expect(left).toEqual({ inside: 0, areas: 0 })
})
