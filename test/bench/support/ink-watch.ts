import type { Page } from '@playwright/test'

/** A move of the pen, as the window it happened in took it. Times are milliseconds since 1970. */
export interface Move {
  readonly x: number
  readonly at: number
}

/** How far the ink on a row of pixels reached when a frame was done. */
export interface Frame {
  readonly at: number
  /** Window coordinate of the rightmost inked pixel; 0 where there is none. */
  readonly front: number
}

declare global {
  // What the two functions below leave in their windows.
  var benchMoves: Move[]
  var benchFrames: Frame[]
  var benchRow: number
}

/** Notes every pointer move of a window with the time its browser stamped it with. */
export async function watchMoves(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.benchMoves = []
    const note = (event: PointerEvent): void => {
      const coalesced = event.getCoalescedEvents()
      for (const { clientX, timeStamp } of coalesced.length > 0 ? coalesced : [event]) {
        globalThis.benchMoves.push({ x: clientX, at: performance.timeOrigin + timeStamp })
      }
    }
    window.addEventListener('pointermove', note, { capture: true })
  })
}

/**
 * Looks, after every frame of a window, at one row of pixels of the canvas that shows ink in progress. The
 * look comes in a task after the frame's callbacks have all run: a callback of its own could run before the
 * board's, and would see each frame one late.
 */
export async function watchInk(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.benchFrames = []
    globalThis.benchRow = 0
    const canvas = Array.from(document.querySelectorAll<HTMLCanvasElement>('[data-testid=board] > canvas')).at(-1)
    const context = canvas?.getContext('2d')
    if (canvas === undefined || !context) throw new Error('There is no canvas with ink in progress.')
    const after = new MessageChannel()
    after.port1.addEventListener('message', () => {
      const { data } = context.getImageData(0, globalThis.benchRow, canvas.width, 1)
      let front = canvas.width - 1
      while (front > 0 && data[front * 4 + 3]! < 128) front -= 1
      globalThis.benchFrames.push({ at: performance.timeOrigin + performance.now(), front })
    })
    after.port1.start()
    const frame = (): void => {
      after.port2.postMessage(null)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

export async function lookAtRow(page: Page, y: number): Promise<void> {
  await page.evaluate((row) => {
    globalThis.benchRow = row
    globalThis.benchFrames = []
  }, y)
}

export async function takeMoves(page: Page): Promise<Move[]> {
  return await page.evaluate(() => globalThis.benchMoves.splice(0))
}

export async function takeFrames(page: Page): Promise<Frame[]> {
  return await page.evaluate(() => globalThis.benchFrames.splice(0))
}

/** How far the clock of a window is ahead of this process's, in milliseconds, from the quickest of many questions. */
export async function clockAhead(page: Page): Promise<number> {
  let [best, ahead] = [Infinity, 0]
  for (let i = 0; i < 50; i++) {
    const before = performance.timeOrigin + performance.now()
    const there = await page.evaluate(() => performance.timeOrigin + performance.now())
    const after = performance.timeOrigin + performance.now()
    if (after - before >= best) continue
    best = after - before
    ahead = there - (before + after) / 2
  }
  return ahead
}
