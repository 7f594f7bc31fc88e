import type { Page } from '@playwright/test'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openBoardPage, type BoardPage } from './board-page.ts'

/** Opens a browser for the tests of a file, and the page of a board, 800 by 500 pixels large, anew for each of them. */
export function boardForTests(onOpen: (page: Page) => void, { touch = false } = {}): void {
  let board: BoardPage | null = null
  beforeAll(async () => {
    board = await openBoardPage()
  }, 60_000)
  afterAll(async () => {
    await board?.close()
  })
  beforeEach(async () => {
    onOpen(await board!.open({ width: 800, height: 500, touch }))
  })
}
