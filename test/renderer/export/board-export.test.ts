import { describe, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { Camera } from '#renderer/board/camera.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { BoardExport } from '#renderer/export/board-export.ts'
import type { ExportOptions } from '#renderer/export/png.ts'
import { line } from '../../support/records.ts'

function exportOf(records: readonly BoardRecord[], selected: readonly BoardRecord[] = []): BoardExport {
  const index = new SpatialIndex()
  index.load(records)
  const camera = new Camera()
  camera.resize(400, 300)
  return new BoardExport(index, camera, () => selected)
}

function options(what: ExportOptions['what'], scale: 1 | 2 | 3 = 1): ExportOptions {
  return { what, scale, background: true, theme: 'light' }
}

const a = line('a', 10, 10, 110, 10, { width: 10 })
const b = line('b', 10, 210, 110, 210, { width: 10, z: 'a1' })

describe('the size of an export', () => {
  test('is that of everything, of the view, or of what is selected, with room around', () => {
    const made = exportOf([a, b], [a])
    // 100 × 0 or 200 of ink, 8 of nib on each side, 32 of padding on each side.
    expect(made.measure(options('board'))).toEqual({ width: 180, height: 280 })
    expect(made.measure(options('selection', 2))).toEqual({ width: 360, height: 160 })
    expect(made.measure(options('view', 3))).toEqual({ width: 1200, height: 900 })
  })

  test('is none where there is nothing', () => {
    expect(exportOf([]).measure(options('board'))).toBeNull()
    expect(exportOf([a]).measure(options('selection'))).toBeNull()
    expect(exportOf([line('far', 900, 900, 950, 950)]).measure(options('view'))).toBeNull()
  })
})

test.for([
  ['board', 'nothing to export'],
  ['view', 'nothing to export'],
  ['selection', 'Nothing is selected'],
] as const)('exporting an empty %s says what is missing', async ([what, words]) => {
  await expect(exportOf([]).image(options(what))).rejects.toMatchObject({
    code: 'export/empty',
    message: expect.stringContaining(words) as string,
  })
})

test('a board too large for one picture is refused before anything is painted', async () => {
  const wide = exportOf([a, line('far', 30_000, 0, 30_100, 0)])
  await expect(wide.image(options('board'))).rejects.toMatchObject({ code: 'export/too-large' })
})
