import type { PdfFile } from '#renderer/import/pdf/pdf-file.ts'

/** Pixels of the longer side, for screens of double density. */
const SIDE = 288

/** Makes small pictures of the pages of a PDF, one after the other, of those in sight alone. */
export class PdfThumbnails {
  readonly #pdf: PdfFile
  readonly #shown = new Map<Element, { readonly number: number; readonly show: (address: string) => void }>()
  readonly #made: string[] = []
  readonly #observer: IntersectionObserver
  /** What is in sight and not made yet. */
  readonly #wanted = new Set<Element>()
  #isWorking = false
  #isOver = false

  constructor(pdf: PdfFile) {
    this.#pdf = pdf
    this.#observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.#wanted.add(target)
        else this.#wanted.delete(target)
      }
      void this.#work()
    })
  }

  /** Shows a page's picture, by its address, once the element is in sight. Returns how to stop that. */
  watch(element: Element, number: number, show: (address: string) => void): () => void {
    this.#shown.set(element, { number, show })
    this.#observer.observe(element)
    return () => {
      this.#observer.unobserve(element)
      this.#shown.delete(element)
      this.#wanted.delete(element)
    }
  }

  dispose(): void {
    this.#isOver = true
    this.#observer.disconnect()
    for (const address of this.#made) URL.revokeObjectURL(address)
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (let [element] = this.#wanted; element !== undefined && !this.#isOver; [element] = this.#wanted) {
      this.#wanted.delete(element)
      this.#observer.unobserve(element)
      const shown = this.#shown.get(element)
      if (shown !== undefined) await this.#make(shown.number, shown.show)
    }
    this.#isWorking = false
  }

  async #make(number: number, show: (address: string) => void): Promise<void> {
    try {
      const picture = await this.#pdf.thumbnail(number, SIDE)
      if (this.#isOver) return
      const address = URL.createObjectURL(picture)
      this.#made.push(address)
      show(address)
    } catch {
      // A page without a picture can be chosen all the same; what is wrong with it is said then.
    }
  }
}
