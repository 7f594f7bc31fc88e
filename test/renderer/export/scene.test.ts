import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { pngWithScene, sceneOfPng } from '#renderer/export/png-scene.ts'
import { sceneOfSvg, svgScene } from '#renderer/export/svg-scene.ts'
import { openFile } from '#renderer/import/open-file.ts'
import { aRecord } from '../../support/arbitraries.ts'
import { oneOfEach } from '../../support/one-of-each.ts'

const MOST = 1e7
/** The smallest PNG there is: one transparent pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

const records = fc
  .uniqueArray(aRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 12 })
  .map((all) => all.toSorted(comparePaintOrder))

async function opened(content: BlobPart): Promise<readonly BoardRecord[]> {
  const result = await openFile(new File([content], 'x'), () => ({ w: 1, h: 1 }))
  // Of their pictures there are tests of their own.
  expect(Array.from(result.losses.keys()).filter((loss) => loss !== 'image')).toEqual([])
  return result.records
}

async function svgOfScene(boardFile: string): Promise<string> {
  return `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">${await svgScene(boardFile)}</svg>`
}

async function pngOfScene(boardFile: string): Promise<ArrayBuffer> {
  return await (await pngWithScene(new Blob([PNG]), boardFile)).arrayBuffer()
}

describe('a board comes back as it was', () => {
  test('from a board file, records of every type', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (all) => {
        expect(await opened(await boardFileOf(all))).toEqual(all)
      }),
      { numRuns: 150 },
    )
  })

  test('from inside a PNG and an SVG', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (all) => {
        const boardFile = await boardFileOf(all)
        expect(await opened(await pngOfScene(boardFile))).toEqual(all)
        expect(await opened(await svgOfScene(boardFile))).toEqual(all)
      }),
      { numRuns: 40 },
    )
  })

  test('with one of each, in the order of painting', async () => {
    expect(await opened(await boardFileOf(oneOfEach))).toEqual(oneOfEach.toSorted(comparePaintOrder))
  })
})

test('a PNG with a board inside is the same picture: only a chunk is added', async () => {
  const file = new Uint8Array(await pngOfScene('{}'))
  expect(Buffer.from(file).includes(PNG.subarray(0, -12))).toBe(true)
  expect(Buffer.from(file.slice(-12)).equals(PNG.subarray(-12))).toBe(true)
  expect(Buffer.from((await sceneOfPng(file, MOST))!).toString()).toBe('{}')
})

describe('pictures that carry no sound board', () => {
  test('have none', async () => {
    expect(await sceneOfPng(new Uint8Array(PNG), MOST)).toBeNull()
    expect(await sceneOfSvg('<svg/>', MOST)).toBeNull()
  })

  test('have none behind the end of the picture', async () => {
    const carried = new Uint8Array(await pngOfScene('{}'))
    const chunk = carried.slice(PNG.length - 12, -12)
    expect(await sceneOfPng(new Uint8Array([...PNG, ...chunk, ...PNG.subarray(-12)]), MOST)).toBeNull()
    expect(await sceneOfPng(new Uint8Array([...PNG.subarray(0, -12), ...chunk]), MOST)).not.toBeNull()
  })

  test('are damaged when what they carry is', async () => {
    const svg = await svgOfScene('{"drawnet":1,"records":[]}')
    for (const broken of [svg.slice(0, -40), svg.replace('64">', '64">?'), svg.replace('64">', '64">AAAA')]) {
      await expect(sceneOfSvg(broken, MOST)).rejects.toMatchObject({ code: 'import/damaged' })
    }
  })

  test('do not unpack to more than they may', async () => {
    const bomb = await pngOfScene(' '.repeat(1_000_000))
    expect(bomb.byteLength).toBeLessThan(2000)
    await expect(sceneOfPng(new Uint8Array(bomb), 10_000)).rejects.toMatchObject({ code: 'import/too-large' })
  })

  test('are read to their end whatever their bytes are', async () => {
    const whole = new Uint8Array(await pngOfScene(await boardFileOf(oneOfEach)))
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(whole.length), async (changes, cut) => {
        const forged = whole.slice(0, cut % 3 === 0 ? cut : whole.length)
        for (const [at, byte] of changes) if (at < forged.length) forged[at] = byte
        const outcome = await openFile(new File([forged], 'x.png'), () => ({ w: 1, h: 1 })).catch(
          (error: unknown) => error,
        )
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ code: expect.stringMatching(/^import\//) as string })
      }),
      { numRuns: 200 },
    )
  })
})
