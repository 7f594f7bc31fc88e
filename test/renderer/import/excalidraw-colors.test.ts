import { expect, test } from 'vitest'
import { cssOfInk } from '#shared/model/palette.ts'
import { cssOfTone, figuresOf } from '#renderer/board/figures.ts'
import { box, drawing, only } from '../../support/foreign-drawings.ts'
import { contrast, type Rgb } from '../panels/tokens.ts'

function linear(hex: string): Rgb {
  const part = (at: number): number => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2
  return [part(1), part(3), part(5)]
}

test.for<readonly [object, object]>([
  [
    { backgroundColor: '#000', fillStyle: 'solid' },
    { color: 'ink', fill: 'full', fillColor: 'ink' },
  ],
  [
    { backgroundColor: '#1e1e1e', fillStyle: 'hachure' },
    { color: 'ink', fill: 'hatch', fillColor: 'ink' },
  ],
  [
    { backgroundColor: '#000', fillStyle: 'solid', strokeColor: 'transparent' },
    { color: 'ink', fill: 'full', fillColor: 'ink' },
  ],
])('what is black, which follows the theme: %o', async ([change, expected]) => {
  expect(await only({ ...box, ...change })).toMatchObject(expected)
})

test('what is black with an outline of a colour stays black, under what is drawn on it', async () => {
  const filled = { ...box, backgroundColor: '#000', fillStyle: 'solid', strokeColor: '#ffd700' }
  expect(await only(filled)).toMatchObject({ color: '#ffd700', fillColor: '#000000' })
})

test('what is white with a black outline gets dark with the paper, and the outline is seen on it', async () => {
  const white = { ...box, backgroundColor: '#fff', fillStyle: 'solid' }
  const record = await only(white)
  expect(record).toMatchObject({ color: 'ink', fill: 'solid', fillColor: '#ffffff' })
  if (record.type !== 'shape') throw new Error('It became no figure.')
  const [inside] = figuresOf(record)
  const contrasts = (['light', 'dark'] as const).map((theme) =>
    contrast(linear(cssOfTone(inside!.tone, theme)), linear(cssOfInk('ink', theme))),
  )
  expect(Math.min(...contrasts)).toBeGreaterThan(4.5)
  expect(contrast(linear(cssOfTone(inside!.tone, 'light')), [1, 1, 1])).toBeLessThan(1.05)
  // Hatched it would have stripes on dark paper alone.
  const hatched = await drawing({ ...white, fillStyle: 'hachure' })
  expect(hatched.records).toMatchObject([{ fill: 'solid', fillColor: '#ffffff' }])
  expect(Array.from(hatched.losses)).toEqual([['fillStyle', 1]])
  // With an outline of a colour it is as it was.
  expect(await only({ ...white, strokeColor: '#ff0000' })).toMatchObject({ fill: 'full', fillColor: '#ffffff' })
})

test('what is black in a colour, or on one, stays black, for it is seen there with every theme', async () => {
  const yellow = { ...box, id: 'y', backgroundColor: '#ffec99', fillStyle: 'solid', x: 0, y: 0, angle: 0.1 }
  const eye = { ...box, type: 'ellipse', x: 40, y: 20, width: 20, height: 10, fillStyle: 'solid' }
  const words = { ...box, type: 'text', text: 'x', fontFamily: 2 }
  const { records } = await drawing(
    yellow,
    { ...eye, backgroundColor: '#ffffff' },
    { ...eye, backgroundColor: '#000', x: 45, width: 5 },
    { ...words, x: 20, y: 20, width: 10, height: 10 },
    { ...words, x: 150, y: 20, width: 10, height: 10 },
    { ...eye, x: 150, backgroundColor: '#000' },
  )
  expect(records).toMatchObject([
    { color: '#1e1e1e', fill: 'full', fillColor: '#ffec99' },
    { color: '#1e1e1e', fill: 'full', fillColor: '#ffffff' },
    { color: '#1e1e1e', fill: 'full', fillColor: '#000000' },
    { color: '#1e1e1e' },
    { color: 'ink' },
    { color: 'ink', fill: 'full', fillColor: 'ink' },
  ])
})
