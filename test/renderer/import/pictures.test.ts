import { expect, test } from 'vitest'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { openFile } from '#renderer/import/open-file.ts'
import type { Opened } from '#renderer/import/opened.ts'
import { toBoard } from '#shared/model/bounds.ts'
import type { ImageRecord } from '#shared/model/records.ts'
import { fileOf, hashOf, image } from '../../support/pictures.ts'

async function open(content: string): Promise<Opened> {
  return await openFile(new File([content], 'x'), () => ({ w: 1, h: 1 }))
}

/** A sound PNG header of so many pixels. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000', 'hex')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

test('B1: a board file carries each picture once, and gives it back as it was', async () => {
  const file = fileOf(5000)
  const records = [image({ id: 'a', blob: file.hash }), image({ id: 'b', z: 'a1', blob: file.hash, text: 'Words' })]
  const text = await boardFileOf(records, {
    file: (hash) => Promise.resolve(hash === file.hash ? file.bytes : null),
    decoded: () => Promise.resolve(null),
  })
  expect(text.split(Buffer.from(file.bytes).toString('base64'))).toHaveLength(2)
  const opened = await open(text)
  expect(opened.records).toEqual(records)
  expect(opened.losses.size).toBe(0)
  expect(Buffer.from(opened.files!.get(file.hash)!).equals(Buffer.from(file.bytes))).toBe(true)
})

test.each<readonly [string, unknown]>([
  ['none', undefined],
  ['no object', 'x'],
  ['another file under its name', { [fileOf(50).hash]: Buffer.from(fileOf(50, 2).bytes).toString('base64') }],
  ['no base64', { [fileOf(50).hash]: '***' }],
  ['no text', { [fileOf(50).hash]: 7 }],
  ['no picture', { [hashOf(Buffer.from('words'))]: Buffer.from('words').toString('base64') }],
])('B4: a board file whose pictures are %s is opened without them, and that is counted', async (_what, blobs) => {
  const text = await boardFileOf([image({ id: 'a', blob: fileOf(50).hash })])
  const { records, losses, files } = await open(JSON.stringify({ ...(JSON.parse(text) as object), blobs }))
  expect(records).toHaveLength(1)
  expect(files?.size).toBe(0)
  expect(Array.from(losses)).toEqual([['image', 1]])
})

const png = pngOf(30, 20)
const element = { type: 'image', x: 10, y: 20, width: 60, height: 40, fileId: 'f', strokeColor: 'transparent' }
const files = { f: { mimeType: 'image/png', id: 'f', dataURL: `data:image/png;base64,${png.toString('base64')}` } }

async function drawing(elements: readonly object[], carried: object = files): Promise<Opened> {
  return await open(JSON.stringify({ type: 'excalidraw', version: 2, elements, files: carried }))
}

test('pictures in a drawing of Excalidraw come along, with their place and mirrored as they were', async () => {
  const turned = { ...element, id: 'b', angle: 0.5, scale: [-1, 1] }
  const { records, losses, files: kept } = await drawing([element, turned])
  const [one, two] = records as [ImageRecord, ImageRecord]
  expect(one).toMatchObject({ type: 'image', x: 10, y: 20, w: 60, h: 40, scaleX: 1, blob: hashOf(png) })
  expect(two).toMatchObject({ scaleX: -1, scaleY: 1, rotation: 0.5 })
  const middle = toBoard(two, 30, 20)
  expect([middle.x, middle.y].map(Math.round)).toEqual([40, 40])
  expect(Array.from(kept!.keys())).toEqual([hashOf(png)])
  expect(losses.size).toBe(0)
})

test('an arrow that was fastened to a picture still is', async () => {
  const points = [
    [0, 0],
    [-200, 0],
  ]
  const arrow = { type: 'arrow', id: 'a', x: 10, y: 40, points, strokeColor: '#000', roughness: 0 }
  const bound = { ...arrow, startBinding: { elementId: 'b', focus: 0, gap: 0 } }
  const { records, losses } = await drawing([bound, { ...element, id: 'b' }])
  const [line, picture] = records
  expect(line).toMatchObject({ type: 'line', startOn: picture!.id, startX: 0, startY: 0.5 })
  expect(losses.size).toBe(0)
})

test('what was cropped is shown whole, and counted', async () => {
  const { losses } = await drawing([{ ...element, crop: { x: 0, y: 0, width: 5, height: 5 } }])
  expect(Array.from(losses)).toEqual([['crop', 1]])
})

test.each<readonly [string, object]>([
  ['missing', {}],
  ['an address elsewhere', { f: { dataURL: 'https://x.invalid/a.png' } }],
  ['no picture', { f: { dataURL: `data:image/png;base64,${Buffer.from('words').toString('base64')}` } }],
  ['no base64', { f: { dataURL: 'data:image/png;base64,***' } }],
  ['larger than a board takes', { f: { dataURL: `data:;base64,${pngOf(60_000, 60_000).toString('base64')}` } }],
])('B4: a picture of Excalidraw that is %s is left out, and counted', async (_what, carried) => {
  const { records, losses } = await drawing([element, { ...element, type: 'rectangle', strokeColor: '#000' }], carried)
  expect(records).toHaveLength(1)
  expect(losses.get('image')).toBe(1)
})
