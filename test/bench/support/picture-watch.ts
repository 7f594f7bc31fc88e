import type { Page } from '@playwright/test'

/** When the picture of a board changed after a click, in milliseconds since the click. */
export interface Painted {
  readonly firstMs: number
  readonly settledMs: number
}

declare global {
  var benchPainted: Promise<Painted>
}

/** A picture that has not changed for this long is complete. */
const QUIET_MS = 600
const GIVE_UP_MS = 30_000

/** Waits, in a window, for the next click and then for the board it opens to be painted; `painted` tells when it was. */
export async function watchPicture(page: Page): Promise<void> {
  await page.evaluate(
    ([quiet, giveUp]) => {
      // Small enough to be read in each frame without holding it up.
      const small = new OffscreenCanvas(160, 100).getContext('2d', { willReadFrequently: true })
      if (small === null) throw new Error('This browser gives no 2D canvas.')
      const pictureOf = (canvas: HTMLCanvasElement): { sum: number; plain: boolean } => {
        small.drawImage(canvas, 0, 0, 160, 100)
        const { data } = small.getImageData(0, 0, 160, 100)
        let sum = 0
        let plain = true
        for (let at = 0; at < data.length; at += 4) {
          const value = data[at]! + data[at + 1]! * 3 + data[at + 2]! * 7
          sum = (Math.imul(sum, 31) + value) | 0
          plain &&= value === data[0]! + data[1]! * 3 + data[2]! * 7
        }
        return { sum, plain }
      }
      globalThis.benchPainted = new Promise((resolve, reject) => {
        const clicked = (event: MouseEvent): void => {
          const start = event.timeStamp
          let [last, firstAt, changedAt] = [0, 0, 0]
          // In a task after each frame: then all that the frame paints has been painted.
          const after = new MessageChannel()
          after.port1.addEventListener('message', () => {
            const now = performance.now()
            const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=board] > canvas')
            const picture = canvas === null || canvas.width === 0 ? null : pictureOf(canvas)
            if (picture !== null && !picture.plain && picture.sum !== last) {
              last = picture.sum
              changedAt = now
              firstAt ||= now
            }
            if (firstAt > 0 && now - changedAt > quiet!) {
              resolve({ firstMs: firstAt - start, settledMs: changedAt - start })
            } else if (now - start > giveUp!) reject(new Error('The board was never painted.'))
            else requestAnimationFrame(() => after.port2.postMessage(null))
          })
          after.port1.start()
          requestAnimationFrame(() => after.port2.postMessage(null))
        }
        window.addEventListener('click', clicked, { capture: true, once: true })
      })
    },
    [QUIET_MS, GIVE_UP_MS],
  )
}

export async function painted(page: Page): Promise<Painted> {
  return await page.evaluate(() => globalThis.benchPainted)
}
