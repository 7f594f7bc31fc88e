import { expect } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { openFile } from '#renderer/import/open-file.ts'
import type { Opened } from '#renderer/import/opened.ts'

/** Opens what is in a file; each letter is half as wide as high here. */
export async function open(content: string): Promise<Opened> {
  return await openFile(new File([content], 'x'), ({ text, size }) => ({ w: (text.length * size) / 2, h: size }))
}

/** Opens a drawing of Excalidraw. */
export async function drawing(...elements: object[]): Promise<Opened> {
  return await open(JSON.stringify({ type: 'excalidraw', version: 2, elements }))
}

/** What its only element becomes. */
export async function only(element: object): Promise<BoardRecord> {
  const { records } = await drawing(element)
  expect(records).toHaveLength(1)
  return records[0]!
}

/** A rectangle as plain as one can be. */
export const box = {
  id: 'b',
  type: 'rectangle',
  x: 10,
  y: 20,
  width: 100,
  height: 50,
  strokeColor: '#1e1e1e',
  roughness: 0,
}
export const arrow = {
  ...box,
  id: 'a',
  type: 'arrow',
  points: [
    [0, 0],
    [100, 50],
  ],
}
