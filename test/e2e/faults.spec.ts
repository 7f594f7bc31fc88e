import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, joinNearby, nameMyself, openChat, startBoard, test } from './support/app.ts'
import { goHome, newBoardName, section } from './support/board.ts'

function joinForm(page: Page) {
  return page.locator('form').filter({ has: page.getByLabel('Link or address') })
}

async function tryToJoin(page: Page, text: string): Promise<void> {
  await page.getByLabel('Link or address').fill(text)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
}

test('what cannot be joined is said below the field where it was typed', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  const fault = joinForm(page).getByRole('alert')
  const faults = [
    ['', 'Type an address or paste a link.'],
    ['drawnet://192.168.1.5:4747/room?fp=short', 'This link is incomplete or damaged. Ask for it again.'],
    ['https://example.com/board', 'This is not a DrawNet link. DrawNet links begin with drawnet://'],
    ['over there', '“over there” is not an address. Addresses look like 192.168.1.5:4747'],
    ['300.1.1.1', '“300.1.1.1” is not an address. Addresses look like 192.168.1.5:4747'],
    [
      '127.0.0.1:9',
      'DrawNet could not reach 127.0.0.1:9. The computer is there, but no DrawNet answers at this port. Is DrawNet open on it?',
    ],
  ] as const
  for (const [text, sentence] of faults) {
    await tryToJoin(page, text)
    await expect(fault).toHaveText(sentence)
  }
  await page.getByLabel('Link or address').fill('1')
  await expect(fault).toHaveCount(0)
})

test('a board whose host is gone says so on its card', async ({ openApp }) => {
  const ada = await openApp('Ada')
  const ben = await openApp('Ben')
  await nameMyself(ada.page, 'Ada')
  const board = newBoardName()
  await startBoard(ada.page, board)
  await joinNearby(ben.page, board)
  await goHome(ben.page)
  await ada.kill()
  await expect(section(ben.page, 'Near you').getByRole('article').filter({ hasText: board })).toHaveCount(0)
  const card = section(ben.page, 'Your boards').getByRole('article').filter({ hasText: board })
  await expect(card).toContainText('Hosted by')
  await card.getByRole('button').first().click()
  await expect(card.getByRole('alert')).toContainText(/could not reach|not on this network/)
  await expect(ben.page.getByRole('button', { name: 'Start board' })).toBeVisible()
})

test('a damaged database is put aside and said; an empty library begins only when asked for', async ({ openApp }) => {
  const ada = await openApp('Ada')
  const { page, folder } = ada
  await startBoard(page, 'Atelier')
  await openChat(page)
  await goHome(page)
  await ada.kill()
  const garbage = 'This was a database once. '.repeat(4000)
  for (const end of ['-wal', '-shm']) rmSync(join(folder, `drawnet.db${end}`), { force: true })
  writeFileSync(join(folder, 'drawnet.db'), garbage)
  await ada.restart()
  const said = page.getByRole('alert')
  await expect(said).toContainText('Your boards cannot be opened')
  const moved = readdirSync(folder).find((name) => /^drawnet\.corrupt-.*\.db$/.test(name))
  await expect(said).toContainText(moved!)
  expect(readFileSync(join(folder, moved!), 'utf8')).toBe(garbage)

  await test.step('nothing is decided by starting again', async () => {
    await ada.kill()
    await ada.restart()
    await expect(said).toContainText(moved!)
  })

  await page.getByRole('button', { name: 'Start with an empty library' }).click()
  await expect(section(page, 'Your boards').getByText('Nothing here yet')).toBeVisible()
  await startBoard(page, 'Second try')
  expect(readFileSync(join(folder, moved!), 'utf8')).toBe(garbage)
})

test('a second start brings up another window; Ctrl-C ends it all, and the windows say so', async ({
  browser,
  run,
}) => {
  const first = run(['start', '--no-window', '--json', '--port', '0'])
  const { url } = await first.report<{ url: string }>()
  const [context, elsewhere] = [await browser.newContext(), await browser.newContext()]
  const page = await context.newPage()
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Start board' })).toBeEnabled()

  const second = run(['start', '--no-window'])
  expect(await second.exited()).toBe(0)
  expect(second.output).toContain('DrawNet is already open')
  const another = /http:\/\/\S+/.exec(second.output)![0]
  expect(another).not.toBe(url)
  const window = await elsewhere.newPage()
  await window.goto(another)
  await expect(window.getByRole('button', { name: 'Start board' })).toBeEnabled()

  await startBoard(page, 'Atelier')
  expect(await first.stop('SIGINT')).toBe(0)
  for (const left of [page, window]) await expect(left.getByText(/^DrawNet has been stopped\./)).toBeVisible()
  for (const opened of [context, elsewhere]) await opened.close()
})

test('an address opens once; elsewhere it says that it has been used', async ({ browser, run }) => {
  const { url } = await run(['start', '--no-window', '--json', '--port', '0']).report<{
    url: string
  }>()
  const [first, second] = [await browser.newContext(), await browser.newContext()]
  const page = await first.newPage()
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Start board' })).toBeEnabled()
  const stranger = await second.newPage()
  await stranger.goto(url)
  await expect(stranger.getByText('This address has been used already.')).toBeVisible()
  await expect(stranger.getByRole('button', { name: 'Start board' })).not.toBeEnabled()
  for (const opened of [first, second]) await opened.close()
})
