const SLAB_BYTES = 256 * 1024

/**
 * Copies many small runs of bytes into few large blocks. A stroke's ink is about a hundred bytes, and a block
 * of memory of its own, as the database hands each out, costs several times that.
 */
export class InkSlabs {
  #slab = new Uint8Array()
  #used = 0

  /** A copy that shares its block with others; the block lives as long as any of them. */
  copy(bytes: Uint8Array): Uint8Array {
    if (bytes.length > SLAB_BYTES / 4) return Uint8Array.from(bytes)
    if (this.#used + bytes.length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_BYTES)
      this.#used = 0
    }
    this.#slab.set(bytes, this.#used)
    const start = this.#used
    this.#used += bytes.length
    return this.#slab.subarray(start, this.#used)
  }
}
