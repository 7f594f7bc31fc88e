import { useState } from 'react'

/** In rem: from a button to the edge of its island, and on from there as far as islands stand apart. */
const DISTANCE = 0.75

/** How far from its button something opens, in CSS pixels of the present text size. For what is made when it opens. */
export function useOpeningDistance(): number {
  const [distance] = useState(() => DISTANCE * Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
  return distance
}
