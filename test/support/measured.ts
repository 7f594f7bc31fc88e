/** Prints times that were measured in a test, which says nothing about them itself: median, worst and how many. */
export function tellTimes(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): string => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`
  const spread =
    sorted.length === 1 ? at(1) : `p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} (${sorted.length} times)`
  process.stdout.write(`  ${what}: ${spread}\n`)
}
