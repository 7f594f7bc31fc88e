/** The items in order in runs of at most `limit`, save where one alone is larger; at least one run, maybe empty. */
export function cutBySize<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number): T[][] {
  let run: T[] = []
  const runs = [run]
  let total = 0
  for (const item of items) {
    const size = sizeOf(item)
    if (total + size > limit && run.length > 0) {
      run = []
      runs.push(run)
      total = 0
    }
    run.push(item)
    total += size
  }
  return runs
}
