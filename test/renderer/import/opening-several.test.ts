import { expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { OpenedFile } from '#renderer/import/opening.ts'
import { openSeveral } from '#renderer/import/opening-several.ts'
import type { Loss } from '#renderer/import/opened.ts'
import { OneByOne } from '#renderer/import/one-by-one.ts'

function result(id: string, minX: number, ...lost: readonly Loss[]): OpenedFile {
  const extent = { minX, minY: 0, maxX: minX + 100, maxY: 40 }
  return { count: 1, ids: [id], extent, losses: new Map(lost.map((loss) => [loss, 2])), isPicture: id === 'b' }
}

test('files are opened in their order, each after what the one before put on the board', async () => {
  const asked: unknown[] = []
  const { opened, refused } = await openSeveral(['a', 'b', 'c'], async (file, before) => {
    asked.push([file, before?.maxX ?? null])
    return await Promise.resolve(result(file, asked.length * 200, 'link', file === 'c' ? 'font' : 'grid'))
  })
  expect(asked).toEqual([
    ['a', null],
    ['b', 300],
    ['c', 500],
  ])
  expect(opened).toMatchObject({ count: 3, ids: ['a', 'b', 'c'], isPicture: false, extent: { minX: 200, maxX: 700 } })
  expect(opened?.losses).toEqual(
    new Map([
      ['link', 6],
      ['grid', 4],
      ['font', 2],
    ]),
  )
  expect(refused.size).toBe(0)
})

test('one that cannot be opened keeps no other from it, and is named with the reason', async () => {
  const { opened, refused } = await openSeveral(['a', 'b', 'c', 'd'], async (file) => {
    if (file === 'a') return await Promise.resolve(result(file, 0))
    // One of which nothing was wanted.
    if (file === 'd') return null
    throw new AppError('import/damaged', 'It is damaged.')
  })
  expect(opened).toMatchObject({ count: 1, ids: ['a'] })
  expect(refused).toEqual(new Map([['It is damaged.', ['b', 'c']]]))
  expect((await openSeveral(['d'], () => Promise.resolve(null))).opened).toBeNull()
})

test('what is asked for while something is opened comes after it, whatever became of that', async () => {
  const queue = new OneByOne()
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const one = queue.add(async () => {
    await first.promise
    done.push('one')
    throw new Error('It failed.')
  })
  const two = queue.add(() => Promise.resolve(void done.push('two')))
  expect(done).toEqual([])
  first.resolve()
  await expect(one).rejects.toThrow('It failed.')
  await two
  expect(done).toEqual(['one', 'two'])
})
