import styles from './stage.module.css'

/** The elements of a board in the page: a focusable root with one canvas over the other, as large as its host. */
export class Stage {
  readonly root: HTMLElement
  /** What is at rest. */
  readonly board: HTMLCanvasElement
  /** Where the Fabric layer goes. */
  readonly handling: HTMLElement
  /** What moves. */
  readonly live: HTMLCanvasElement
  readonly #probe: HTMLElement
  readonly #observer: ResizeObserver
  #onResize: () => void = () => undefined
  #width = 1
  #height = 1
  #density = 1
  #stopDensity: () => void = () => undefined

  /** @param onResize after the size or the pixel density became another */
  constructor(host: HTMLElement, onResize: () => void) {
    const page = host.ownerDocument
    this.root = page.createElement('div')
    this.root.className = styles['stage'] ?? ''
    this.root.tabIndex = 0
    this.root.setAttribute('role', 'application')
    this.root.dataset['testid'] = 'board'
    this.board = page.createElement('canvas')
    this.handling = page.createElement('div')
    this.handling.className = styles['handling'] ?? ''
    this.live = page.createElement('canvas')
    this.#probe = page.createElement('span')
    this.#probe.className = styles['probe'] ?? ''
    this.root.append(this.board, this.handling, this.live, this.#probe)
    host.append(this.root)
    this.#observer = new ResizeObserver(() => this.#measure())
    this.#observer.observe(this.root)
    this.#watchDensity()
    this.#measure()
    this.#onResize = onResize
  }

  /** In CSS pixels. */
  get width(): number {
    return this.#width
  }

  get height(): number {
    return this.#height
  }

  /** Device pixels per CSS pixel; never less than 1. */
  get density(): number {
    return this.#density
  }

  setPaper(css: string): void {
    // Seen for a moment when the window grows faster than it is drawn.
    this.root.style.background = css
  }

  /** The interface's accent as a colour that a canvas understands. */
  accent(): string {
    return getComputedStyle(this.#probe).color
  }

  setCursor(cursor: string): void {
    if (this.root.style.cursor !== cursor) this.root.style.cursor = cursor
  }

  /** Gives a canvas the stage's size; this empties it. */
  fit(canvas: HTMLCanvasElement): void {
    canvas.width = Math.round(this.#width * this.#density)
    canvas.height = Math.round(this.#height * this.#density)
    canvas.style.width = `${canvas.width / this.#density}px`
    canvas.style.height = `${canvas.height / this.#density}px`
  }

  dispose(): void {
    this.#observer.disconnect()
    this.#stopDensity()
    this.root.remove()
  }

  #measure(): void {
    const { width, height } = this.root.getBoundingClientRect()
    const density = Math.max(1, window.devicePixelRatio)
    const next = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))] as const
    if (next[0] === this.#width && next[1] === this.#height && density === this.#density) return
    this.#width = next[0]
    this.#height = next[1]
    this.#density = density
    this.#onResize()
  }

  /** A media query holds for one density only, so that a new one is needed after each change. */
  #watchDensity(): void {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    const changed = (): void => {
      this.#watchDensity()
      this.#measure()
    }
    query.addEventListener('change', changed, { once: true })
    this.#stopDensity = () => query.removeEventListener('change', changed)
  }
}
