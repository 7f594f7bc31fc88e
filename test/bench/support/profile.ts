import { readFileSync } from 'node:fs'

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Longer gaps between two samples mean that the processor was with other programs. */
const LONGEST_GAP_US = 2_000

/** Prints where the time of a process went, by its `.cpuprofile`: the functions' own time. */
export function printProfile(file: string, lines = 25): void {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`,
    ]),
  )
  const own = new Map<string, number>()
  let busy = 0
  for (const [i, sample] of samples.entries()) {
    const name = names.get(sample) ?? ''
    if (name.startsWith('(idle)') || name.startsWith('(program)')) continue
    const time = Math.min(LONGEST_GAP_US, timeDeltas[i] ?? 0)
    busy += time
    own.set(name, (own.get(name) ?? 0) + time)
  }
  const most = Array.from(own).toSorted((a, b) => b[1] - a[1])
  console.log(`\nOwn time of the host, of ${(busy / 1000).toFixed(0)} ms busy:`)
  for (const [name, time] of most.slice(0, lines)) {
    console.log(
      `${((time / busy) * 100).toFixed(1).padStart(6)} %  ${(time / 1000).toFixed(0).padStart(6)} ms  ${name}`,
    )
  }
}
