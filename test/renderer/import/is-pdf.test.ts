import { expect, test } from 'vitest'
import { isPdf } from '#renderer/import/pdf/is-pdf.ts'
import { MAX_FILE_BYTES } from '#renderer/import/opened.ts'

/** A file of which only the beginning is ever asked for. */
function fileOf(start: string, size = start.length): Pick<Blob, 'size' | 'slice'> {
  const bytes = new Blob([start])
  return { size, slice: (from, to) => bytes.slice(from, to) }
}

test('a PDF is known by its content', async () => {
  expect(await isPdf(fileOf('%PDF-1.7\n'))).toBe(true)
  expect(await isPdf(fileOf('some words %PDF-1.7\n'))).toBe(true)
  expect(await isPdf(fileOf('{"drawnet":1}', MAX_FILE_BYTES + 1))).toBe(false)
})

test('a PDF that is too large is refused before it is read', async () => {
  expect(await isPdf(fileOf('%PDF-1.7\n', MAX_FILE_BYTES))).toBe(true)
  await expect(isPdf(fileOf('%PDF-1.7\n', MAX_FILE_BYTES + 1))).rejects.toMatchObject({
    code: 'import/too-large',
    message: 'This file is too large. The largest that can be opened has 192 MB.',
  })
})
