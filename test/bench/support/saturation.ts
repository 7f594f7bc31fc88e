import type { HostKind } from './host-process.ts'
import type { HostTrials } from './host-trials.ts'
import { ms, say } from './report.ts'

const MEMBERS = 32
const PENS = 8
const GROUP = 4
/** p95 above which a host is taken for overloaded. */
const LIMIT_MS = 100

export interface Search {
  /** Points a second of each pen, to begin with. */
  readonly from: number
  readonly seconds: number
  /** A short search takes large steps, and believes the first trial of each. */
  readonly quick: boolean
}

export interface Saturation {
  /** Points a second, counted once for everyone they came to. */
  readonly delivered: number
  readonly p95: number
  /** Microseconds of the host's processor for each point delivered. */
  readonly cpuUs: number
  /** How late the load was with sending, p95. */
  readonly lateMs: number
}

/** Raises what eight pens draw among 32 members until points come too late, and looks closer at where that is. */
export async function saturate(trials: HostTrials, kind: HostKind, search: Search): Promise<Saturation> {
  const { seconds, quick } = search
  const step = quick ? 2.5 : 1.5
  let best: Saturation = { delivered: 0, p95: Number.NaN, cpuUs: Number.NaN, lateMs: 0 }
  const holds = async (rate: number): Promise<boolean> => {
    let trial = await attempt(trials, kind, rate, seconds)
    // Something else on the machine may have been in the way the first time.
    if (trial === null && !quick) trial = await attempt(trials, kind, rate, seconds)
    if (trial === null) return false
    if (trial.delivered > best.delivered) best = trial
    return true
  }
  let good = 0
  let rate = search.from
  while (await holds(rate)) {
    good = rate
    rate *= step
  }
  // Nothing held yet: the first guess was too high.
  while (good === 0 && rate > 1) {
    rate /= 4
    if (await holds(rate)) good = rate
  }
  let bad = good * step
  for (let i = 0; i < (quick ? 1 : 2); i++) {
    const middle = Math.sqrt(good * bad)
    if (await holds(middle)) good = middle
    else bad = middle
  }
  return best
}

async function attempt(trials: HostTrials, kind: HostKind, rate: number, seconds: number): Promise<Saturation | null> {
  try {
    const drawing = { members: MEMBERS, pens: PENS, rate, group: GROUP, seconds }
    const { latency, arrived, sent, seconds: took, cpuMs, sentAll, lateMs } = await trials.draw(kind, drawing)
    const delivered = (arrived * (MEMBERS - 1)) / took
    const cpuUs = (cpuMs * 1000) / (sentAll * (MEMBERS - 1))
    const said = `${(rate * PENS).toFixed(0)} points/s drawn, ${(delivered / 1000).toFixed(0)}k delivered`
    say(`${kind}: ${said}, p95 ${ms(latency.p95)}, ${cpuUs.toFixed(3)} µs of processor a delivered point`)
    const held = latency.p95 < LIMIT_MS && arrived >= sent * 0.999
    return held ? { delivered, p95: latency.p95, cpuUs, lateMs } : null
  } catch (error) {
    say(`${kind}: ${(rate * PENS).toFixed(0)} points/s drawn: ${String(error)}`)
    return null
  }
}
