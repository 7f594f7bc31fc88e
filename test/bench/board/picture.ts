/** The board's picture as it is on the screen, and how it becomes complete. */

/** A picture that has not changed for this long is complete. */
const STILL_MS = 400
const GIVE_UP_MS = 60_000
const SMALL = { width: 160, height: 100 }

function boardCanvas(element: HTMLElement): HTMLCanvasElement | null {
  const canvas = element.querySelector('canvas')
  return canvas === null || canvas.width === 0 ? null : canvas
}

function context(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const ctx = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw new Error('This browser gives no 2D canvas.')
  return ctx
}

let small: OffscreenCanvasRenderingContext2D | null = null

/** A small copy, which costs hardly anything of a frame; null while there is none. */
export function picture(element: HTMLElement): Uint32Array | null {
  const canvas = boardCanvas(element)
  if (canvas === null) return null
  small ??= context(SMALL.width, SMALL.height)
  small.drawImage(canvas, 0, 0, SMALL.width, SMALL.height)
  return new Uint32Array(small.getImageData(0, 0, SMALL.width, SMALL.height).data.buffer)
}

function isPlain(pixels: Uint32Array): boolean {
  for (const pixel of pixels) if (pixel !== pixels[0]) return false
  return true
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Runs after each frame has been painted, until it answers something. */
export function afterFrames<T>(look: (now: number) => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const after = new MessageChannel()
    after.port1.addEventListener('message', () => {
      const now = performance.now()
      const answer = look(now)
      if (answer !== null) resolve(answer)
      else if (now - start > GIVE_UP_MS) reject(new Error('The picture never came to rest.'))
      else requestAnimationFrame(() => after.port2.postMessage(null))
    })
    after.port1.start()
    requestAnimationFrame(() => after.port2.postMessage(null))
  })
}

/** When there was something to see first, and when it last changed. */
export async function untilStill(look: () => Uint32Array | null): Promise<{ first: number; still: number }> {
  let last: Uint32Array | null = null
  let first = 0
  let still = 0
  return await afterFrames((now) => {
    const seen = look()
    if (seen !== null && !isPlain(seen)) {
      if (last === null || !isSame(last, seen)) {
        last = seen.slice()
        still = now
        if (first === 0) first = now
      }
      if (now - still > STILL_MS) return { first, still }
    }
    return null
  })
}

/** Squares of a picture that are looked at, evenly spread: all of it, read in every frame, would take the frame. */
const SQUARE = 40
const COLUMNS = 12
const ROWS = 8

/** The squares of a picture, side by side. */
function squaresOf(canvas: HTMLCanvasElement, ctx: OffscreenCanvasRenderingContext2D): Uint32Array {
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const x = Math.round(((column + 0.5) * canvas.width) / COLUMNS - SQUARE / 2)
      const y = Math.round(((row + 0.5) * canvas.height) / ROWS - SQUARE / 2)
      const at = (row * COLUMNS + column) * SQUARE
      ctx.drawImage(canvas, x, y, SQUARE, SQUARE, 0, at, SQUARE, SQUARE)
    }
  }
  return new Uint32Array(ctx.getImageData(0, 0, SQUARE, SQUARE * COLUMNS * ROWS).data.buffer)
}

/** The share of squares that show what they show at last, of those that show ink then; and whether all is paper. */
function likeness(now: Uint32Array, last: Uint32Array): { done: number; blank: boolean } {
  const paper = paperOf(last)
  const size = SQUARE * SQUARE
  let [inked, same] = [0, 0]
  for (let from = 0; from < last.length; from += size) {
    let [hasInk, isLike] = [false, true]
    for (let at = from; at < from + size; at++) {
      if (last[at] !== paper) hasInk = true
      if (now[at] !== last[at]) isLike = false
    }
    if (!hasInk) continue
    inked += 1
    if (isLike) same += 1
  }
  return { done: inked === 0 ? 1 : same / inked, blank: isPlain(now) }
}

/** The colour that most places have. */
function paperOf(pixels: Uint32Array): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < pixels.length; i += 13) counts.set(pixels[i]!, (counts.get(pixels[i]!) ?? 0) + 1)
  return [...counts].toSorted((x, y) => y[1] - x[1])[0]?.[0] ?? 0
}

/**
 * Changes the view and says after how many milliseconds some of the picture, and all of it, was as it stays; and in how
 * many frames nothing at all was to be seen. Pictures are kept while they come and compared afterwards.
 */
export async function sharpening(
  element: HTMLElement,
  change: () => void,
): Promise<{ some: number; all: number; blank: number }> {
  const canvas = boardCanvas(element)
  if (canvas === null) throw new Error('There is no picture.')
  const ctx = context(SQUARE, SQUARE * COLUMNS * ROWS)
  const seen: { at: number; squares: Uint32Array }[] = []
  const start = performance.now()
  change()
  let still = start
  await afterFrames((now) => {
    const squares = squaresOf(canvas, ctx)
    const last = seen.at(-1)
    if (last === undefined || !isSame(last.squares, squares)) {
      still = now
      seen.push({ at: now, squares })
    }
    return now - still > 2 * STILL_MS ? true : null
  })
  const final = squaresOf(canvas, ctx)
  const likenesses = seen.map(({ at, squares }) => ({ at: at - start, ...likeness(squares, final) }))
  return {
    some: likenesses.find(({ done }) => done > 0)?.at ?? Number.NaN,
    all: likenesses.find(({ done }) => done === 1)?.at ?? still - start,
    blank: likenesses.filter(({ blank }) => blank).length,
  }
}
