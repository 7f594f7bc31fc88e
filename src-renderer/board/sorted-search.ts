/** The index of the first of some sorted things of which something is true, as it is of all after it; their number if of none. */
export function firstWhere<T>(sorted: readonly T[], isTrue: (item: T) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isTrue(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
