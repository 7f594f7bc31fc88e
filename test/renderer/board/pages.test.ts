import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Outline } from '#shared/model/pages.ts'
import { USUAL, type BoardRecord, type FrameRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { layer, line, page as pageRecord, shape, text } from '../../support/records.ts'

let board: BoardPage
let page: Page

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

const RED = { width: 20, color: 'red' } as const
const records: readonly BoardRecord[] = [
  pageRecord({ id: 'p', z: 'a1', text: 'Second' }),
  pageRecord({ id: 'q', z: 'a2', text: 'Third' }),
  layer({ id: 'low', z: 'a1' }),
  layer({ id: 'kept', z: 'a2', locked: true }),
  layer({ id: 'gone', z: 'a3', hidden: true }),
  line('on-base', -150, -100, 150, -100, { ...RED, z: 'a1' }),
  line('on-low', -150, -50, 150, -50, { ...RED, z: 'a2', layer: 'low' }),
  line('on-kept', -150, 0, 150, 0, { ...RED, z: 'a3', layer: 'kept' }),
  line('on-gone', -150, 50, 150, 50, { ...RED, z: 'a4', layer: 'gone' }),
  line('on-p', -100, 0, 100, 0, { ...RED, z: 'a1', page: 'p' }),
  text({ id: 'words', z: 'a2', x: 0, y: 40, page: 'p', text: 'Board' }),
]

async function show(all: readonly BoardRecord[] = records): Promise<void> {
  page = await board.open({ width: 800, height: 500 })
  await openBoard(page, 'light', all)
}

/** Where a place of the board is in the window. */
async function at(x: number, y: number): Promise<readonly [number, number]> {
  return await page.evaluate(
    ([toX, toY]) => {
      const { x: left, y: top, zoom } = window.harness.editor.camera.get()
      return [(toX - left) * zoom, (toY - top) * zoom] as const
    },
    [x, y] as const,
  )
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...(await at(...from)))
  await page.mouse.down()
  await page.mouse.move(...(await at(...to)), { steps: 8 })
  await page.mouse.up()
}

async function selectAll(): Promise<readonly string[]> {
  await page.keyboard.press('v')
  await page.keyboard.press('Control+a')
  return (await page.evaluate(() => window.harness.editor.selection.get())).toSorted()
}

async function stored(): Promise<readonly BoardRecord[]> {
  return await page.evaluate((): BoardRecord[] => Array.from(window.harness.room.store.values()))
}

async function idsOnPage(): Promise<readonly string[]> {
  const ids = await page.evaluate(() => Array.from(window.harness.editor.sheets.store.values(), ({ id }) => id))
  return ids.toSorted()
}

