import fontkit, { type Font, type Path } from '@pdf-lib/fontkit'
import { AppError } from '#shared/errors.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
import type { FontFile } from './font-faces.ts'

/** Letters of a line, to be filled: outlines and where they stand, in parts of the font size, upwards from the baseline. */
export interface SetLine {
  readonly glyphs: readonly { readonly path: Path; readonly x: number; readonly y: number }[]
  readonly width: number
  readonly unitsPerEm: number
}

/*
 * The library reads compressed fonts (WOFF2) but does not vary their outlines: it unpacks them all at once, before it
 * knows of any weight. So the outlines are varied here. These are the parts of it that this takes;
 * its version is fixed.
 */
interface VariableFont extends Font {
  variationCoords: readonly number[] | null
  readonly _transformedGlyphs: readonly (OutlineData | null)[]
  readonly _variationProcessor: { transformPoints(glyph: number, points: Point[]): void } | null
}

interface Point {
  x: number
  y: number
  onCurve: boolean
  endContour: boolean
  copy(): Point
}

interface OutlineData {
  readonly numberOfContours: number
  readonly points?: Point[]
  readonly components?: { readonly glyphID: number; dx: number; dy: number }[]
}

/** Points that stand for the edges of a letter come after its own. */
const PHANTOMS = 4

/** A typeface in one weight whose letters can be had as outlines. */
export class OutlineFont {
  readonly #font: VariableFont

  /** @throws AppError `export/failed` */
  static async load(file: FontFile, weight: number): Promise<OutlineFont> {
    const address = await file.load()
    try {
      return new OutlineFont(fromBase64(address.slice(address.indexOf(',') + 1)), weight)
    } catch (error) {
      throw new AppError(
        'export/failed',
        'A font of this board could not be read. Export a picture instead.',
        {},
        error,
      )
    }
  }

  constructor(bytes: Uint8Array, weight: number) {
    const font = fontkit.create(bytes) as VariableFont
    // While it unpacks, it must not think of weights.
    Object.defineProperty(font, '_variationProcessor', { value: null, configurable: true })
    font.getGlyph(1, [])
    Reflect.deleteProperty(font, '_variationProcessor')
    font.variationCoords = [weight]
    this.#font = font
    // All of them, for whatever asks for a letter's width makes and keeps its outline.
    for (let id = 0; id < font.numGlyphs; id++) this.#vary(id)
  }

  has(character: string): boolean {
    return this.#font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
  }

  set(text: string): SetLine {
    const { glyphs, positions } = this.#font.layout(text)
    let x = 0
    const placed = glyphs.map((glyph, i) => {
      const position = positions[i]
      const at = { path: glyph.path, x: x + (position?.xOffset ?? 0), y: position?.yOffset ?? 0 }
      x += position?.xAdvance ?? 0
      return at
    })
    return { glyphs: placed, width: x, unitsPerEm: this.#font.unitsPerEm }
  }

  #vary(id: number): void {
    const { _transformedGlyphs: outlines, _variationProcessor: processor } = this.#font
    const outline = outlines[id]
    if (outline === null || outline === undefined || processor === null) return
    const phantoms = Array.from({ length: PHANTOMS }, () => new PlainPoint(0, 0))
    if (outline.components !== undefined && outline.numberOfContours < 0) {
      const places = outline.components.map(({ dx, dy }) => new PlainPoint(dx, dy))
      processor.transformPoints(id, [...places, ...phantoms])
      for (const [i, component] of outline.components.entries()) {
        component.dx = places[i]?.x ?? component.dx
        component.dy = places[i]?.y ?? component.dy
      }
    } else if (outline.points !== undefined) {
      processor.transformPoints(id, [...outline.points, ...phantoms])
    }
  }
}

class PlainPoint implements Point {
  x: number
  y: number
  readonly onCurve = false
  readonly endContour = true

  constructor(x: number, y: number) {
    this.x = x
    this.y = y
  }

  copy(): Point {
    return new PlainPoint(this.x, this.y)
  }
}
