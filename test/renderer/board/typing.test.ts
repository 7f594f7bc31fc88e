import type { Page } from '@playwright/test'
import { describe, expect, test } from 'vitest'
import { baseLayerOf } from '#shared/model/pages.ts'
import { USUAL, type BoardRecord, type NoteRecord, type RecordId, type TextRecord } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'
import { layer, shape, text } from '../../support/records.ts'

/** The board's origin is in the middle of the window, at 100 %. */
const MIDDLE = { x: 400, y: 250 }
const KEPT_APART = 'This could not be changed any more. Your words are kept as a new text.'
const NOWHERE =
  'Every layer here is locked, hidden or not yours, so your words have no place. Unlock one, or copy them.'

let page: Page

boardForTests((opened) => (page = opened))

function note(change: Partial<NoteRecord> & { readonly id: string }): NoteRecord {
  return { ...USUAL.note, type: 'note', z: 'a1', author: 1, x: -90, y: -90, w: 180, h: 180, ...change }
}

async function open(...records: readonly BoardRecord[]): Promise<void> {
  await openEmptyBoard(page, records)
  await page.evaluate(() => {
    const heard: string[] = []
    window.harness.editor.sheets.onRefused((sentence) => {
      heard.push(sentence)
      document.body.dataset['heard'] = JSON.stringify(heard)
    })
  })
}

/** Sentences that were said. */
async function heard(): Promise<readonly string[]> {
  return JSON.parse((await page.evaluate(() => document.body.dataset['heard'])) ?? '[]') as string[]
}

async function all(): Promise<readonly BoardRecord[]> {
  return await page.evaluate((): BoardRecord[] => Array.from(window.harness.room.store.values()))
}

async function words(id: RecordId): Promise<string | undefined> {
  return await page.evaluate((id) => {
    const record = window.harness.room.store.get(id)
    return record !== undefined && 'text' in record ? record.text : undefined
  }, id)
}

async function texts(): Promise<readonly TextRecord[]> {
  return (await all()).filter((record) => record.type === 'text')
}

/** Somebody else does something to a record. */
async function others(id: RecordId, change: Partial<BoardRecord>): Promise<void> {
  await page.evaluate(
    ([id, change]) => {
      const { room } = window.harness
      room.others([[id, { ...room.store.get(id)!, ...change } as BoardRecord]])
    },
    [id, change] as const,
  )
}

async function edit(id: RecordId): Promise<void> {
  await page.evaluate((id) => window.harness.editor.typing.edit(id), id)
}

async function isTyping(): Promise<boolean> {
  return await page.evaluate(() => window.harness.editor.typing.isOpen.get())
}

describe('what is typed while somebody locks it', () => {
  test('is kept as a new text, which says so', async () => {
    await open(note({ id: 'n', text: 'one' }))
    await edit('n')
    await page.keyboard.press('End')
    await page.keyboard.type(' two')
    await others('n', { locked: true })
    // One goes on typing there, and not with keys of the board.
    await expect.poll(async () => (await texts()).length).toBe(1)
    await page.keyboard.type(' three')
    await page.keyboard.press('Escape')
    const [kept] = await texts()
    expect(kept).toMatchObject({ text: 'one two three', layer: '' })
    // Below the note, so that both can be read.
    expect(kept!.y).toBeGreaterThanOrEqual(90)
    expect(await heard()).toEqual([KEPT_APART])
    expect(await page.evaluate(() => window.harness.editor.selection.get())).toEqual([kept!.id])
  })

  test('leaves nothing apart where nothing was typed', async () => {
    await open(note({ id: 'n', text: 'one' }))
    await edit('n')
    await others('n', { locked: true })
    await page.keyboard.press('Escape')
    expect(await all()).toHaveLength(1)
    expect(await heard()).toEqual([])
  })

  test('goes to the topmost layer that is left to draw on, when its own is locked', async () => {
    await open(
      layer({ id: 'low', z: 'a1' }),
      layer({ id: 'top', z: 'a2' }),
      note({ id: 'n', layer: 'top', text: 'one' }),
    )
    await edit('n')
    await page.keyboard.type('two')
    await others('top', { locked: true })
    await page.keyboard.type(' three')
    await page.keyboard.press('Escape')
    expect(await texts()).toMatchObject([{ text: 'two three', layer: 'low' }])
    expect(await heard()).toEqual([KEPT_APART])
  })

  test('loses no space that was the last letter then', async () => {
    await open(
      layer({ id: 'low', z: 'a1' }),
      layer({ id: 'top', z: 'a2' }),
      note({ id: 'n', layer: 'top', text: 'one' }),
    )
    await edit('n')
    await page.keyboard.type('two ')
    await others('top', { locked: true })
    await expect.poll(texts).toMatchObject([{ text: 'two', layer: 'low' }])
    await page.keyboard.type('three')
    await page.keyboard.press('Escape')
    expect(await texts()).toMatchObject([{ text: 'two three', layer: 'low' }])
  })

  test('goes there too when it is a new text on the layer in hand', async () => {
    await open(layer({ id: 'top', z: 'a1' }))
    await page.evaluate(() => window.harness.editor.sheets.choose('top'))
    await page.keyboard.press('t')
    await page.mouse.click(MIDDLE.x, MIDDLE.y)
    await others('top', { locked: true })
    await page.keyboard.type('words')
    await page.keyboard.press('Escape')
    expect(await texts()).toMatchObject([{ text: 'words', layer: '' }])
    expect(await heard()).toEqual([KEPT_APART])
  })

  test('stays open where no layer is left, until there is one', async () => {
    const base = baseLayerOf('')
    await open(layer({ id: base }), text({ id: 't', text: 'one' }))
    await edit('t')
    await page.keyboard.type('two')
    await others(base, { locked: true })
    await page.keyboard.press('Escape')
    await expect.poll(isTyping).toBe(true)
    expect(new Set(await heard())).toEqual(new Set([NOWHERE]))
    await page.keyboard.type(' three')
    await others(base, { locked: false })
    await page.keyboard.press('Escape')
    await expect.poll(isTyping).toBe(false)
    expect(await words('t')).toBe('two three')
    expect(await all()).toHaveLength(2)
  })
})

