import type { Page } from '@playwright/test'
import {
  anotherWindow,
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
  type App,
} from './support/app.ts'
import {
  drag,
  expectInk,
  expectNoInk,
  expectSame,
  goHome,
  inkOf,
  newBoardName,
  openShare,
  section,
} from './support/board.ts'
import { inked } from './support/pixels.ts'

async function twoHome(openApp: (name: string) => Promise<App>): Promise<{ ada: Page; ben: Page; adasApp: App }> {
  const adasApp = await openApp('Ada')
  const { page: ben } = await openApp('Ben')
  const { page: ada } = adasApp
  await nameMyself(ada, 'Ada')
  await nameMyself(ben, 'Ben')
  return { ada, ben, adasApp }
}

function panelOf(page: Page) {
  return page.getByRole('complementary', { name: 'People and chat' })
}

test('people see each other come, point, write, rename and leave', async ({ openApp }) => {
  const { ada, ben } = await twoHome(openApp)
  const board = newBoardName()
  await startBoard(ada, board)
  await joinNearby(ben, board)

  const garden = newBoardName()

  await test.step('a pointer is seen where it is, with its name', async () => {
    const name = ada.getByTestId('board').getByText('Ben', { exact: true })
    await ben.mouse.move(500, 300)
    await expect(name).toBeVisible()
    await ben.mouse.move(700, 350, { steps: 5 })
    await expect
      .poll(async () => {
        const box = await name.boundingBox()
        return box !== null && box.x > 700 && box.x < 730 && box.y > 350 && box.y < 380
      })
      .toBe(true)
    await ben.getByRole('button', { name: 'Share', exact: true }).hover()
    await expect(name).toBeHidden()
  })

  await test.step('the panel lists both', async () => {
    await ada.getByRole('button', { name: '2 people here' }).click()
    const people = panelOf(ada).getByRole('list', { name: 'People' }).getByRole('listitem')
    await expect(people).toHaveCount(2)
    await expect(people.filter({ hasText: 'Ada' })).toContainText('You')
    await expect(people.filter({ hasText: 'Ben' })).not.toContainText('Away')
  })

  await test.step('messages that nobody has looked at are counted', async () => {
    await openChatIn(ada)
    await say(ada, 'One')
    await say(ada, 'Two')
    await ben.getByRole('button', { name: 'Chat, 2 unread messages' }).click()
    await expect(panelOf(ben).getByText('Two')).toBeVisible()
    // Who has written or drawn belongs to the board from then on.
    await say(ben, 'And mine')
    await expect(panelOf(ada).getByText('And mine')).toBeVisible()
    await ben.getByRole('button', { name: 'Chat', exact: true }).click()
    await say(ada, 'Three')
    await expect(ben.getByRole('button', { name: 'Chat, 1 unread message' })).toBeVisible()
  })

  await test.step('a new name is seen by all', async () => {
    await ada.getByRole('button', { name: `Rename ${board}` }).click()
    await ada.getByLabel('Board name').fill(garden)
    await ada.getByLabel('Board name').press('Enter')
    await expect(ben.getByRole('button', { name: `Rename ${garden}` })).toBeVisible()
    await expect(ben).toHaveTitle(`${garden} – DrawNet`)
    await expect(ada.getByRole('button', { name: `Rename ${garden}` })).toBeVisible()
  })

  await test.step('who leaves is seen to be away, and finds the new name at home', async () => {
    await goHome(ben)
    await expect(section(ben, 'Near you').getByRole('heading', { name: garden })).toBeVisible()
    await expect(section(ben, 'Your boards').getByRole('heading', { name: garden })).toBeVisible()
    await expect(ada.getByRole('button', { name: '1 person here' })).toBeVisible()
    const people = panelOf(ada).getByRole('list', { name: 'People' }).getByRole('listitem')
    await expect(people.filter({ hasText: 'Ben' })).toContainText('Away')
    await goHome(ada)
    await expect(section(ada, 'Your boards').getByRole('heading', { name: garden })).toBeVisible()
  })

  await test.step('who comes back has read what was said before', async () => {
    await section(ben, 'Near you').getByRole('button', { name: garden }).click()
    await onBoard(ben)
    await expect(ben.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    await openChat(ben)
    await expect(panelOf(ben).getByText('Three')).toBeVisible()
  })
})

async function openChatIn(page: Page): Promise<void> {
  if (!(await panelOf(page).isVisible())) await openChat(page)
}

test('undo takes back one’s own work only, window by window; one person may have several', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben, adasApp } = await twoHome(openApp)
  const board = newBoardName()
  await startBoard(ada, board)
  await joinNearby(ben, board)
  const third = await anotherWindow(adasApp)
  await section(third, 'Your boards').getByRole('button', { name: board }).first().click()
  await onBoard(third)
  await expect(ben.getByRole('button', { name: '2 people here' })).toBeVisible()

  await drag(ada, [300, 200], [700, 200])
  await drag(ben, [300, 300], [700, 300])
  await drag(third, [300, 400], [700, 400])
  await expectSame(ada, ben, pixels)
  await expectSame(third, ben, pixels)
  await expectInk(ben, pixels, { x: 298, y: 198, width: 404, height: 204 }, 3)

  await third.keyboard.press('Control+z')
  await third.keyboard.press('Control+z')
  await expectInk(ben, pixels, { x: 298, y: 198, width: 404, height: 104 }, 3)
  await ada.keyboard.press('Control+z')
  await ada.keyboard.press('Control+z')
  await expect(ada.getByRole('button', { name: 'Undo' })).toBeDisabled()
  for (const window of [ada, ben, third]) {
    await parkPointer(window)
    await expectInk(window, pixels, { x: 298, y: 298, width: 404, height: 4 }, 3)
  }
  await third.close()
  await expect(ben.getByRole('button', { name: '2 people here' })).toBeVisible()
})