describe('the page in view', () => {
  test('is all that is there: what is on others, or on hidden layers, is not selected', async () => {
    await show()
    expect(await idsOnPage()).toEqual(['on-base', 'on-kept', 'on-low'])
    expect(await selectAll()).toEqual(['on-base', 'on-low'])
    await page.keyboard.press('PageDown')
    expect(await idsOnPage()).toEqual(['on-p', 'words'])
    expect(await selectAll()).toEqual(['on-p', 'words'])
    await page.keyboard.press('PageDown')
    expect(await idsOnPage()).toEqual([])
    expect(await page.evaluate(() => window.harness.editor.pages.step(1))).toBe(false)
  })

  test('is where new things go, onto the layer in hand; copies and pieces stay on their layers', async () => {
    await show()
    // The topmost that can be drawn on.
    expect(await page.evaluate(() => window.harness.editor.layers.inHand.get().id)).toBe('low')
    await page.keyboard.press('r')
    await drag([-40, 80], [40, 120])
    expect(await stored()).toContainEqual(expect.objectContaining({ type: 'shape', page: '', layer: 'low' }))
    await page.evaluate(() => {
      const { editor } = window.harness
      editor.selecting.arrange.run('delete')
      editor.brought(['on-base'])
      editor.duplicateSelection()
    })
    const copy = (await stored()).find(({ id, y }) => id !== 'on-base' && y === -84)
    expect(copy).toMatchObject({ layer: '' })
    await page.evaluate(() => {
      const { editor } = window.harness
      editor.deleteSelection()
      editor.setTool('eraser')
      editor.setEraser({ kind: 'part' })
    })
    await drag([0, -130], [0, -80])
    const pieces = (await stored()).filter(
      (record) => record.type === 'stroke' && record.layer === '' && record.page === '',
    )
    expect(pieces).toHaveLength(2)
    await page.keyboard.press('PageDown')
    await page.keyboard.press('p')
    await drag([-50, -60], [50, -60])
    expect((await stored()).at(-1)).toMatchObject({ type: 'stroke', page: 'p', layer: '' })
  })

  test('is another when it is removed by somebody else, and its view is kept when one comes back', async () => {
    await show()
    await page.keyboard.press('PageDown')
    await page.keyboard.press('PageDown')
    await page.evaluate(() => window.harness.room.others([['q', undefined]]))
    expect(await page.evaluate(() => window.harness.editor.pages.at.get())).toBe('p')
    await page.evaluate(() => window.harness.editor.zoomTo(3))
    await page.keyboard.press('PageUp')
    await page.keyboard.press('PageDown')
    expect(await page.evaluate(() => window.harness.editor.camera.get().zoom)).toBe(3)
  })

  test('finishes what is typed before it is left', async () => {
    await show()
    await page.keyboard.press('t')
    await page.mouse.click(...(await at(-100, 90)))
    await page.keyboard.type('Here')
    await page.evaluate(() => window.harness.editor.pages.go('p'))
    const typed = (await stored()).find((record) => record.type === 'text' && record.text === 'Here')
    expect(typed).toMatchObject({ page: '' })
  })

  test('is left for the next frame of a presentation, and seen again at its end', async () => {
    const frame = (id: string, where: string): FrameRecord => ({
      ...USUAL.frame,
      type: 'frame',
      id,
      z: `b${id}`,
      author: 1,
      x: 0,
      y: 0,
      w: 200,
      h: 100,
      page: where,
    })
    await show([...records, frame('2', 'p'), frame('1', 'q'), frame('3', '')])
    const seen: string[] = []
    await page.evaluate(() => window.harness.editor.viewing.presenting.start())
    for (let i = 0; i < 3; i++) {
      seen.push(await page.evaluate(() => window.harness.editor.pages.at.get()))
      await page.evaluate(() => window.harness.editor.viewing.presenting.step(1))
    }
    expect(seen).toEqual(['', 'p', 'q'])
    await page.evaluate(() => window.harness.editor.viewing.presenting.end())
    expect(await page.evaluate(() => window.harness.editor.pages.at.get())).toBe('')
  })
})

describe('a layer', () => {
  test('that is locked is left alone by everything that changes things', async () => {
    await show()
    await page.evaluate(() => {
      const { editor } = window.harness
      editor.brought(['on-kept', 'on-low'])
    })
    expect(await page.evaluate(() => window.harness.editor.selection.get())).toEqual(['on-low'])
    await page.keyboard.press('e')
    await drag([-100, -70], [-100, 30])
    const left = (await stored()).map(({ id }) => id)
    expect(left).toContain('on-kept')
    expect(left).not.toContain('on-low')
  })

  test('takes things that are brought there, above what is on it', async () => {
    await show()
    await page.evaluate(async () => {
      const { editor, room } = window.harness
      await editor.layers.bring([room.store.get('on-base')!], { page: '', layer: 'low' })
    })
    const [moved, other] = ['on-base', 'on-low'].map(async (id) => (await stored()).find((record) => record.id === id)!)
    expect(await moved).toMatchObject({ layer: 'low' })
    expect((await moved)!.z > (await other)!.z).toBe(true)
    // Not onto one that is locked.
    const refused = await page.evaluate(async () => {
      const { editor, room } = window.harness
      const heard: string[] = []
      editor.sheets.onRefused((sentence) => heard.push(sentence))
      await editor.layers.bring([room.store.get('on-base')!], { page: '', layer: 'kept' })
      return heard
    })
    expect(refused).toHaveLength(1)
    expect((await stored()).find(({ id }) => id === 'on-base')).toMatchObject({ layer: 'low' })
  })

  test('has an order of its own: to the front is to the front of the layer', async () => {
    await show([
      layer({ id: 'low', z: 'a1' }),
      ...['a', 'b', 'c'].map((id, i) => line(id, 0, 0, 50, 50, { z: `a${i}` })),
    ])
    await page.evaluate(() => {
      const { editor } = window.harness
      window.harness.room.edit((t) => t.patch('c', { layer: 'low', z: 'Zz' }))
      editor.brought(['a'])
      editor.selecting.run('to-front')
    })
    const all = await stored()
    const order = all.filter(({ type }) => type === 'stroke').toSorted(new Outline(all).compare)
    expect(order.map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  })
})

describe('a board file', () => {
  test('has all pages and layers, hidden ones too, and opening it brings them back', async () => {
    await show()
    const file = await page.evaluate(async () => {
      const options = { what: 'board', scale: 1, background: true, theme: 'light', carries: false } as const
      return await (await window.harness.editor.exporting.file({ ...options, format: 'json' })).text()
    })
    const told = (JSON.parse(file) as { records: { id: string }[] }).records.map(({ id }) => id)
    expect(told.toSorted()).toEqual(records.map(({ id }) => id).toSorted())

    await show([])
    await page.evaluate(async (content) => {
      await window.harness.editor.opening.open(new File([content], 'board.json'))
    }, file)
    const opened = await stored()
    const outline = new Outline(opened)
    expect(outline.pages.map(({ record }) => record?.text)).toEqual([undefined, 'Second', 'Third'])
    const layers = outline.layersOf('')
    expect(layers.map(({ locked, hidden }) => [locked, hidden])).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [false, true],
    ])
    const drawn = opened.filter((record) => record.type === 'stroke' || record.type === 'text')
    expect(drawn.map((record) => outline.pages.findIndex(({ id }) => id === outline.pageOf(record)))).toEqual([
      0, 0, 0, 0, 1, 1,
    ])
    expect(drawn.slice(0, 4).map((record) => outline.layerOf(record).rank)).toEqual([0, 1, 2, 3])
    // Undone in one step.
    await page.evaluate(() => window.harness.editor.pages.undo())
    expect(await stored()).toEqual([])
  })

  test('of one page is a board of one page, with its layers', async () => {
    await show()
    await page.keyboard.press('PageDown')
    const file = await page.evaluate(async () => {
      const options = { what: 'page', scale: 1, background: true, theme: 'light', carries: false } as const
      return await (await window.harness.editor.exporting.file({ ...options, format: 'json' })).text()
    })
    const told = (JSON.parse(file) as { records: BoardRecord[] }).records
    expect(told.map(({ id, page: on }) => [id, on])).toEqual([
      ['on-p', ''],
      ['words', ''],
    ])
  })
})

