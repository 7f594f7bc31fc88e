import { afterEach, expect, test } from 'vitest'
import { proxiedCable, virtualCable } from '../support/cable.ts'
import { FarRoom } from '../support/far-room.ts'
import type { MemberState } from '../support/member-plan.ts'
import { RemoteMember } from '../support/remote-member.ts'
import { WatchedHost } from '../support/watched-host-process.ts'

/** A modem's line among ten members. In short, a line that is as slow and then is not any more. */
const long = process.env['DRAWNET_LONG'] === '1'
/** Strokes that are there when the slow one joins. */
const JOINED = long ? 40 : 4
const SLOW_BITS = 64_000
const MAX_QUEUED_BYTES = 2_000_000
const OTHERS = long ? 9 : 3
/** In short everything at once, as much as no line takes at once; else what a slow line is behind by more and more. */
const BUSY = { perSecond: 1_500, seconds: long ? 60 : 2 }
const STROKES = { count: long ? 20 : 120, points: long ? 400 : 10_000 }

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

test(
  'J4: a member on 64 kbit/s keeps nobody waiting, has little queued for it, and ends with the same board',
  { timeout: 400_000 },
  async (context) => {
    const cable = long ? await virtualCable() : proxiedCable('silent')
    if ('because' in cable) return context.skip(cable.because)
    closing.push(() => cable.remove())
    const host = await WatchedHost.start(cable.near)
    closing.push(() => host.dispose())
    const reached = await cable.reach(host.report.port)
    const enter = (name: string, far: boolean): RemoteMember => {
      const place = far ? reached : { address: '127.0.0.1', port: host.report.port }
      const member = new RemoteMember({ ...host.report, name, ...place }, far ? cable.far : cable.near)
      closing.push(() => member.dispose())
      return member
    }
    const others = Array.from({ length: OTHERS }, (_, index) => enter(`Member-${index + 1}`, false))
    const slow = enter('Slow', true)
    const names = ['Slow', ...others.map(({ name }) => name)]
    for (const member of [...others, slow]) await member.until({ status: 'live', online: names })
    const before = await slow.state()

    await cable.limit(SLOW_BITS)
    const [ada] = others
    await ada!.do({ kind: 'draw', strokes: STROKES.count, points: STROKES.points })
    await ada!.do({ kind: 'fidget', ...BUSY })
    await ada!.until({ unsaved: 0 })
    const { seq } = await ada!.state()
    for (const member of others) await member.until({ status: 'live', seq })
    const meanwhile = await slow.state()
    expect(meanwhile.seq).toBeLessThan(seq)
    expect(await host.mostQueued()).toBeLessThanOrEqual(MAX_QUEUED_BYTES)

    if (!long) await cable.limit(null)
    await slow.until({ status: 'live', seq })
    const after = await slow.state()
    tell(before, meanwhile, after, seq, await host.mostQueued())
    const states = await Promise.all(others.map(async (member) => await member.state()))
    for (const state of [...states, after]) {
      expect(state.board).toBe(after.board)
      // Nobody was turned out meanwhile, the slow one neither.
      expect(state).toMatchObject({ losses: 0, problems: [] })
    }
    if (long) expect(after.snapshots).toBeGreaterThan(before.snapshots)
    expect(await host.mostQueued()).toBeLessThanOrEqual(MAX_QUEUED_BYTES)
  },
)

test(
  'J1 J5: who joins over 64 kbit/s gets there, and takes nobody for dead meanwhile',
  { timeout: 180_000 },
  async (context) => {
    const cable = long ? await virtualCable() : proxiedCable('silent')
    if ('because' in cable) return context.skip(cable.because)
    const room = await FarRoom.open(cable)
    closing.push(() => room.dispose())
    const ada = room.enter('Ada', 'near')
    await ada.until({ status: 'live' })
    await ada.do({ kind: 'draw', strokes: JOINED, points: 2_000 })
    await ada.until({ unsaved: 0 })
    await cable.limit(SLOW_BITS)
    const ben = room.enter('Ben', 'far')
    await ben.until({ status: 'live', records: JOINED })
    expect(await ben.state()).toMatchObject({ board: (await ada.state()).board, losses: 0, problems: [] })
  },
)

function tell(before: MemberState, meanwhile: MemberState, after: MemberState, seq: number, queued: number): void {
  process.stdout.write(
    `  the slow member was ${seq - meanwhile.seq} of ${seq - before.seq} operations behind, had at most ` +
      `${queued} bytes queued for it and ${after.snapshots - before.snapshots} fresh snapshots\n`,
  )
}
