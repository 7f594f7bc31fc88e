import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boundsOf } from '#shared/model/bounds.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { faultOfRecord } from '#shared/model/records.ts'
import { inkOutline } from '#renderer/board/ink-outline.ts'
import { elementsOf, pointsOf, recordsOf } from '../../support/excalidraw.ts'

const folder = new URL('../../fixtures/excalidraw/', import.meta.url)
const libraries = readdirSync(folder)
  .filter((name) => name.endsWith('.excalidrawlib'))
  .map((name) => ({ name, elements: elementsOf(readFileSync(new URL(name, folder), 'utf8')) }))

test('the fixtures are the 763 elements they should be', () => {
  const all = libraries.flatMap(({ elements }) => elements)
  expect(all).toHaveLength(763)
  expect(all.filter(({ type }) => type === 'freedraw')).toHaveLength(226)
})

function off(a: number, b: number): number {
  return Math.abs(a - b)
}

describe.for(libraries)('$name', ({ elements }) => {
  const records = recordsOf(elements)

  test('becomes valid records; only empty texts become nothing', () => {
    const empty = elements.filter(({ type, text }) => type === 'text' && text === '')
    expect(records).toHaveLength(elements.length - empty.length)
    expect(records.map(faultOfRecord).filter((fault) => fault !== null)).toEqual([])
  })

  test('packing keeps every point within half a unit, and real pressure', () => {
    const lines = elements.filter(({ type }) => type !== 'text')
    const strokes = records.filter((record) => record.type === 'stroke')
    expect(strokes).toHaveLength(lines.length)
    strokes.forEach((record, i) => {
      const drawn = pointsOf(lines[i]!)
      const kept = unpackPoints(record)
      expect(kept).toHaveLength(drawn.length)
      const half = 2 ** -record.unit / 2 + 1e-9
      expect(kept.every((p, k) => off(p.x, drawn[k]!.x) <= half && off(p.y, drawn[k]!.y) <= half)).toBe(true)
      const pressed = (k: number): number => (record.pressure ? drawn[k]!.pressure : 0.5)
      expect(kept.every((p, k) => off(p.pressure, pressed(k)) <= 1 / 254 + 1e-9)).toBe(true)
    })
  })

  test('has finite bounds and outlines', () => {
    const boxes = records.map((record) => Object.values(boundsOf(record)))
    expect(boxes.flat().every(Number.isFinite)).toBe(true)
    const strokes = records.filter((record) => record.type === 'stroke')
    const outlines = strokes.map((record) => inkOutline(unpackPoints(record), record.width, record.pressure))
    const numbers = outlines.flatMap((outline) =>
      outline.kind === 'shape' ? outline.runs.flatMap((run) => [...run]) : [outline.x, outline.y, outline.radius],
    )
    expect(numbers.length).toBeGreaterThan(strokes.length)
    expect(numbers.every(Number.isFinite)).toBe(true)
  })
})
