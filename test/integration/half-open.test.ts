import { expect, test } from 'vitest'
import { farApart } from '../support/far-apart.ts'
import { tellTimes } from '../support/measured.ts'

/** A cable that is pulled: neither end is told. In short, a proxy that passes nothing on. */
const long = process.env['DRAWNET_LONG'] === '1'
const NOTICED_WITHIN_MS = 10_000
const GONE_WITHIN_MS = 12_000
const TRIALS = long ? 6 : 1

test(
  'J5 P1 L4: a connection that fell silent is noticed at both ends, the person is gone, and what they drew is there',
  { timeout: TRIALS * 60_000 },
  async (context) => {
    const { cable, ada, ben, together } = await farApart(context, long ? 'virtual' : 'silent')

    const noticed: number[] = []
    const gone: number[] = []
    for (let trial = 0; trial < TRIALS; trial++) {
      const { records } = await ada.state()
      await ben.do({ kind: 'begin', points: 20 })
      // What was said before the silence has arrived.
      await ben.do({ kind: 'draw', strokes: 1, points: 12 })
      await ben.until({ unsaved: 0 })
      const pulledAt = performance.timeOrigin + performance.now()
      await cable.pull(trial % 2 === 0 ? 'far' : 'near')
      const [benAt, adaAt] = await Promise.all([
        ben.until({ status: 'reconnecting' }),
        ada.until({ online: ['Ada'], records: records + 2 }),
      ])
      noticed.push(benAt - pulledAt)
      gone.push(adaAt - pulledAt)
      await cable.plug()
      await together()
    }
    tellTimes('a silent host was noticed after', noticed)
    tellTimes('a silent member was gone after', gone)
    if (long) expect(Math.max(...noticed)).toBeLessThanOrEqual(NOTICED_WITHIN_MS)
    if (long) expect(Math.max(...gone)).toBeLessThanOrEqual(GONE_WITHIN_MS)
    await ada.until({ status: 'live', unsaved: 0 })
    expect((await ben.state()).problems).toEqual([])
  },
)
