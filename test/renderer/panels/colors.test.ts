import { describe, expect, test } from 'vitest'
import { PAPER, PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { contrast, hexOf, linearColor, oklab, type Rgb } from './tokens.ts'

const THEMES = ['light', 'dark'] as const
const TEXT = 4.5
const GRAPHIC = 3
/** In OKLab; about twice what eyes tell apart side by side. */
const JUST_DIFFERENT = 0.035

describe.each(THEMES)('colours on the %s theme', (theme) => {
  const of = (name: string): Rgb => linearColor(name, theme)

  test('paper is what the board and every export paint', () => {
    expect(hexOf(of('--paper'))).toBe(PAPER[theme])
  })

  test.each(['--paper', '--island', '--raised', '--sunken'])('text can be read on %s', (surface) => {
    const faint = ['--ink', '--ink-soft', '--accent-text', '--danger', '--warning'].filter(
      (text) => contrast(of(text), of(surface)) < TEXT,
    )
    expect(faint).toEqual([])
  })

  test('labels can be read on filled buttons, tips and notices', () => {
    expect(contrast(of('--accent-ink'), of('--accent'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--accent-ink'), of('--accent-hover'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--danger-ink'), of('--danger'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--tip-ink'), of('--tip'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--tip-soft'), of('--tip'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--ink'), of('--notice'))).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(of('--qr-ink'), of('--qr-paper'))).toBeGreaterThanOrEqual(TEXT)
  })

  test('the saved dot and the active tool are seen on islands', () => {
    expect(contrast(of('--success'), of('--island'))).toBeGreaterThanOrEqual(GRAPHIC)
    expect(contrast(of('--accent'), of('--island'))).toBeGreaterThanOrEqual(GRAPHIC)
  })

  test.each(people())('person colour %i carries its label and stands out from paper', (index) => {
    const color = of(`--person-${index}`)
    expect(contrast(of(`--person-${index}-text`), color)).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(color, of('--paper'))).toBeGreaterThanOrEqual(GRAPHIC)
  })

  test.each(Object.entries(EYES))('people are told apart by %s eyes', (_, see) => {
    const colors = people().map((index) => oklab(see(of(`--person-${index}`))))
    const alike = colors.flatMap((one, index) =>
      colors
        .slice(0, index)
        .flatMap((two, other) => (distance(one, two) < JUST_DIFFERENT ? [`${index} and ${other}`] : [])),
    )
    expect(alike).toEqual([])
  })
})

test('person colours are about equally light within a theme', () => {
  for (const theme of THEMES) {
    const lightness = people().map((index) => oklab(linearColor(`--person-${index}`, theme))[0])
    expect(Math.max(...lightness) - Math.min(...lightness)).toBeLessThan(0.1)
  }
})

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
// for eyes that lack one kind of cone altogether.
const EYES: Readonly<Record<string, (color: Rgb) => Rgb>> = {
  'all three kinds of': (color) => color,
  'red-blind': seenThrough([
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]),
  'green-blind': seenThrough([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ]),
}

function seenThrough(matrix: readonly Rgb[]): (color: Rgb) => Rgb {
  return ([red, green, blue]) =>
    matrix.map(([r, g, b]) => Math.min(1, Math.max(0, r * red + g * green + b * blue))) as unknown as Rgb
}

function people(): number[] {
  return Array.from({ length: PERSON_COLOR_COUNT }, (_, index) => index)
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}
