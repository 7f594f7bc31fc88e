import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import { comparePaintOrder, USUAL, type BoardRecord, type LineRecord, type RecordId } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'

/** The board's origin is in the middle of the window, at 100 %. */
const MIDDLE = { x: 400, y: 250 }

let page: Page

boardForTests((opened) => (page = opened))

function box(id: string, x: number, y: number, change: Partial<BoardRecord> = {}): BoardRecord {
  return {
    ...USUAL.shape,
    type: 'shape',
    id,
    z: 'a0',
    author: 1,
    x,
    y,
    w: 50,
    h: 40,
    fill: 'solid',
    ...change,
  } as BoardRecord
}

async function open(...records: readonly BoardRecord[]): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate(() => {
    window.harness.editor.setTool('select')
    window.harness.editor.focus()
  })
}

async function all(): Promise<BoardRecord[]> {
  const records = await page.evaluate(() => Array.from(window.harness.room.store.values()))
  return records.sort(comparePaintOrder)
}

async function get(id: RecordId): Promise<BoardRecord> {
  return (await all()).find((record) => record.id === id)!
}

async function order(): Promise<string> {
  return (await all()).map(({ id }) => id).join('')
}

async function selection(): Promise<readonly RecordId[]> {
  return await page.evaluate(() => window.harness.editor.selection.get())
}

async function steps(): Promise<number> {
  return await page.evaluate(() => window.harness.room.steps)
}

