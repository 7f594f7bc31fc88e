import { expect, onBoard, openChat, OPEN_BOARD, say, startBoard, test } from './support/app.ts'
import { drag, expectSame, openShare } from './support/board.ts'
import { inked } from './support/pixels.ts'

test('a browser without DrawNet joins where the host lets it, and no longer', async ({ openApp, browser, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await drag(page, [300, 300], [700, 300])
  const panel = await openShare(page)
  const guests = panel.getByRole('switch', { name: 'Let browsers join without DrawNet' })
  await expect(guests).not.toBeChecked()
  await guests.click()
  const address = (await panel.getByText(/^https:\/\//).textContent())!
  await page.keyboard.press('Escape')

  // What a person does who accepts the unknown certificate.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const guest = await context.newPage()

  await test.step('the board is there and both draw on it', async () => {
    await guest.goto(address)
    await expect(guest.getByRole('heading', { name: 'Atelier' })).toBeVisible()
    await guest.getByLabel('Your name').fill('Gus')
    await guest.getByRole('button', { name: 'Join board' }).click()
    await onBoard(guest)
    await expect(page.getByRole('button', { name: '2 people here' })).toBeVisible()
    await expect(guest.getByRole('button', { name: 'Rename Atelier' })).toBeVisible()
    await expect(guest.getByRole('button', { name: 'Share' })).toHaveCount(0)
    await expect.poll(async () => inked(await pixels.of(guest, OPEN_BOARD))).toBeGreaterThan(1000)
    await drag(guest, [300, 500], [700, 500])
    await drag(page, [300, 200], [700, 200])
    // The guest has come to the middle of what was there.
    for (const window of [page, guest]) await window.getByRole('button', { name: 'Fit' }).click()
    await expectSame(page, guest, pixels)
    expect(inked(await pixels.of(guest, OPEN_BOARD))).toBeGreaterThan(3500)
  })

  await test.step('they write to each other', async () => {
    await openChat(guest)
    await say(guest, 'Hello from the browser')
    await openChat(page)
    await expect(page.getByText('Hello from the browser')).toBeVisible()
    await expect(page.getByRole('log', { name: 'Messages' }).getByText('Gus')).toBeVisible()
    await say(page, 'Welcome')
    await expect(guest.getByText('Welcome')).toBeVisible()
  })

  await test.step('switched off, who is there has to leave, and the address leads nowhere', async () => {
    const again = await openShare(page)
    await again.getByRole('switch').click()
    await expect(again.getByText(/^https:\/\//)).toHaveCount(0)
    await expect(page.getByRole('button', { name: '1 person here' })).toBeVisible()
    const response = await guest.goto(address)
    expect(response?.status()).toBe(404)
  })
  await context.close()
})