describe('what is typed', () => {
  test('is stored while one goes on, as one step of undo', async () => {
    await open()
    await page.keyboard.press('t')
    await page.mouse.click(MIDDLE.x, MIDDLE.y)
    await page.keyboard.type('one')
    await expect.poll(texts).toMatchObject([{ text: 'one' }])
    const [{ id }] = (await texts()) as [TextRecord]
    await page.keyboard.type(' two ')
    await expect.poll(async () => await words(id)).toBe('one two')
    await page.keyboard.type('three')
    expect(await isTyping()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await texts()).toMatchObject([{ id, text: 'one two three' }])
    expect(await page.evaluate(() => window.harness.room.steps)).toBe(1)
    await page.keyboard.press('Control+z')
    expect(await all()).toEqual([])
  })

  test('is stored at once when the page goes', async () => {
    await open(note({ id: 'n' }))
    await edit('n')
    await page.keyboard.type('a')
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')))
    expect(await words('n')).toBe('a')
  })

  test('leaves nothing where a new text is emptied again', async () => {
    await open()
    await page.keyboard.press('t')
    await page.mouse.click(MIDDLE.x, MIDDLE.y)
    await page.keyboard.type('a')
    await expect.poll(texts).toHaveLength(1)
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Escape')
    expect(await all()).toEqual([])
  })

  test('comes back as a text of its own when somebody removes it while more is typed', async () => {
    await open(text({ id: 't', text: 'one' }))
    await edit('t')
    await page.keyboard.press('End')
    await page.keyboard.type(' two')
    await expect.poll(async () => await words('t')).toBe('one two')
    await page.evaluate(() => window.harness.room.others([['t', undefined]]))
    await page.keyboard.press('Escape')
    expect(await texts()).toMatchObject([{ text: 'one two' }])
  })
})

test('a colour, an opacity and a width are those of what is typed, and one goes on typing', async () => {
  await open(note({ id: 'n' }), shape({ id: 's', x: 100, y: -100, text: 'one' }))
  await edit('n')
  await page.keyboard.type('a')
  await page.evaluate(() => window.harness.editor.setStyle({ color: 'red' }))
  expect(await page.evaluate(() => window.harness.editor.shownStyle.get().color)).toBe('red')
  await page.keyboard.type('b')
  await page.keyboard.press('Escape')
  expect(await all()).toContainEqual(expect.objectContaining({ id: 'n', text: 'ab', color: 'red' }))
  // A colour of paper is not that of ink.
  await page.evaluate(() => window.harness.editor.clearSelection())
  expect(await page.evaluate(() => window.harness.editor.shownStyle.get().color)).toBe('ink')
  await edit('s')
  await page.evaluate(() => {
    window.harness.editor.setStyle({ width: 9 })
    window.harness.editor.setStyle({ opacity: 0.5 })
  })
  await expect.poll(async () => await page.evaluate(() => window.harness.editor.shownStyle.get().opacity)).toBe(0.5)
  await page.keyboard.type('two')
  await expect.poll(all).toContainEqual(expect.objectContaining({ id: 's', text: 'two', width: 9, opacity: 0.5 }))
})

test.each([
  ['left', 0],
  ['center', 0.5],
  ['right', 1],
] as const)(
  'text that is aligned %s grows from there while it is typed, and stays there when it is done',
  async (align, part) => {
    await open(text({ id: 't', x: 40, y: 0, w: 70, text: 'one', align, rotation: Math.PI / 2 }))
    await edit('t')
    const anchor = async (): Promise<number> => {
      const { y, w } = (await texts())[0]!
      // It is turned: its lines run downwards.
      return y + w * part
    }
    const before = await anchor()
    await page.keyboard.press('End')
    await page.keyboard.type(' two and many more words')
    await expect.poll(async () => (await texts())[0]!.w).toBeGreaterThan(200)
    expect(await anchor()).toBeCloseTo(before, 6)
    expect((await texts())[0]!.x).toBeCloseTo(40, 6)
    await page.keyboard.press('Control+A')
    await page.keyboard.type('less')
    await page.keyboard.press('Escape')
    expect((await texts())[0]!.w).toBeLessThan(70)
    expect(await anchor()).toBeCloseTo(before, 6)
  },
)
