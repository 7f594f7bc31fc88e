import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type LaunchOptions } from '@playwright/test'
import { connectTwoComputers, within } from '../support/two-computers.ts'
import {
  expect,
  joinNearby,
  nameMyself,
  onBoard,
  openChat,
  OPEN_BOARD,
  penThrough,
  say,
  startBoard,
  test,
} from './support/app.ts'
import { drag, expectSame, section } from './support/board.ts'
import { inked } from './support/pixels.ts'
import { temporaryFolder } from './support/program.ts'

/** A browser that runs within the network of a computer. */
async function browserOf(computer: string, folder: string, options: LaunchOptions): Promise<Browser> {
  const path = join(folder, `chromium-of-${computer}`)
  const browser = options.executablePath ?? chromium.executablePath()
  writeFileSync(path, `#!/bin/sh\nexec ${[...within(computer), browser].join(' ')} "$@"\n`)
  chmodSync(path, 0o755)
  return await chromium.launch({ ...options, executablePath: path })
}

test('two computers find each other, draw and chat together, lose the host, and go on', async ({
  openApp,
  pixels,
}, testInfo) => {
  const computers = await connectTwoComputers()
  test.skip('because' in computers, 'because' in computers ? computers.because : '')
  if ('because' in computers) return
  const folder = temporaryFolder()
  const options = testInfo.project.use.launchOptions ?? {}
  const [first, second] = computers.names
  const browsers = [
    await browserOf(first, folder.path, options),
    await browserOf(second, folder.path, options),
  ] as const
  try {
    const on = (index: 0 | 1) => ({ computer: { browser: browsers[index], prefix: within(computers.names[index]) } })
    const ada = await openApp('Ada', on(0))
    const ben = await openApp('Ben', on(1))

    await test.step('found, joined, drawn', async () => {
      await nameMyself(ada.page, 'Ada')
      await nameMyself(ben.page, 'Ben')
      await startBoard(ada.page, 'Atelier')
      await joinNearby(ben.page, 'Atelier')
      await expect(ada.page.getByRole('button', { name: '2 people here' })).toBeVisible()
      await ada.page.mouse.move(200, 300)
      await ada.page.mouse.down()
      await ada.page.mouse.move(500, 300, { steps: 10 })
      await expect.poll(async () => inked(await pixels.of(ben.page, OPEN_BOARD))).toBeGreaterThan(200)
      await ada.page.mouse.up()
      await penThrough(ben.page, [
        [300, 500],
        [500, 560],
        [900, 500],
      ])
      await expectSame(ada.page, ben.page, pixels)
    })

    await test.step('chat', async () => {
      await openChat(ben.page)
      await say(ben.page, 'Hello from the other computer')
      await ada.page.getByRole('button', { name: 'Chat, 1 unread message' }).click()
      await expect(ada.page.getByText('Hello from the other computer')).toBeVisible()
      for (const { page } of [ada, ben]) await page.getByRole('button', { name: 'Chat', exact: true }).click()
      for (const { page } of [ada, ben]) await expect(page.getByText('Hello from the other')).toBeHidden()
    })

    await test.step('the host is killed and started again', async () => {
      await ada.kill()
      await expect(ben.page.getByText('Not connected')).toBeVisible()
      await drag(ben.page, [200, 200], [700, 200])
      await ada.restart()
      await expect(ben.page.getByText('Not connected')).toBeHidden()
      if (!(await ada.page.getByTestId('board').isVisible())) {
        await section(ada.page, 'Your boards')
          .getByRole('button', { name: /Atelier/ })
          .first()
          .click()
        await onBoard(ada.page)
      }
      await expectSame(ada.page, ben.page, pixels)
      expect(inked(await pixels.of(ada.page, OPEN_BOARD))).toBeGreaterThan(4000)
    })
  } finally {
    for (const browser of browsers) await browser.close()
    await computers.remove()
    folder.remove()
  }
})
