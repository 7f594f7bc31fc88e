import os from 'node:os'

/** What a benchmark prints: one row for each thing that was measured. */
export interface Row {
  readonly what: string
  readonly asked: string
  /** The median of the runs. */
  readonly reached: string
  /** The same measured of something plain, in the same run; '' where there is no such thing. */
  readonly baseline?: string
  /** Each run by itself, or how it was measured. */
  readonly remarks?: string
}

/** Prints the rows as a Markdown table, in columns that also read well as they are. */
export function printTable(title: string, rows: readonly Row[]): void {
  const head = ['', 'asked', 'reached', 'baseline', 'remarks']
  const lines = rows.map(({ what, asked, reached, baseline = '', remarks = '' }) => [
    what,
    asked,
    reached,
    baseline === '' ? '—' : baseline,
    remarks,
  ])
  const widths = head.map((name, column) => Math.max(3, name.length, ...lines.map((line) => line[column]!.length)))
  const show = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  console.log(`\n## ${title}\n`)
  console.log(show(head))
  console.log(show(widths.map((width) => '-'.repeat(width))))
  for (const line of lines) console.log(show(line))
  console.log('')
}

/** Says what is going on, on standard error: the tables alone go to standard output. */
export function say(what: string): void {
  process.stderr.write(`  ${what}\n`)
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The nearest-rank percentile; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** A duration with as many digits as mean something. */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`
}

/** The runs behind a median: `runs 1.2, 1.3, 1.2`. */
export function runs(values: readonly number[], format: (value: number) => string): string {
  return values.length < 2 ? '' : `runs ${values.map(format).join(', ')}`
}

export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    count: values.length,
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    p99: percentile(values, 0.99),
    max: percentile(values, 1),
  }
}

/** The medians, over runs, of each number of a spread. */
export function medianSpread(spreads: readonly Spread[]): Spread {
  const of = (key: keyof Spread): number => median(spreads.map((spread) => spread[key]))
  return { count: of('count'), p50: of('p50'), p95: of('p95'), p99: of('p99'), max: of('max') }
}

export function describe({ p50, p95, max }: Spread): string {
  return `p50 ${ms(p50)}, p95 ${ms(p95)}, max ${ms(max)}`
}

/** Does the same several times. */
export async function repeat<T>(times: number, work: (run: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let run = 0; run < times; run++) results.push(await work(run))
  return results
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** How busy the machine was with other things when it was asked: times measured on a busy one are longer. */
export function loadNow(): string {
  const [minute = 0] = os.loadavg()
  return `Load of the machine before: ${minute.toFixed(1)} on ${os.availableParallelism()} cores.`
}