async function click(x: number, y: number, modifiers: ('Shift' | 'Control')[] = []): Promise<void> {
  for (const key of modifiers) await page.keyboard.down(key)
  await page.mouse.click(MIDDLE.x + x, MIDDLE.y + y)
  for (const key of modifiers) await page.keyboard.up(key)
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

describe('arranging with the keyboard', () => {
  test('groups within groups, each in one step of undo', async () => {
    await open(box('a', -200, 0), box('b', -100, 0), box('c', 0, 0))
    await click(-180, 20)
    await click(-80, 20, ['Control'])
    await press('Control+g')
    const inner = (await get('a')).group
    expect(inner).not.toBe('')
    expect((await get('b')).group).toBe(inner)
    await click(20, 20, ['Shift'])
    await press('Control+g')
    const outer = (await get('c')).group
    expect((await get('a')).group).toBe(`${outer}/${inner}`)
    expect(await steps()).toBe(2)
    await press('Control+Shift+g')
    expect([(await get('a')).group, (await get('c')).group]).toEqual([inner, ''])
    await press('Control+z', 'Control+z')
    expect([(await get('a')).group, (await get('c')).group]).toEqual([inner, ''])
    await press('Control+z')
    expect((await get('a')).group).toBe('')
  })

  test('goes into a group by double click and arranges within it', async () => {
    await open(box('a', -200, 0, { group: 'g' }), box('b', -100, 30, { group: 'g' }), box('c', 0, 60))
    await page.mouse.dblclick(MIDDLE.x - 180, MIDDLE.y + 20)
    expect(await selection()).toEqual(['a'])
    await click(-80, 50, ['Shift'])
    await press('Control+Shift+ArrowUp')
    expect((await get('b')).y).toBe(0)
    expect((await get('c')).y).toBe(60)
  })

  test('aligns and distributes groups as one thing', async () => {
    await open(
      box('a', -300, -100),
      box('b', -200, 0, { group: 'g' }),
      box('c', -100, 20, { group: 'g' }),
      box('d', 200, 100),
    )
    await press('Control+a', 'Control+Shift+ArrowLeft')
    expect((await all()).map(({ x }) => x)).toEqual([-300, -300, -200, -300])
    await press('Control+z')
    await press('Alt+Shift+h')
    // Extents with their outlines: 54, 154 and 54 wide between -302 and 252.
    expect((await get('b')).x).toBe(-300 + 54 + (554 - 54 - 154 - 54) / 2)
    expect((await get('c')).x - (await get('b')).x).toBe(100)
    expect(await steps()).toBe(1)
  })

  test('puts things over and under each other and keeps their order', async () => {
    await open(
      box('a', -20, 0, { z: 'a0' }),
      box('b', 10, 0, { z: 'a1' }),
      box('c', 20, 0, { z: 'a2' }),
      box('d', 30, 0, { z: 'a3' }),
      box('e', 300, 0, { z: 'a4' }),
    )
    await click(-16, 20)
    expect(await selection()).toEqual(['a'])
    await press('Control+]')
    expect(await order()).toBe('bacde')
    await press('Control+]', 'Control+]')
    expect(await order()).toBe('bcdae')
    // Nothing that it touches lies over it any more.
    const before = await steps()
    await press('Control+]')
    expect([await order(), await steps()]).toEqual(['bcdae', before])
    await press('Control+Shift+]')
    expect(await order()).toBe('bcdea')
    await press('Control+[')
    expect(await order()).toBe('bcade')
    await press('Control+Shift+[')
    expect(await order()).toBe('abcde')
    await page.evaluate(() => {
      window.harness.editor.clearSelection()
    })
    await click(-16, 20)
    await click(76, 20, ['Shift'])
    expect([...(await selection())].sort()).toEqual(['a', 'd'])
    await press('Control+Shift+]')
    expect(await order()).toBe('bcead')
  })

  test('moves between things of the same place in the order', async () => {
    await open(box('a', -20, 0, { z: 'a0' }), box('b', 10, 0, { z: 'a1' }), box('c', 20, 0, { z: 'a1' }))
    await click(-16, 20)
    await press('Control+]')
    expect(await order()).toBe('bca')
  })

  test('flips and puts back', async () => {
    await open(box('a', -100, 0, { rotation: 0.5 }), box('b', 100, 30))
    await press('Control+a', 'Shift+h')
    expect(await get('a')).toMatchObject({ rotation: -0.5, scaleX: -1 })
    await press('Shift+v', 'Shift+v', 'Shift+h')
    const back = await get('a')
    expect(back).toMatchObject({ rotation: 0.5, scaleX: 1, scaleY: 1 })
    expect(back.x).toBeCloseTo(-100, 6)
    expect(await steps()).toBe(4)
  })

  test('takes over a style as far as there is one to take', async () => {
    await open(
      box('a', -200, 0, { color: 'red', dash: 'dashed', opacity: 0.5, width: 8, scaleX: 2, scaleY: 2 }),
      { ...USUAL.text, type: 'text', id: 't', z: 'a1', author: 1, x: 100, y: 0, text: 'Words', size: 20, w: 60, h: 25 },
      box('b', 0, 0),
    )
    await click(-150, 40)
    await press('Control+Alt+c')
    await click(20, 20)
    await click(120, 10, ['Shift'])
    await press('Control+Alt+v')
    expect(await get('b')).toMatchObject({
      color: 'red',
      dash: 'dashed',
      opacity: 0.5,
      width: 16,
      fill: 'solid',
      w: 50,
    })
    expect(await get('t')).toMatchObject({ color: 'red', opacity: 0.5, text: 'Words' })
    // The words of a shape are of a size too, and scaled with it: the text needs more room now.
    expect((await get('t')) as { size?: number }).toMatchObject({ size: 48 })
    expect(((await get('t')) as { w: number }).w).toBeGreaterThan(100)
    expect(await steps()).toBe(1)
  })
})

describe('what is locked', () => {
  test('stays as it is until it is unlocked', async () => {
    await open(box('a', -100, 0), box('b', 100, 0))
    await click(-80, 20)
    await press('Control+Shift+l')
    expect((await get('a')).locked).toBe(true)
    const before = await get('a')
    await press('Delete', 'ArrowLeft', 'Shift+h', 'Control+Shift+]')
    await page.mouse.move(MIDDLE.x - 80, MIDDLE.y + 20)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x - 20, MIDDLE.y + 90, { steps: 4 })
    await page.mouse.up()
    await page.evaluate(() => window.harness.editor.setStyle({ color: 'green' }))
    expect(await get('a')).toEqual(before)
    await press('Control+a')
    expect(await selection()).toEqual(['b'])
    await press('e')
    await page.mouse.move(MIDDLE.x - 140, MIDDLE.y + 20)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x + 140, MIDDLE.y + 20, { steps: 8 })
    await page.mouse.up()
    expect((await all()).map(({ id }) => id)).toEqual(['a'])
    await press('v')
    await click(-80, 20)
    expect(await selection()).toEqual(['a'])
    await press('Control+Shift+l', 'Delete')
    expect(await all()).toEqual([])
  })

  test('does not move with the rest of what is selected', async () => {
    await open(box('a', -100, 0, { locked: true }), box('b', 100, 0))
    await click(-80, 20)
    await click(120, 20, ['Shift'])
    await page.keyboard.down('Control')
    await page.keyboard.up('Control')
    await page.mouse.move(MIDDLE.x + 120, MIDDLE.y + 20)
    await page.mouse.down()
    await page.keyboard.down('Control')
    await page.mouse.move(MIDDLE.x + 160, MIDDLE.y + 60, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Control')
    expect((await get('a')).x).toBe(-100)
    expect(await get('b')).toMatchObject({ x: 140, y: 40 })
  })
})

