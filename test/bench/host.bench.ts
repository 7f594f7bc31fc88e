import { statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { HostKind } from './support/host-process.ts'
import { HostTrials, type Drawing, type TrialDrawn } from './support/host-trials.ts'
import { canPin } from './support/pinned-process.ts'
import {
  describe,
  loadNow,
  median,
  medianSpread,
  ms,
  printTable,
  repeat,
  runs,
  say,
  type Row,
} from './support/report.ts'
import { saturate } from './support/saturation.ts'
import { drawBesideSlow } from './support/slow-trial.ts'
import { POINTS_PER_STROKE } from './support/strokes.ts'

/** What a host takes and gives, beside plain relays that are measured in the same run. */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    tls: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
})
const RUNS = flags.quick ? 1 : 3
const LIVE_SECONDS = flags.quick ? 3 : 10
const SATURATION_SECONDS = flags.quick ? 1 : 2
const BOARDS = flags.quick ? [10_000] : [10_000, 50_000]
const LIVE = { members: 32, pens: 8, rate: 60, seconds: LIVE_SECONDS }

const load = loadNow()
const trials = new HostTrials(flags)
const times = (ratio: number): string => `${ratio.toFixed(2)} × bare`
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const relayed = (): Drawing => ({ ...LIVE, group: 4 })

const latencyOf = (drawn: readonly TrialDrawn[]) => medianSpread(drawn.map(({ latency }) => latency))

