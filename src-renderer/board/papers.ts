import { PAPER, type Theme } from '#shared/model/palette.ts'

/** What the board lies on, in this window only. */
export const PAPERS = ['plain', 'pure', 'warm', 'green', 'blue'] as const
export type Paper = (typeof PAPERS)[number]

const COLORS: Readonly<Record<Paper, Readonly<Record<Theme, string>>>> = {
  plain: PAPER,
  pure: { light: '#ffffff', dark: '#0b0b0c' },
  warm: { light: '#f8f0de', dark: '#1f1a14' },
  green: { light: '#eef4ea', dark: '#141c17' },
  blue: { light: '#ecf2f8', dark: '#131a23' },
}

export function cssOfPaper(paper: Paper, theme: Theme): string {
  return COLORS[paper][theme]
}
