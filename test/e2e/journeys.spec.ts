import {
  expect,
  joinNearby,
  nameMyself,
  onBoard,
  openChat,
  OPEN_BOARD,
  parkPointer,
  penThrough,
  say,
  startBoard,
  test,
} from './support/app.ts'
import { contentOf } from './support/app.ts'
import { newBoardName } from './support/board.ts'
import { cut, difference, inked } from './support/pixels.ts'

/** What antialiasing and text hinting may make of the same board in two windows. */
const SAME = 0.0005

test('two people find each other, draw and chat together, lose the host, and go on', async ({ openApp, pixels }) => {
  const board = newBoardName()
  const ada = await openApp('Ada')
  const ben = await openApp('Ben')

  await test.step('open: a home screen with nothing more to fill in', async () => {
    await expect(ada.page.getByRole('button', { name: 'Start board' })).toBeEnabled()
    await expect(ada.page.getByRole('heading', { name: 'Near you' })).toBeVisible()
    await nameMyself(ada.page, 'Ada')
    await nameMyself(ben.page, 'Ben')
  })

  await test.step('host and join: the board appears to the other by itself', async () => {
    await startBoard(ada.page, board)
    await joinNearby(ben.page, board)
    await expect(
      ada.page
        .getByText('Ben joined')
        .or(ada.page.getByRole('button', { name: /2 people/ }))
        .first(),
    ).toBeVisible()
  })

  await test.step('a stroke is seen growing while the pen is still down', async () => {
    const { mouse } = ada.page
    await mouse.move(200, 300)
    await mouse.down()
    await mouse.move(400, 300, { steps: 10 })
    await expect.poll(async () => inked(await pixels.of(ben.page, OPEN_BOARD))).toBeGreaterThan(200)
    const half = inked(await pixels.of(ben.page, OPEN_BOARD))
    await mouse.move(800, 420, { steps: 20 })
    await expect.poll(async () => inked(await pixels.of(ben.page, OPEN_BOARD))).toBeGreaterThan(half * 1.8)
    await mouse.up()
  })

  await test.step('both draw; both boards look the same', async () => {
    await penThrough(ben.page, [
      [300, 500],
      [500, 560],
      [700, 480],
      [900, 600],
    ])
    await parkPointer(ada.page)
    await parkPointer(ben.page)
    await expect
      .poll(async () => difference(await pixels.of(ada.page, OPEN_BOARD), await pixels.of(ben.page, OPEN_BOARD)))
      .toBeLessThan(SAME)
    expect(inked(await pixels.of(ada.page, OPEN_BOARD))).toBeGreaterThan(1500)
  })

  await test.step('chat goes both ways', async () => {
    await openChat(ada.page)
    await say(ada.page, 'Hello Ben')
    await openChat(ben.page)
    await expect(ben.page.getByText('Hello Ben')).toBeVisible()
    await say(ben.page, 'Hello Ada')
    await expect(ada.page.getByText('Hello Ada')).toBeVisible()
    for (const { page } of [ada, ben]) await page.getByRole('button', { name: /^Chat/ }).click()
    for (const { page } of [ada, ben]) await expect(page.getByText('Hello Ada')).toBeHidden()
  })

  await test.step('undo takes back one’s own stroke only, for both; redo brings it back', async () => {
    const before = await pixels.of(ada.page, OPEN_BOARD)
    await ben.page.getByRole('button', { name: 'Undo' }).click()
    await parkPointer(ben.page)
    await expect.poll(async () => inked(await pixels.of(ada.page, OPEN_BOARD))).toBeLessThan(inked(before) * 0.8)
    await ben.page.getByRole('button', { name: 'Redo' }).click()
    await parkPointer(ben.page)
    await expect.poll(async () => difference(before, await pixels.of(ada.page, OPEN_BOARD))).toBeLessThan(SAME)
  })

  await test.step('the host is killed and started again: both boards are as before, and one can go on', async () => {
    const before = await pixels.of(ada.page, OPEN_BOARD)
    await ada.kill()
    await expect(ben.page.getByText('Not connected')).toBeVisible()
    // What is drawn meanwhile is kept and sent later.
    await penThrough(ben.page, [
      [150, 150],
      [350, 200],
    ])
    await parkPointer(ben.page)
    await ada.restart()
    await expect(ben.page.getByText('Not connected')).toBeHidden()
    if (!(await ada.page.getByTestId('board').isVisible())) {
      await ada.page.getByRole('button', { name: board }).first().click()
      await onBoard(ada.page)
    }
    await parkPointer(ada.page)
    await expect
      .poll(async () => difference(await pixels.of(ada.page, OPEN_BOARD), await pixels.of(ben.page, OPEN_BOARD)))
      .toBeLessThan(SAME)
    await ben.page.getByRole('button', { name: 'Undo' }).click()
    await parkPointer(ben.page)
    for (const { page } of [ada, ben]) {
      await expect.poll(async () => difference(before, await pixels.of(page, OPEN_BOARD))).toBeLessThan(SAME)
    }
  })

  await test.step('the view is exported as it is on the screen', async () => {
    const { page } = ben
    const screen = await pixels.of(page, OPEN_BOARD)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('radio', { name: 'View' }).click()
    await page.getByRole('radio', { name: '1×' }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save PNG' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe(`${board}.png`)
    const exported = await pixels.read(await contentOf(download))
    expect([exported.width, exported.height]).toEqual([1280, 800])
    expect(difference(screen, cut(exported, OPEN_BOARD))).toBeLessThan(SAME)
  })
})
