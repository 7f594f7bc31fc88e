import type { Page } from '@playwright/test'
import { beforeEach, expect, test } from 'vitest'
import type { ToolId } from '#renderer/tools/tool.ts'
import { boardForTests } from '../../support/board-for-tests.ts'
import { openEmptyBoard } from '../../support/harness-page.ts'

let page: Page

boardForTests((opened) => (page = opened))

beforeEach(async () => {
  await openEmptyBoard(page, [])
  await page.evaluate(() => window.harness.editor.focus())
})

interface State {
  readonly tool: ToolId
  readonly selected: number
  readonly types: readonly string[]
}

const state = async (): Promise<State> =>
  await page.evaluate(() => {
    const { editor, room } = window.harness
    const types = Array.from(room.store.values(), ({ type }) => type)
    return { tool: editor.tool.get(), selected: editor.selection.get().length, types }
  })

async function drag(x: number, y: number): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 40, { steps: 2 })
  await page.mouse.up()
}

test.for([
  ['r', 'rectangle', 'shape'],
  ['a', 'arrow', 'line'],
  ['f', 'frame', 'frame'],
] as const)('%s draws one %s after another while tools are kept, and selects none', async ([key, tool, type]) => {
  await page.keyboard.press('k')
  await page.keyboard.press(key)
  await drag(100, 100)
  await drag(300, 100)
  expect(await state()).toEqual({ tool, selected: 0, types: [type, type] })
  // From now on as before.
  await page.keyboard.press('k')
  await drag(500, 100)
  expect(await state()).toEqual({ tool: 'select', selected: 1, types: [type, type, type] })
})

test.for([
  ['t', 'text'],
  ['n', 'note'],
] as const)('%s writes one %s after another while tools are kept', async ([key, tool]) => {
  await page.keyboard.press('k')
  await page.keyboard.press(key)
  for (const x of [200, 500]) {
    await page.mouse.click(x, 200)
    await page.keyboard.type('Word')
    await page.keyboard.press('Escape')
  }
  expect(await state()).toEqual({ tool, selected: 0, types: [tool, tool] })
})

test('words that are changed with the select tool are selected afterwards, though tools are kept', async () => {
  await page.keyboard.press('k')
  await page.keyboard.press('v')
  await page.mouse.dblclick(200, 200)
  await page.keyboard.type('Word')
  await page.keyboard.press('Escape')
  expect(await state()).toEqual({ tool: 'select', selected: 1, types: ['text'] })
})

test('words whose layer is closed while they are typed go on elsewhere, though tools are kept', async () => {
  await page.evaluate(() => window.harness.editor.layers.add('Upper'))
  await page.keyboard.press('k')
  await page.keyboard.press('t')
  await page.mouse.click(200, 200)
  await page.keyboard.type('Word')
  await page.evaluate(() => {
    const { room } = window.harness
    for (const record of room.store.values())
      if (record.type === 'layer') room.others([[record.id, { ...record, locked: true }]])
  })
  await expect.poll(async () => (await state()).types.filter((type) => type === 'text').length).toBe(1)
  await page.keyboard.type('s')
  await page.keyboard.press('Escape')
  const texts = await page.evaluate(() =>
    Array.from(window.harness.room.store.values()).flatMap((record) => (record.type === 'text' ? [record.text] : [])),
  )
  expect(texts).toEqual(['Words'])
})
