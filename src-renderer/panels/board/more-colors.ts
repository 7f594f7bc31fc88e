/**
 * Fixed colours beyond the inks: nine hues and grey in five lightnesses, evenly stepped in OKLCH and brought into sRGB
 * by giving up strength.
 */
export function moreColors(): readonly `#${string}`[] {
  const colors: `#${string}`[] = []
  for (const lightness of LIGHTNESSES) {
    for (const hue of HUES) colors.push(hexOf(lightness, hue === null ? 0 : STRENGTH, hue ?? 0))
  }
  return colors
}

const LIGHTNESSES = [0.92, 0.8, 0.66, 0.52, 0.36]
const HUES = [null, 20, 50, 85, 130, 165, 225, 265, 320]
const STRENGTH = 0.17

function hexOf(lightness: number, strength: number, hueDegrees: number): `#${string}` {
  let chroma = strength
  let channels = linearRgb(lightness, chroma, hueDegrees)
  while (chroma > 0 && channels.some((value) => value < 0 || value > 1)) {
    chroma = Math.max(0, chroma - 0.005)
    channels = linearRgb(lightness, chroma, hueDegrees)
  }
  return `#${channels.map(byteOf).join('')}`
}

// Björn Ottosson, "A perceptual color space for image processing" (2020): OKLab to linear sRGB.
function linearRgb(lightness: number, chroma: number, hueDegrees: number): readonly number[] {
  const hue = (hueDegrees * Math.PI) / 180
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function byteOf(linear: number): string {
  const clamped = Math.min(1, Math.max(0, linear))
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0')
}

/** `#rrggbb` from what a person typed, with or without the mark and in short form; null if it is none. */
export function readHex(text: string): `#${string}` | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase()
  if (digits === undefined) return null
  return digits.length === 6 ? `#${digits}` : `#${digits.replace(/./g, '$&$&')}`
}