describe('a layer that somebody closes', () => {
  test('while something is drawn on it keeps what it has, and says so', async () => {
    await show([layer({ id: 'low' }), layer({ id: 'base-first-page', locked: true })])
    await page.evaluate(() => {
      const said: string[] = []
      Object.assign(window, { said })
      window.harness.editor.sheets.onRefused((sentence) => said.push(sentence))
    })
    await page.keyboard.press('r')
    await page.mouse.move(...(await at(-50, -50)))
    await page.mouse.down()
    await page.mouse.move(...(await at(50, 50)), { steps: 4 })
    await page.evaluate(() => window.harness.room.edit((t) => t.patch('low', { hidden: true })))
    await page.mouse.up()
    expect((await stored()).filter(({ type }) => type === 'shape')).toEqual([])
    const heard = async (): Promise<readonly string[]> =>
      await page.evaluate(() => (window as unknown as { said: string[] }).said)
    expect(await heard()).toHaveLength(1)
    // From now on nothing is begun there.
    await page.keyboard.press('r')
    await drag([-50, -50], [50, 50])
    expect(await heard()).toHaveLength(2)
    expect((await stored()).filter(({ type }) => type === 'shape')).toEqual([])
  })

  test('takes nothing that is opened or pasted', async () => {
    await show([layer({ id: 'base-first-page', locked: true })])
    const failure = await page.evaluate(async () => {
      const record = { type: 'frame', id: 'f', z: 'a0', author: 0, x: 0, y: 0, color: 'ink', w: 10, h: 10 }
      const file = new File([JSON.stringify({ drawnet: 1, records: [record] })], 'board.json')
      return await window.harness.editor.opening.open(file).then(
        () => null,
        (error: unknown) => String(error),
      )
    })
    expect(failure).toContain('This layer is locked')
    expect(await stored()).toHaveLength(1)
  })
})

