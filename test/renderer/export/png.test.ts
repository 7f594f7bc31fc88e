import { describe, expect, test } from 'vitest'
import { contains } from '#shared/model/bounds.ts'
import { AppError } from '#shared/errors.ts'
import { boxOfFrame, EXPORT_PADDING, frameOfBox, frameOfView, showsAny } from '#renderer/export/frame.ts'
import { paintPng } from '#renderer/export/png.ts'

const box = { minX: -10.4, minY: 3.2, maxX: 120.9, maxY: 77 }

describe('the frame of an export', () => {
  test('has all of the box with its padding, on whole board units', () => {
    const frame = frameOfBox(box, 1)
    expect(frame).toEqual({ view: { scale: 1, x: 43, y: 29 }, width: 196, height: 138 })
    const padded = {
      minX: -10.4 - EXPORT_PADDING,
      minY: 3.2 - EXPORT_PADDING,
      maxX: 120.9 + EXPORT_PADDING,
      maxY: 77 + EXPORT_PADDING,
    }
    expect(contains(boxOfFrame(frame), padded)).toBe(true)
  })

  test.for([2, 3] as const)('shows the same part at %d×', (scale) => {
    const once = frameOfBox(box, 1)
    const more = frameOfBox(box, scale)
    expect(more.width).toBe(once.width * scale)
    expect(more.height).toBe(once.height * scale)
    expect(boxOfFrame(more).minX).toBeCloseTo(boxOfFrame(once).minX, 9)
    expect(boxOfFrame(more).maxY).toBeCloseTo(boxOfFrame(once).maxY, 9)
  })

  test('of a view is as large as the view and at its zoom', () => {
    const frame = frameOfView({ x: -100, y: 50, zoom: 2 }, 800, 600, 2)
    expect(frame).toEqual({ view: { scale: 4, x: 400, y: -200 }, width: 1600, height: 1200 })
  })

  test('knows when there is nothing in it', () => {
    const frame = frameOfView({ x: 0, y: 0, zoom: 1 }, 800, 600, 1)
    expect(showsAny(frame, [])).toBe(false)
    expect(showsAny(frame, [{ minX: -50, minY: 0, maxX: -1, maxY: 10 }])).toBe(false)
    expect(showsAny(frame, [{ minX: -50, minY: 0, maxX: 1, maxY: 10 }])).toBe(true)
  })
})

describe('a picture larger than other programs open', () => {
  test.for([
    ['its width', 16_385, 10],
    ['its height', 10, 16_385],
  ] as const)('is refused for %s with a sentence that says what to do', async ([, width, height]) => {
    const made = paintPng({ view: { scale: 1, x: 0, y: 0 }, width, height }, [], 'light', null)
    const error = await made.then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'export/too-large' })
    expect((error as AppError).message).toContain('Choose a smaller size')
  })
})
