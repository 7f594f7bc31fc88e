import { readdirSync, readFileSync } from 'node:fs'
import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { openFile } from '#renderer/import/open-file.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import type { Comparison } from '../board/harness/harness.ts'

const FOLDER = new URL('../../fixtures/excalidraw/', import.meta.url)
const libraries = readdirSync(FOLDER).filter((name) => name.endsWith('.excalidrawlib'))

/** Letters are set on parts of pixels in a picture; what else differs are single pixels of edges. */
const CHANGED = 2 / 100

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

interface Exported {
  /** Files in base64. */
  readonly png: string
  readonly svg: string
  readonly json: string
  /** The SVG as the browser paints it. */
  readonly raster: string
  readonly measured: { readonly width: number; readonly height: number } | null
  readonly decoded: { readonly width: number; readonly height: number }
  /** What the browser says is wrong with the SVG. */
  readonly fault: string | null
  readonly comparison: Comparison
  /** What is on the board; points as plain numbers. */
  readonly records: readonly object[]
}

/** Opens a file on an empty board, and exports that board in every format that can be opened again. */
async function throughBoard(text: string): Promise<Exported> {
  const page = await board.open({ width: 1000, height: 700 })
  await openBoard(page, 'light', [])
  const exported = await page.evaluate(async (text): Promise<Exported> => {
    const { editor, room } = window.harness
    await editor.opening.open(new File([text], 'x.excalidrawlib'))
    const { exporting } = editor
    const options = { what: 'board', scale: 1, background: true, theme: 'light', carries: true } as const
    const base64 = async (blob: Blob): Promise<string> =>
      btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''))
    const png = await exporting.file({ ...options, format: 'png' })
    const svg = await exporting.file({ ...options, format: 'svg' })
    const json = await exporting.file({ ...options, format: 'json' })
    const { width, height } = await createImageBitmap(png)
    const image = new Image()
    image.src = URL.createObjectURL(svg)
    await image.decode()
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    const raster = await base64(await canvas.convertToBlob())
    const parsed = new DOMParser().parseFromString(await svg.text(), 'image/svg+xml')
    return {
      png: await base64(png),
      svg: await base64(svg),
      json: await base64(json),
      raster,
      measured: exporting.measure(options),
      decoded: { width, height },
      fault: parsed.querySelector('parsererror')?.textContent ?? null,
      comparison: await window.harness.compare(await base64(png), raster),
      records: Array.from(room.store.values(), (record) =>
        record.type === 'stroke' ? { ...record, points: Array.from(record.points) } : record,
      ),
    }
  }, text)
  return exported
}

async function readAgain(base64: string): Promise<readonly BoardRecord[]> {
  const opened = await openFile(new File([Buffer.from(base64, 'base64')], 'x'), () => ({ w: 1, h: 1 }))
  expect(opened.losses.size).toBe(0)
  return opened.records
}

describe.for(libraries)('%s', (name) => {
  let exported: Exported

  beforeAll(async () => {
    exported = await throughBoard(readFileSync(new URL(name, FOLDER), 'utf8'))
  }, 60_000)

  test('becomes a PNG of the size that was said, with all of it in it', () => {
    expect(exported.decoded).toEqual(exported.measured)
    expect(exported.comparison.drawn).toBeGreaterThan(exported.records.length * 20)
  })

  test('becomes an SVG that is sound, and looks as the PNG does', () => {
    expect(exported.fault).toBeNull()
    expect(exported.comparison.changed).toBeLessThan(exported.comparison.drawn * CHANGED)
  })

  test('is read again from PNG, SVG and JSON as it is on the board', async () => {
    const own = exported.records.map((record) =>
      'points' in record ? { ...record, points: new Uint8Array(record.points as number[]) } : record,
    ) as BoardRecord[]
    const sorted = own.toSorted(comparePaintOrder)
    for (const file of [exported.png, exported.svg, exported.json]) expect(await readAgain(file)).toEqual(sorted)
  })
})
