import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { farApart } from '../support/far-apart.ts'
import { tellTimes } from '../support/measured.ts'

/** Half a minute without a cable between two computers; in short, broken connections for as long as the work takes. */
const long = process.env['DRAWNET_LONG'] === '1'
const PARTITION_MS = 30_000
const REPAIRED_WITHIN_MS = 3_000
const TRIALS = long ? 4 : 1
const MISSED_STROKES = 2_000
const MISSED_EDITS = 8_000
const OFFLINE_STROKES = 200

test(
  'M3 J3 A2: who was cut off while 10,000 operations were made has the same board soon after, and nothing is lost or doubled',
  { timeout: TRIALS * 90_000 },
  async (context) => {
    const { cable, room, ada, ben } = await farApart(context, long ? 'virtual' : 'broken')

    const took: number[] = []
    for (let trial = 1; trial <= TRIALS; trial++) {
      await ben.do({ kind: 'draw', strokes: 20, points: 12 })
      await ben.until({ unsaved: 0 })
      const { seq } = await ben.state()
      // What one has been told the other may be about to hear.
      await ada.until({ seq })
      const pulledAt = performance.now()
      await cable.pull(trial % 2 === 0 ? 'near' : 'far')
      await ada.do({ kind: 'draw', strokes: MISSED_STROKES, points: 12 })
      await ada.do({ kind: 'edit', operations: MISSED_EDITS })
      await ada.until({ unsaved: 0, seq: seq + MISSED_STROKES + MISSED_EDITS })
      await ben.until({ status: 'reconnecting' })
      await ben.do({ kind: 'draw', strokes: OFFLINE_STROKES, points: 12 })
      await ben.do({ kind: 'say', text: `Offline ${trial}` })
      if (long) await new Promise((resolve) => setTimeout(resolve, PARTITION_MS - (performance.now() - pulledAt)))
      const pluggedAt = performance.timeOrigin + performance.now()
      await cable.plug()
      const end = seq + MISSED_STROKES + MISSED_EDITS + OFFLINE_STROKES + 1
      const wanted = { status: 'live', unsaved: 0, seq: end, online: ['Ada', 'Ben'] } as const
      const [adaAt, benAt] = await Promise.all([ada.until(wanted), ben.until(wanted)])
      took.push(Math.max(adaAt, benAt) - pluggedAt)
      const [adas, bens] = [await ada.state(), await ben.state()]
      expect(bens.board).toBe(adas.board)
      expect(bens).toMatchObject({ seq: end, records: adas.records, chat: adas.chat, problems: [] })
      expect(bens.chat).toHaveLength(trial)
    }
    tellTimes('the same boards again after a partition', took)
    if (long) expect(Math.max(...took)).toBeLessThanOrEqual(REPAIRED_WITHIN_MS)

    const made = TRIALS * (20 + MISSED_STROKES + MISSED_EDITS + OFFLINE_STROKES + 1)
    expect(await room.stopHost()).toBe(0)
    const database = new DatabaseSync(join(room.folder, 'drawnet.db'), { readOnly: true })
    const count = (of: string): unknown => database.prepare(`SELECT count(*) AS made FROM ${of}`).get()
    expect(count('log')).toEqual({ made })
    expect(count('(SELECT DISTINCT client, n FROM log)')).toEqual({ made })
    database.close()
  },
)
