import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'
import { line } from '../../support/records.ts'

let page: Page

boardForTests((opened) => (page = opened))

async function get(id: RecordId): Promise<BoardRecord | undefined> {
  return await page.evaluate((id) => window.harness.room.store.get(id), id)
}

test('an arrow key that is held moves what is selected in one step of undo, and another press is another', async () => {
  await openEmptyBoard(page, [line('a', -100, 0, -50, 0)])
  await page.keyboard.press('Control+a')
  // Down again while it is down is a repetition.
  for (let i = 0; i < 20; i++) await page.keyboard.down('ArrowRight')
  await page.keyboard.up('ArrowRight')
  await page.keyboard.press('ArrowDown')
  expect(await get('a')).toMatchObject({ x: -80, y: 1 })
  await page.keyboard.press('Control+z')
  expect(await get('a')).toMatchObject({ x: -80, y: 0 })
  await page.keyboard.press('Control+z')
  expect(await get('a')).toMatchObject({ x: -100, y: 0 })
})

test('Delete and arrows mean what is selected also while a button has the focus, but not where they have other uses', async () => {
  await openEmptyBoard(page, [line('a', -100, 0, -50, 0), line('b', -100, 50, -50, 50)])
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<button id="plain">View</button><div id="slider" role="slider" tabindex="0"></div><ul><li><button id="row">Page</button></li></ul>',
    )
    window.harness.editor.selectAll()
  })
  const focus = async (id: string): Promise<void> =>
    await page.evaluate((id) => document.getElementById(id)!.focus(), id)
  await focus('plain')
  await page.keyboard.press('ArrowRight')
  expect(await get('a')).toMatchObject({ x: -99 })
  await focus('slider')
  await page.keyboard.press('ArrowRight')
  await focus('row')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  expect(await get('a')).toMatchObject({ x: -99 })
  await focus('plain')
  await page.keyboard.press('Delete')
  expect(await get('a')).toBeUndefined()
})

test('what comes back when its removal is undone is selected', async () => {
  await openEmptyBoard(page, [line('a', -100, 0, -50, 0), line('b', -100, 50, -50, 50)])
  const selection = async (): Promise<readonly RecordId[]> =>
    await page.evaluate(() => window.harness.editor.selection.get())
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  expect(await selection()).toEqual([])
  await page.keyboard.press('Control+z')
  expect((await selection()).toSorted()).toEqual(['a', 'b'])
  // Not where one draws: it would take the pen out of hand.
  await page.keyboard.press('Delete')
  await page.keyboard.press('p')
  await page.keyboard.press('Control+z')
  expect(await get('a')).toBeDefined()
  expect(await selection()).toEqual([])
})