const ROWS: Readonly<Record<string, () => Promise<Row[]>>> = {
  live: async () => {
    const bare: TrialDrawn[] = []
    const batched: TrialDrawn[] = []
    const drawnet: TrialDrawn[] = []
    const alike: TrialDrawn[] = []
    for (let run = 0; run < RUNS; run++) {
      say(`live drawing, run ${run + 1} of ${RUNS}`)
      // Relays are sent 15 messages of 4 points a second by each pen; DrawNet's pens choose their times themselves.
      bare.push(await trials.draw('bare', relayed()))
      batched.push(await trials.draw('batched', relayed()))
      drawnet.push(await trials.draw('drawnet', { ...LIVE, group: 'own' }))
      alike.push(await trials.draw('drawnet', relayed()))
    }
    const cpu = (drawn: readonly TrialDrawn[]): number => median(drawn.map((trial) => trial.cpu))
    // Of each run by itself: what else the machine is doing, it is doing to both.
    const ratio = (drawn: readonly TrialDrawn[]): number =>
      median(drawn.map((trial, run) => trial.cpu / bare[run]!.cpu))
    const bytes = (drawn: readonly TrialDrawn[]): number => median(drawn.map((trial) => trial.bytes / trial.arrived))
    const age = (drawn: readonly TrialDrawn[]): string => ms(median(drawn.map((trial) => trial.ageMs)))
    const [own, same] = [latencyOf(drawnet), latencyOf(alike)]
    const [plain, joined] = [latencyOf(bare), latencyOf(batched)]
    return [
      {
        what: 'live: 32 members, 8 drawing 60 points/s, p95',
        asked: '≤ 3 ms',
        reached: ms(own.p95),
        baseline: `bare ${ms(plain.p95)}, batched ${ms(joined.p95)}`,
        remarks:
          `${describe(own)}; ${runs(
            drawnet.map(({ latency }) => latency.p95),
            ms,
          )}; sent the very messages of the relays: ${ms(same.p95)}; from under the pen to the others, on average: ` +
          `${age(drawnet)}, bare ${age(bare)}, batched ${age(batched)}`,
      },
      {
        what: 'live: processor time of the host',
        asked: '≤ 1.0 × bare',
        reached: times(ratio(drawnet)),
        baseline: `bare ${percent(cpu(bare))}, batched ${times(ratio(batched))}`,
        remarks: `${percent(cpu(drawnet))} of a core; ${runs(
          drawnet.map(({ cpu: own }, run) => own / bare[run]!.cpu),
          times,
        )}; sent the very messages of the relays: ${times(ratio(alike))}`,
      },
      {
        what: 'live: bytes per delivered point, framing included',
        asked: '≤ 4.0',
        reached: bytes(drawnet).toFixed(2),
        baseline: `bare ${bytes(bare).toFixed(2)}, batched ${bytes(batched).toFixed(2)}`,
        remarks: `pen with pressure; sent the very messages of the relays: ${bytes(alike).toFixed(2)}`,
      },
    ]
  },

  saturation: async () => {
    const of = async (kind: HostKind, from: number) =>
      await repeat(
        RUNS,
        async () => await saturate(trials, kind, { from, seconds: SATURATION_SECONDS, quick: flags.quick }),
      )
    const bare = await of('bare', 500)
    const batched = await of('batched', 10_000)
    const drawnet = await of('drawnet', 4_000)
    const delivered = (found: readonly { readonly delivered: number }[]): number =>
      median(found.map((trial) => trial.delivered))
    const cpu = (found: readonly { readonly cpuUs: number }[]): string =>
      `${median(found.map((trial) => trial.cpuUs)).toFixed(2)} µs`
    const rate = (value: number): string => `${(value / 1000).toFixed(0)}k/s`
    return [
      {
        what: 'saturation: points delivered at p95 < 100 ms, 32 members',
        asked: '≥ 10 × bare',
        reached: times(delivered(drawnet) / delivered(bare)),
        baseline: `bare ${rate(delivered(bare))}, batched ${times(delivered(batched) / delivered(bare))}`,
        remarks:
          `${rate(delivered(drawnet))}; ${runs(
            drawnet.map((trial) => trial.delivered),
            rate,
          )}; sent late by ` +
          `${ms(median(drawnet.map(({ lateMs }) => lateMs)))} (p95); processor a delivered point: ` +
          `${cpu(drawnet)}, bare ${cpu(bare)}, batched ${cpu(batched)}`,
      },
    ]
  },

  join: async () => {
    const rows: Row[] = []
    for (const strokes of BOARDS) {
      say(`joining ${strokes} strokes`)
      const joins = await repeat(RUNS, async () => await trials.join(strokes))
      const name = `${strokes.toLocaleString('en')} strokes`
      const open = joins.map((found) => found.open)
      const complete = median(open.map(({ completeMs }) => completeMs))
      const first = median(open.map(({ firstMs }) => firstMs))
      const others = (['closed', 'cached'] as const)
        .map((kind) => `${kind} ${ms(median(joins.map((found) => found[kind].completeMs)))}`)
        .join(', ')
      rows.push(
        {
          what: `join ${name}: complete, decoded`,
          asked: strokes === 10_000 ? '≤ 120 ms' : '≤ 400 ms',
          reached: ms(complete),
          remarks: `room open, first to join; room ${others}; all points unpacked too: ${ms(median(open.map(({ unpackedMs }) => unpackedMs)))}`,
        },
        {
          what: `join ${name}: first view`,
          asked: strokes === 10_000 ? '' : '≤ 150 ms',
          reached: ms(first),
          remarks: `cached ${ms(median(joins.map(({ cached }) => cached.firstMs)))}`,
        },
        {
          what: `join ${name}: bytes a point`,
          asked: '≤ 3.0',
          reached: (open[0]!.bytes / open[0]!.points).toFixed(2),
          remarks: 'pens with pressure',
        },
        {
          what: `host holding ${name}: memory`,
          asked: strokes === 50_000 ? '≤ 200 MB' : '',
          reached: megabytes(median(joins.map(({ usage }) => usage.rss))),
          remarks: `resident, after two joins; before them ${megabytes(median(joins.map(({ opened }) => opened.rss)))}; heap in use ${megabytes(median(joins.map(({ usage }) => usage.heapUsed)))}, outside of it ${megabytes(median(joins.map(({ usage }) => usage.external)))}`,
        },
      )
    }
    return rows
  },

  full: async () => {
    const empty: TrialDrawn[] = []
    const full: TrialDrawn[] = []
    for (let run = 0; run < RUNS; run++) {
      say(`drawing in a full room, run ${run + 1} of ${RUNS}`)
      empty.push(await trials.draw('drawnet', relayed()))
      full.push(await trials.draw('drawnet', relayed(), 10_000))
    }
    return [
      {
        what: 'live in a room of 10,000 strokes, p95',
        asked: 'as in an empty one',
        reached: ms(latencyOf(full).p95),
        baseline: `empty ${ms(latencyOf(empty).p95)}`,
        remarks: describe(latencyOf(full)),
      },
    ]
  },

  many: async () => {
    say('500 members')
    const many = { members: 500, pens: 4, rate: 60, seconds: LIVE_SECONDS }
    const bare: TrialDrawn[] = []
    const drawnet: TrialDrawn[] = []
    for (let run = 0; run < RUNS; run++) {
      bare.push(await trials.draw('bare', { ...many, group: 4 }))
      drawnet.push(await trials.draw('drawnet', { ...many, group: 1 }))
    }
    return [
      {
        what: '500 members, 4 drawing 60 points/s, p95',
        asked: '≤ 50 ms',
        reached: ms(latencyOf(drawnet).p95),
        baseline: `bare ${ms(latencyOf(bare).p95)}`,
        remarks: `${describe(latencyOf(drawnet))}; host ${percent(median(drawnet.map(({ cpu }) => cpu)))} of a core, bare ${percent(median(bare.map(({ cpu }) => cpu)))}`,
      },
    ]
  },

  slow: async () => {
    const strokes = BOARDS.at(-1)!
    const without: TrialDrawn['latency'][] = []
    const beside: TrialDrawn['latency'][] = []
    let received = 0
    for (let run = 0; run < RUNS; run++) {
      say(`beside a slow member, run ${run + 1} of ${RUNS}`)
      const plan = { strokes, seconds: LIVE_SECONDS }
      without.push((await drawBesideSlow(trials, { ...plan, slow: false })).drawn.latency)
      const trial = await drawBesideSlow(trials, { ...plan, slow: true })
      beside.push(trial.drawn.latency)
      received = trial.received
    }
    const [alone, among] = [medianSpread(without), medianSpread(beside)]
    return [
      {
        what: 'one of ten on 64 kbit/s, 4 drawing: p99 of the others moves',
        asked: '≤ 5 ms',
        reached: ms(among.p99 - alone.p99),
        baseline: `without ${ms(alone.p99)}`,
        remarks:
          `p99 ${ms(among.p99)}; ${describe(among)}; the slow one has just come to ` +
          `${strokes.toLocaleString('en')} strokes and got ${(received / 1000).toFixed(0)} kB`,
      },
    ]
  },

  disk: () => {
    const strokes = BOARDS.at(-1)!
    const { size } = statSync(join(trials.library(strokes), 'drawnet.db'))
    return Promise.resolve([
      {
        what: 'database: bytes a point, log and records',
        asked: '≤ 6',
        reached: (size / strokes / POINTS_PER_STROKE).toFixed(2),
        remarks: `${strokes.toLocaleString('en')} strokes, ${megabytes(size)}`,
      },
    ])
  },
}

const names = positionals.length > 0 ? positionals : Object.keys(ROWS)
const unknown = names.filter((name) => !Object.hasOwn(ROWS, name))
if (unknown.length > 0) {
  await trials.dispose()
  throw new Error(`There is no row ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}.`)
}
if (!canPin()) console.log('The host and its load share all cores: there is no taskset here, or only one core.\n')
try {
  const rows: Row[] = []
  for (const name of names) rows.push(...(await ROWS[name]!()))
  printTable(`The host, ${flags.tls ? 'over TLS' : 'over plain sockets'}${flags.quick ? ', in short' : ''}`, rows)
  console.log(load)
} finally {
  await trials.dispose()
}