describe('copies', () => {
  const arrow: BoardRecord = {
    ...USUAL.line,
    type: 'line',
    id: 'l',
    z: 'a2',
    author: 1,
    x: -50,
    y: 20,
    path: '0,0 150,0',
    startOn: 'a',
    startX: 1,
    endOn: 'b',
    endX: 0,
  }

  test('keep their groups, their order, and what lines are fastened to', async () => {
    await open(box('a', -100, 0, { group: 'g', z: 'a0' }), box('b', 100, 0, { group: 'g', z: 'a1' }), arrow)
    await press('Control+a', 'Control+d')
    const ids = await selection()
    const copies = (await all()).filter(({ id }) => ids.includes(id))
    const [a, b, l] = copies
    expect(copies.map(({ x }) => x)).toEqual([-84, 116, -34])
    expect(a!.group).toBe(b!.group)
    expect(['g', '']).not.toContain(a!.group)
    expect(l).toMatchObject({ startOn: a!.id, endOn: b!.id })
    expect(await steps()).toBe(1)
  })

  test('of a line alone are fastened to nothing', async () => {
    await open(box('a', -100, 0), box('b', 100, 0), arrow)
    await page.evaluate(() => {
      window.harness.editor.selecting.arrange.run('duplicate')
    })
    expect(await all()).toHaveLength(3)
    await click(20, 20)
    await press('Control+d')
    const [id] = await selection()
    expect((await get(id!)) as LineRecord).toMatchObject({ startOn: '', endOn: '' })
  })

  test('go over the clipboard and lie where the pointer is', async () => {
    await open(box('a', -100, 0, { group: 'g' }), box('b', 0, 0, { group: 'g' }))
    await press('Control+a', 'Control+c')
    await page.mouse.move(MIDDLE.x + 200, MIDDLE.y + 100)
    await press('Control+v')
    expect(await all()).toHaveLength(4)
    const pasted = await Promise.all((await selection()).map(get))
    expect(pasted.map(({ x, y }) => [x, y])).toEqual([
      [125, 80],
      [225, 80],
    ])
    expect(await steps()).toBe(1)
    await press('Control+x')
    expect(await all()).toHaveLength(2)
    await press('Control+v')
    expect(await all()).toHaveLength(4)
  })

  test('of words from elsewhere become a text', async () => {
    await open()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/plain', 'From elsewhere\r\nin two lines\n')
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    })
    expect((await all())[0]).toMatchObject({ type: 'text', text: 'From elsewhere\nin two lines' })
    expect(await steps()).toBe(1)
  })

  test('by the middle button, which moves the board, is none', async () => {
    await open()
    const paste = async (): Promise<void> =>
      await page.evaluate(() => {
        const data = new DataTransfer()
        data.setData('text/plain', 'Marked somewhere')
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
      })
    await page.mouse.move(300, 300)
    await page.mouse.down({ button: 'middle' })
    await page.mouse.move(340, 320)
    await page.mouse.up({ button: 'middle' })
    await paste()
    expect(await all()).toEqual([])
    await page.keyboard.press('Control')
    await paste()
    expect(await all()).toHaveLength(1)
  })

  test.each([
    ['damaged', '{"drawnet":"clipboard","version":1,"records":[{"type":"text","id":"a","x":null}]}'],
    ['no JSON at all', '{{{{'],
    ['text that is too long', null],
  ])('that are %s are refused with a sentence, and lose nothing', async (_what, content) => {
    await open(box('a', 0, 0))
    const sentences = await page.evaluate((content) => {
      const heard: string[] = []
      window.harness.editor.selecting.clipboard.onRefused((sentence) => heard.push(sentence))
      const data = new DataTransfer()
      if (content === null) data.setData('text/plain', 'a'.repeat(20_001))
      else data.setData('application/x-drawnet+json', content)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
      return heard
    }, content)
    expect(sentences).toHaveLength(1)
    expect(sentences[0]).toMatch(/^[A-Z].*\.$/)
    expect(await all()).toHaveLength(1)
    expect(await steps()).toBe(0)
  })

  test('are left to fields where one types', async () => {
    await open(box('a', 0, 0))
    await page.evaluate(() => {
      window.harness.editor.selectAll()
      document.body.insertAdjacentHTML('beforeend', '<input id="field" style="position:fixed;top:0;left:0;z-index:9">')
      document.querySelector<HTMLInputElement>('#field')!.focus()
    })
    await press('Control+c', 'Control+v', 'Control+x')
    expect((await all()).map(({ id }) => id)).toEqual(['a'])
  })
})

describe('dragging', () => {
  test('is drawn to the edges of what is near, unless Ctrl is held', async () => {
    await open(box('a', -100, 0), box('b', 0, 100))
    await page.mouse.move(MIDDLE.x + 20, MIDDLE.y + 120)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x - 76, MIDDLE.y + 130, { steps: 6 })
    await page.mouse.up()
    expect(await get('b')).toMatchObject({ x: -100, y: 110 })
    await page.mouse.move(MIDDLE.x - 76, MIDDLE.y + 130)
    await page.mouse.down()
    await page.keyboard.down('Control')
    await page.mouse.move(MIDDLE.x - 73, MIDDLE.y + 145, { steps: 6 })
    await page.mouse.up()
    await page.keyboard.up('Control')
    expect(await get('b')).toMatchObject({ x: -97, y: 125 })
  })
})
