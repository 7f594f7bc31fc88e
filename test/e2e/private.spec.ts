import type { Locator, Page } from '@playwright/test'
import { expect, joinNearby, nameMyself, openChat, onBoard, say, startBoard, test } from './support/app.ts'
import { goHome, newBoardName, section } from './support/board.ts'

function panelOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'People and chat' })
}

function messages(page: Page): Locator {
  return panelOf(page).getByRole('log', { name: 'Messages' })
}

function privateField(page: Page): Locator {
  return panelOf(page).getByLabel(/^Private message to /)
}

/** Leaves nothing of the page in its memory. */
async function anew(page: Page): Promise<void> {
  await page.goto(new URL('/', page.url()).href)
  await expect(page.getByRole('button', { name: /^You are / })).toBeVisible()
}

/** Everything that a window was ever sent by its engine. */
function overhear(page: Page): string[] {
  const frames: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload).toString('latin1')))
  })
  return frames
}

test('a private message is for one person’s eyes only, and stays so', async ({ openApp }) => {
  const [adasApp, bensApp, cleosApp] = [await openApp('Ada'), await openApp('Ben'), await openApp('Cleo')]
  const [ada, ben, cleo] = [adasApp.page, bensApp.page, cleosApp.page]
  const cleoHeard = overhear(cleo)
  const board = newBoardName()
  const secret = 'The cake is behind the piano'
  for (const [page, name] of [
    [ada, 'Ada'],
    [ben, 'Ben'],
    [cleo, 'Cleo'],
  ] as const)
    await nameMyself(page, name)
  await anew(cleo)
  await startBoard(ada, board)
  await joinNearby(ben, board)
  await joinNearby(cleo, board)
  await openChat(ada)
  await openChat(cleo)
  await expect(panelOf(ada).getByRole('listitem')).toHaveCount(3)

  await test.step('from the row of a person one writes to that person alone, and sees so all the time', async () => {
    await panelOf(ada)
      .getByRole('button', { name: /^Message .?Ben.? privately$/ })
      .click()
    await expect(privateField(ada)).toBeFocused()
    await expect(panelOf(ada).getByRole('status')).toHaveText(/^Only to .?Ben/)
    await ada.keyboard.type(secret)
    await ada.keyboard.press('Enter')
    await expect(messages(ada).getByText(secret)).toBeVisible()
    await expect(messages(ada).getByText(/^Only to .?Ben/)).toBeVisible()
    await expect(panelOf(ada).getByRole('status')).toHaveText(/^Only to .?Ben/)
  })

  await test.step('that person sees it counted, and marked', async () => {
    await ben.getByRole('button', { name: 'Chat, 1 unread message' }).click()
    await expect(messages(ben).getByText(secret)).toBeVisible()
    await expect(messages(ben).getByText('Only to you', { exact: true })).toBeVisible()
  })

  await test.step('what was begun for one person does not stand ready for all', async () => {
    await privateField(ada).fill('Only half wr')
    await ada.keyboard.press('Escape')
    await expect(panelOf(ada)).toBeVisible()
    await expect(ada.getByLabel('Message', { exact: true })).toBeFocused()
    await expect(ada.getByLabel('Message', { exact: true })).toHaveValue('')
    await expect(panelOf(ada).getByText('Only half wr')).toBeHidden()
    await say(ada, 'Hello all')
    await expect(messages(cleo).getByText('Hello all')).toBeVisible()
  })

  await test.step('the third person knows nothing of it, and was sent nothing of it', async () => {
    await expect(messages(cleo).getByText('Hello all')).toBeVisible()
    expect(await cleo.content()).not.toContain(secret)
    expect(cleoHeard.join()).toContain('Hello all')
    expect(cleoHeard.join()).not.toContain(secret)
  })

  await test.step('the picker over the field does the same, by keys', async () => {
    await panelOf(ben).getByRole('button', { name: 'To everyone' }).focus()
    await ben.keyboard.press('Enter')
    await ben.getByRole('menuitem', { name: /Only to .?Ada/ }).press('Enter')
    await expect(privateField(ben)).toBeFocused()
    await ben.keyboard.type('Found it')
    await ben.keyboard.press('Enter')
    await expect(messages(ada).getByText('Found it')).toBeVisible()
    await panelOf(ben).getByRole('button', { name: 'Write to everyone' }).click()
    await expect(ben.getByLabel('Message', { exact: true })).toBeFocused()
  })

  await test.step('who is away reads it when back, though the host was killed meanwhile; the third still does not', async () => {
    await goHome(ben)
    const row = panelOf(ada).getByRole('listitem').filter({ hasText: 'Ben' })
    await expect(row).toContainText('Away')
    await row.getByRole('button', { name: /privately$/ }).click()
    await privateField(ada).fill('And one candle is missing')
    await privateField(ada).press('Enter')
    await expect(ada.getByRole('status').filter({ hasText: /saved|saving/i })).toHaveCount(0)
    await expect(messages(ada).getByText('And one candle is missing')).toBeVisible()
    await adasApp.kill()
    await adasApp.restart()
    await anew(ada)
    await section(ada, 'Your boards').getByRole('button', { name: board }).first().click()
    await onBoard(ada)
    await section(ben, 'Near you').getByRole('button', { name: board }).click()
    await onBoard(ben)
    await openChat(ben)
    for (const text of [secret, 'Found it', 'And one candle is missing']) {
      await expect(messages(ben).getByText(text)).toBeVisible()
    }
    await anew(cleo)
    await section(cleo, 'Your boards').getByRole('button', { name: board }).first().click()
    await onBoard(cleo)
    await openChat(cleo)
    await expect(messages(cleo).getByText('Hello all')).toBeVisible()
    for (const text of [secret, 'Found it', 'And one candle is missing']) {
      expect(await cleo.content()).not.toContain(text)
      expect(cleoHeard.join()).not.toContain(text)
    }
  })
})