test('a board is joined by its link, by its address, and while a stroke is being drawn', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await twoHome(openApp)
  const board = newBoardName()
  await startBoard(ada, board)
  const panel = await openShare(ada)
  await expect(panel.getByRole('img', { name: 'QR code for this board' })).toBeVisible()
  const link = await panel.getByText(/^drawnet:\/\//).textContent()
  const address = await panel
    .getByText(/^\d+\.\d+\.\d+\.\d+:\d+$/)
    .first()
    .textContent()
  await ada.keyboard.press('Escape')
  await expect(panel).toBeHidden()

  await test.step('by link, late', async () => {
    await ada.mouse.move(300, 300)
    await ada.mouse.down()
    // A bend: a straight line that is held this long would be made a clean one.
    for (const [x, y] of [
      [360, 380],
      [430, 240],
      [500, 300],
    ] as const)
      await ada.mouse.move(x, y, { steps: 5 })
    await ben.getByLabel('Link or address').fill(link!)
    await ben.getByRole('button', { name: 'Join', exact: true }).click()
    await onBoard(ben)
    await expect.poll(async () => (await inkOf(ben, pixels))?.width).toBeGreaterThan(150)
    await ada.mouse.move(800, 300, { steps: 10 })
    await expect.poll(async () => (await inkOf(ben, pixels))?.width).toBeGreaterThan(450)
    await ada.mouse.up()
    await expectSame(ada, ben, pixels)
  })

  await test.step('by address', async () => {
    await goHome(ben)
    await ben.getByLabel('Link or address').fill(address!)
    await ben.getByLabel('Link or address').press('Enter')
    await onBoard(ben)
    await expect.poll(async () => inked(await pixels.of(ben, OPEN_BOARD))).toBeGreaterThan(1000)
  })
})

test('boards are known by their pictures in both homes', async ({ openApp, pixels }) => {
  const { ada, ben } = await twoHome(openApp)
  const board = newBoardName()
  await startBoard(ada, board)
  await joinNearby(ben, board)
  await penThrough(ada, [
    [300, 200],
    [600, 500],
    [900, 200],
  ])
  await parkPointer(ada)
  await expect.poll(async () => inked(await pixels.of(ben, OPEN_BOARD))).toBeGreaterThan(1000)
  await goHome(ada)
  await goHome(ben)
  const cards = [section(ada, 'Your boards'), section(ben, 'Your boards'), section(ben, 'Near you')]
  for (const card of cards) {
    const picture = card.getByRole('article').filter({ hasText: board }).locator('img')
    await expect(picture).toBeVisible()
    expect(inked(await pixels.read(await picture.screenshot()))).toBeGreaterThan(100)
  }
  await ben.getByRole('button', { name: board }).first().click()
  await onBoard(ben)
  await expect.poll(async () => inked(await pixels.of(ben, OPEN_BOARD))).toBeGreaterThan(1000)
  await ben.keyboard.press('Control+a')
  await ben.keyboard.press('Delete')
  await expectNoInk(ben, pixels)
})

test('a name that is typed takes the place of the one suggested, also when that has just become another', async ({
  openApp,
}) => {
  const ada = await openApp('Ada')
  const field = ada.page.getByLabel('Board name')
  await expect(field).not.toHaveValue('')
  await field.focus()
  const another = await anotherWindow(ada)
  await nameMyself(another, 'Grace')
  await expect(field).toHaveValue('Grace’s board')
  await ada.page.keyboard.type('Atelier')
  await expect(field).toHaveValue('Atelier')
  await nameMyself(another, 'Ada')
  await expect(another.getByLabel('Board name')).toHaveValue('Ada’s board')
  await expect(field).toHaveValue('Atelier')
  await ada.page.keyboard.press('Enter')
  await expect(ada.page.getByRole('button', { name: 'Rename Atelier', exact: true })).toBeVisible()
})
