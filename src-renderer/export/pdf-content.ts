import type { Path } from '#renderer/board/figures.ts'

/** Six numbers that map positions, as canvases and PDF have them. */
export type PdfMatrix = readonly [number, number, number, number, number, number]

/** How finely positions are written, in parts of a point. */
const FINENESS = 0.002

/** The drawing commands of a page (ISO 32000-1, annex A), as text. */
export class PdfContent {
  readonly #parts: string[] = []
  #digits = 3

  get text(): string {
    return this.#parts.join('\n')
  }

  /** What `paint` draws, in other axes. @param perUnit points of the page per unit of these axes */
  within(matrix: PdfMatrix, perUnit: number, paint: () => void): void {
    const digits = this.#digits
    this.#parts.push('q', `${matrix.map(exact).join(' ')} cm`)
    this.#digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(FINENESS / perUnit))))
    paint()
    this.#digits = digits
    this.#parts.push('Q')
  }

  /** Selects a state by its name on the page, which sets the opacity. */
  state(name: string): void {
    this.#parts.push(`/${name} gs`)
  }

  paper(width: number, height: number, css: string): void {
    this.#parts.push(`${colorOf(css)} rg`, `0 0 ${this.number(width)} ${this.number(height)} re f`)
  }

  fill(path: Path, css: string): void {
    this.#parts.push(`${colorOf(css)} rg`, this.#pathText(path), 'f')
  }

  stroke(path: Path, css: string, width: number, dashes: readonly number[], clip: Path | null): void {
    this.#parts.push('q')
    if (clip !== null) this.#parts.push(this.#pathText(clip), 'W n')
    this.#parts.push(
      `${colorOf(css)} RG ${this.number(width)} w 1 J 1 j [${dashes.map((dash) => this.number(dash)).join(' ')}] 0 d`,
      this.#pathText(path),
      'S',
      'Q',
    )
  }

  /** Commands that are written elsewhere. */
  raw(commands: string): void {
    this.#parts.push(commands)
  }

  number(value: number): string {
    return plain(value, this.#digits)
  }

  #pathText(path: Path): string {
    return path
      .map(([letter, ...values]) => {
        const numbers = values.map((value) => this.number(value)).join(' ')
        return letter === 'Z' ? 'h' : `${numbers} ${OPERATORS[letter]}`
      })
      .join('\n')
  }
}

const OPERATORS = { M: 'm', L: 'l', C: 'c' } as const

/** Numbers in PDF have no exponents. */
function plain(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return digits === 0 ? text : text.replace(/\.?0+$/, '')
}

function exact(value: number): string {
  return plain(value, 9)
}

/** `#rrggbb` as three parts of one. */
export function colorOf(css: string): string {
  const rgb = Number.parseInt(css.slice(1), 16)
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255].map((value) => plain(value / 255, 4)).join(' ')
}
