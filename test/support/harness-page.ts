import type { Page } from '@playwright/test'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Harness } from '../renderer/board/harness/harness.ts'

/** A record as it can be handed to a page, which gets plain values only. */
type Plain = BoardRecord | (Omit<BoardRecord, 'points'> & { readonly points: readonly number[] })

declare global {
  interface Window {
    harness: Harness
    /** Records as they were before they were handed over. */
    received(plain: readonly Plain[]): readonly BoardRecord[]
  }
}

async function hand(page: Page, records: readonly BoardRecord[]): Promise<readonly Plain[]> {
  await page.evaluate(() => {
    window.received = (plain) =>
      plain.map((record) =>
        'points' in record ? ({ ...record, points: new Uint8Array(record.points) } as BoardRecord) : record,
      )
  })
  return records.map((record) =>
    record.type === 'stroke' ? { ...record, points: Array.from(record.points) } : record,
  ) as readonly Plain[]
}

/** Opens a board on which these records are. */
export async function openBoard(page: Page, theme: Theme, records: readonly BoardRecord[]): Promise<void> {
  const plain = await hand(page, records)
  await page.evaluate(
    async ({ theme, plain }) => await window.harness.open({ theme, records: window.received(plain) }),
    { theme, plain },
  )
}

/** Opens an empty board, whose origin is in the middle of the window, on which another person then draws these records. */
export async function openEmptyBoard(page: Page, records: readonly BoardRecord[]): Promise<void> {
  const plain = await hand(page, records)
  await page.evaluate(async (plain) => {
    await window.harness.open({ theme: 'light', records: [] })
    window.harness.room.others(window.received(plain).map((record) => [record.id, record] as const))
  }, plain)
}
