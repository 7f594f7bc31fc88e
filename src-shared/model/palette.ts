/**
 * Ink colours that follow the theme: a board drawn in `ink` on light paper is legible on dark paper too.
 * The pairs share a hue; the dark theme's are lighter.
 */
export const INKS = {
  ink: { light: '#1f1d1a', dark: '#ece9e4' },
  grey: { light: '#7c7872', dark: '#a19d96' },
  red: { light: '#d3302f', dark: '#ff7b74' },
  orange: { light: '#d9660a', dark: '#ff9c4a' },
  yellow: { light: '#d9a300', dark: '#f5cc48' },
  lime: { light: '#6a9a16', dark: '#a8d456' },
  green: { light: '#148a4b', dark: '#55ca8c' },
  teal: { light: '#0b8a92', dark: '#4cc7cf' },
  blue: { light: '#1f66d6', dark: '#74a8ff' },
  violet: { light: '#6d4bd8', dark: '#a992ff' },
  pink: { light: '#c93a8c', dark: '#f584c2' },
  brown: { light: '#8a5a35', dark: '#c89a73' },
} as const

export type InkName = keyof typeof INKS
export const INK_NAMES = Object.keys(INKS) as readonly InkName[]

/** A palette name, or a fixed `#rrggbb` that is the same on both themes. */
export type Ink = InkName | `#${string}`

export type Theme = 'light' | 'dark'

/** The paper under the ink, as `LOOK` and every export have it. */
export const PAPER: Readonly<Record<Theme, string>> = { light: '#fcfbf8', dark: '#17181a' }

const HEX = /^#[0-9a-f]{6}$/

export function isInk(value: unknown): value is Ink {
  return typeof value === 'string' && (Object.hasOwn(INKS, value) || HEX.test(value))
}

/** The CSS colour that an ink has on a theme's paper. */
export function cssOfInk(ink: Ink, theme: Theme): string {
  return Object.hasOwn(INKS, ink) ? INKS[ink as InkName][theme] : ink
}

/** How many colours people have; a person's colour is an index below this. */
export const PERSON_COLOR_COUNT = 12
