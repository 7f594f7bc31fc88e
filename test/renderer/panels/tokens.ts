import { readFileSync } from 'node:fs'

/** Reads the design tokens as a browser would resolve them on one theme. */
export type Rgb = readonly [red: number, green: number, blue: number]

const CSS = readFileSync(new URL('../../../src-renderer/panels/tokens.css', import.meta.url), 'utf8')

/** The declarations of the first `:root`, before any theme or media query changes them. */
const ROOT = /:root \{([\s\S]*?)\n\}/.exec(CSS)?.[1] ?? ''
const TOKENS = new Map(
  Array.from(ROOT.matchAll(/(--[\w-]+):\s*([^;]+);/g), ([, name = '', value = '']) => [name, value.trim()] as const),
)

/** The opaque colour of a token; linear light, 0 to 1. */
export function linearColor(name: string, theme: 'light' | 'dark'): Rgb {
  const value = TOKENS.get(name)
  if (value === undefined) throw new Error(`there is no token ${name}`)
  const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1]
  if (reference !== undefined) return linearColor(reference, theme)
  const pair = /^light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)$/.exec(value)
  const chosen = pair === null ? value : pair[theme === 'light' ? 1 : 2]
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(chosen ?? '')
  if (numbers === null) throw new Error(`${name} is no opaque colour: ${value}`)
  const [lightness = 0, chroma = 0, hue = 0] = numbers.slice(1).map(Number)
  return linearRgb(lightness, chroma, (hue * Math.PI) / 180)
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function linearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** OKLab of a linear colour: distances in it are about as large as they look. */
export function oklab([red, green, blue]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** Contrast ratio after WCAG 2. */
export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function hexOf(color: Rgb): string {
  const bytes = color.map((linear) => {
    const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${bytes.join('')}`
}
