import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Camera } from '#renderer/board/camera.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { BoardExport, EXPORT_FORMATS, type FileOptions } from '#renderer/export/board-export.ts'
import type { ExportWatch } from '#renderer/export/gathered-pictures.ts'
import { PictureDecoder } from '#renderer/pictures/picture-decoder.ts'
import { RoomPictures } from '#renderer/pictures/picture-files.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { ManualClock } from '../../support/clock.ts'
import { openBoard } from '../../support/harness-page.ts'
import { MemoryBlobs } from '../../support/memory-blobs-view.ts'
import { fileOf, image } from '../../support/pictures.ts'

const JSON_FILE: FileOptions = {
  format: 'json',
  what: 'board',
  scale: 1,
  background: true,
  theme: 'light',
  carries: false,
}
const files = [fileOf(500, 1), fileOf(500, 2), fileOf(500, 3)] as const
const images = files.map(({ hash }, i) => image({ id: `p${i}`, z: `a${i}`, x: 200 * i, blob: hash }))

/** A board of three pictures, none of which is here; and its file, whose maker hears what is waited for. */
function exporting(watch: ExportWatch = {}) {
  const [blobs, clock, waiting] = [new MemoryBlobs(), new ManualClock(), [] as number[]]
  const index = new SpatialIndex()
  index.load(images)
  const camera = new Camera()
  camera.resize(400, 300)
  const source = new RoomPictures(blobs, new PictureDecoder(), clock)
  const look = () => ({ paper: 'plain', grid: 'none' }) as const
  const file = new BoardExport(index, camera, () => [], look, source).file(JSON_FILE, {
    onWaiting: (count) => waiting.push(count),
    ...watch,
  })
  const outcome = file.then(
    async (blob) => ({ carried: Object.keys((JSON.parse(await blob.text()) as { blobs?: object }).blobs ?? {}) }),
    (error: unknown) => error,
  )
  return { blobs, clock, waiting, outcome }
}

describe('pictures that have not come', () => {
  test('are waited for all together, and then there is no file that lacks them unsaid', async () => {
    const { blobs, clock, waiting, outcome } = exporting()
    expect(blobs.requested).toEqual(new Set(files.map(({ hash }) => hash)))
    expect(waiting).toEqual([3])
    clock.advance(8_000)
    expect(await outcome).toMatchObject({
      code: 'export/missing-pictures',
      message: expect.stringMatching(/^3 pictures have not come/) as string,
      details: { count: '3' },
    })
    expect(clock.pending).toBe(0)
  })

  test('are waited for as long as any of them comes', async () => {
    const { blobs, clock, waiting, outcome } = exporting()
    const [first, second, third] = files
    clock.advance(7_000)
    blobs.become(first.hash, { kind: 'loading', received: 200, size: 500 })
    clock.advance(7_000)
    blobs.add(first.hash, first.bytes)
    clock.advance(7_000)
    blobs.add(third.hash, third.bytes)
    clock.advance(7_000)
    blobs.add(second.hash, second.bytes)
    expect(await outcome).toEqual({ carried: files.map(({ hash }) => hash) })
    expect(waiting).toEqual([3, 2, 1, 0])
    expect(clock.pending).toBe(0)
  })

  test('are done without by who wants to hear of them', async () => {
    const told: number[] = []
    const { blobs, outcome } = exporting({ onMissing: (count) => told.push(count) })
    const [first, second, third] = files
    blobs.become(first.hash, { kind: 'failed', code: 'blob/damaged', sentence: '' })
    blobs.become(second.hash, { kind: 'awaited', received: 0, size: 0 })
    blobs.add(third.hash, third.bytes)
    expect(await outcome).toEqual({ carried: [third.hash] })
    expect(told).toEqual([2])
  })

  test('are waited for no longer than somebody wants to', async () => {
    const stop = new AbortController()
    const { blobs, clock, outcome } = exporting({ signal: stop.signal })
    blobs.add(files[0].hash, files[0].bytes)
    stop.abort()
    expect(await outcome).toMatchObject({ code: 'export/missing-pictures', details: { count: '2' } })
    expect(clock.pending).toBe(0)
  })
})

describe('in a real browser', () => {
  let board: BoardPage

  beforeAll(async () => {
    board = await openBoardPage()
  }, 60_000)
  afterAll(async () => await board?.close())

  test.for(EXPORT_FORMATS)('a file in the format %s says how many pictures it lacks', async (format) => {
    const page = await board.open({ width: 800, height: 500 })
    await openBoard(page, 'light', images)
    const said = await page.evaluate(
      async ({ options, hashes }) => {
        const { editor, room } = window.harness
        for (const hash of hashes) room.blobs.become(hash, { kind: 'awaited', received: 0, size: 0 })
        const refused = await editor.exporting.file(options).catch((error: unknown) => error)
        const told: number[] = []
        const { size } = await editor.exporting.file(options, { onMissing: (count) => told.push(count) })
        return { code: (refused as { code?: string }).code, told, size }
      },
      { options: { ...JSON_FILE, format, carries: true }, hashes: files.map(({ hash }) => hash) },
    )
    expect(said).toEqual({ code: 'export/missing-pictures', told: [3], size: expect.any(Number) as number })
    expect(said.size).toBeGreaterThan(100)
    await page.context().close()
  })
})