test('a line on one page lets go of what was brought to another', async () => {
  const box = shape({ id: 'box', x: 0, y: 0, w: 100, h: 100 })
  const fastened = { ...USUAL.line, type: 'line', id: 'line', z: 'b1', author: 1, x: -200, y: 50, endX: 0 } as const
  await show([pageRecord({ id: 'p' }), box, { ...fastened, path: '0,0 200,0', endOn: 'box' }])
  await page.evaluate(async () => {
    const { editor, room } = window.harness
    await editor.layers.bring([room.store.get('box')!], { page: 'p', layer: '' })
    room.edit((t) => t.patch('box', { x: 300 }))
  })
  const seen = await page.evaluate(() => window.harness.editor.sheets.store.get('line'))
  expect(seen).toMatchObject({ path: '0,0 200,0' })
  // On its way back it is taken hold of anew or not at all.
  await page.evaluate(() => {
    window.harness.editor.brought(['line'])
    window.harness.editor.selecting.run('to-front')
  })
  await page.keyboard.press('ArrowUp')
  expect((await stored()).find(({ id }) => id === 'line')).toMatchObject({ endOn: '' })
})

describe('words on several pages', () => {
  const written: readonly BoardRecord[] = [
    pageRecord({ id: 'p', z: 'a1' }),
    pageRecord({ id: 'q', z: 'a2' }),
    text({ id: 'one', x: 0, y: 0, text: 'apple' }),
    text({ id: 'two', x: 0, y: 40, page: 'p', text: 'apple pie' }),
    text({ id: 'far', x: 5000, y: 9000, page: 'q', text: 'apple tree' }),
  ]

  async function look(words: string): Promise<void> {
    await page.evaluate((sought) => {
      window.harness.editor.viewing.find.open()
      window.harness.editor.viewing.find.look(sought)
    }, words)
  }

  async function step(direction: 1 | -1): Promise<void> {
    await page.evaluate((by) => window.harness.editor.viewing.find.step(by), direction)
  }

  /** Which of how many is shown, on which page it is if not on the one in view, which that is, and whether it is marked there. */
  async function found(): Promise<readonly unknown[]> {
    return await page.evaluate(() => {
      const { viewing, pages, camera } = window.harness.editor
      const { at, count, elsewhere, box } = viewing.find.found.get()
      const { x, y } = camera.get()
      return [at, count, elsewhere, pages.at.get(), box !== null && box.minX > x && box.minY > y]
    })
  }

  test('are gone to one after the other, round and round', async () => {
    await show(written)
    await look('apple')
    expect(await found()).toEqual([0, 3, null, '', true])
    await step(1)
    expect(await found()).toEqual([1, 3, null, 'p', true])
    await step(1)
    expect(await found()).toEqual([2, 3, null, 'q', true])
    await step(1)
    expect(await found()).toEqual([0, 3, null, '', true])
    await step(-1)
    expect(await found()).toEqual([2, 3, null, 'q', true])
  })

  test('are looked for from the page in view on, and typing turns no page', async () => {
    await show(written)
    await page.keyboard.press('PageDown')
    await look('apple')
    expect(await found()).toEqual([1, 3, null, 'p', true])
    await look('apple t')
    expect(await found()).toEqual([0, 1, 'q', 'p', false])
    // The first step goes to what is told of already.
    await step(1)
    expect(await found()).toEqual([0, 1, null, 'q', true])
    await look('apple')
    expect(await found()).toEqual([2, 3, null, 'q', true])
    await look('apple p')
    expect(await found()).toEqual([0, 1, 'p', 'q', false])
    // Here there is one again.
    await look('apple')
    expect(await found()).toEqual([2, 3, null, 'q', true])
  })

  test('are marked on the page that one turns to, and told of where it has none', async () => {
    await show([...written, pageRecord({ id: 'empty', z: 'a3' })])
    await look('apple')
    await page.evaluate(() => window.harness.editor.pages.go('p'))
    expect(await found()).toEqual([1, 3, null, 'p', true])
    await page.evaluate(() => window.harness.editor.pages.go('empty'))
    expect(await found()).toEqual([1, 3, 'p', 'empty', false])
    await step(-1)
    expect(await found()).toEqual([1, 3, null, 'p', true])
  })

  test('stay what they are while others write, remove them, or the page they are on', async () => {
    await show(written)
    await page.keyboard.press('PageDown')
    await look('apple')
    await page.evaluate(() => {
      const { room } = window.harness
      room.others([['more', { ...room.store.get('one')!, id: 'more', y: -50 }]])
    })
    expect(await found()).toEqual([2, 4, null, 'p', true])
    await page.evaluate(() => window.harness.room.others([['p', undefined]]))
    // What names no page that is there is on the first.
    expect(await found()).toEqual([2, 4, null, '', true])
    await page.evaluate(() => window.harness.room.others([['two', undefined]]))
    expect(await found()).toEqual([2, 3, 'q', '', false])
  })
})
