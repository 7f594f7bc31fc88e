import type { Place } from '#renderer/tools/tool.ts'

/** Numbers from 0 to 1 that a seed gives (mulberry32 by Tommy Ettinger). */
export class SeededDice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A path as an unsteady hand goes along it: it drifts by so much, trembles, and does not keep an even pace. */
export function byHand(path: readonly Place[], drift: number, dice: SeededDice): Place[] {
  const waves = Array.from({ length: 3 }, () => ({
    often: 1 + 4 * dice.next(),
    at: 7 * dice.next(),
    x: drift * (2 * dice.next() - 1),
    y: drift * (2 * dice.next() - 1),
  }))
  const points: Place[] = []
  for (let at = 0; at <= 1; at += 0.006 + 0.012 * dice.next()) {
    let { x, y } = along(path, at)
    for (const wave of waves) {
      const swing = Math.sin(wave.often * 2 * at + wave.at)
      x += wave.x * swing
      y += wave.y * swing
    }
    x += drift * 0.4 * (dice.next() - 0.5)
    y += drift * 0.4 * (dice.next() - 0.5)
    points.push({ x, y })
  }
  return points
}

function along(path: readonly Place[], share: number): Place {
  const exact = share * (path.length - 1)
  const i = Math.min(path.length - 2, Math.floor(exact))
  const [from, to] = [path[i]!, path[i + 1]!]
  const part = exact - i
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** Once around an ellipse about the origin. */
export function circle(radiusX: number, radiusY: number, start: number, clockwise: boolean): Place[] {
  return Array.from({ length: 120 }, (_, i) => {
    const angle = start + ((clockwise ? 1 : -1) * 2 * Math.PI * i) / 120
    return { x: radiusX * Math.cos(angle), y: radiusY * Math.sin(angle) }
  })
}

/** Once around a polygon, from its first corner. */
export function polygon(corners: readonly (readonly [number, number])[]): Place[] {
  return [...corners, corners[0]!].flatMap(([x, y], i, all) => {
    const before = all[i - 1]
    if (before === undefined) return [{ x, y }]
    const steps = 20
    return Array.from({ length: steps }, (_, k) => ({
      x: before[0] + ((x - before[0]) * (k + 1)) / steps,
      y: before[1] + ((y - before[1]) * (k + 1)) / steps,
    }))
  })
}
