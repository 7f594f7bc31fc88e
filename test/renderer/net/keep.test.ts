import { expect, test } from 'vitest'
import { EngineKeep } from '#renderer/net/keep.ts'
import { ManualClock } from '../../support/clock.ts'

function engineKeep(texts: { readonly 'drawnet.tools'?: string } = {}) {
  const clock = new ManualClock()
  const written: [string, string][] = []
  const problems: unknown[] = []
  const engine = { away: false }
  const keep = new EngineKeep({
    texts,
    clock,
    write: (key, text) => {
      if (engine.away) return Promise.reject(new Error('away'))
      written.push([key, text])
      return Promise.resolve()
    },
    onProblem: (problem) => problems.push(problem),
  })
  return { keep, clock, written, problems, engine }
}

test('what was kept is there, and what is set is written at once', () => {
  const { keep, written } = engineKeep({ 'drawnet.tools': 'old' })
  expect(keep.getItem('drawnet.tools')).toBe('old')
  expect(keep.getItem('drawnet.view')).toBeNull()
  keep.setItem('drawnet.tools', 'old')
  expect(written).toEqual([])
  keep.setItem('drawnet.view', 'dots')
  expect(keep.getItem('drawnet.view')).toBe('dots')
  expect(written).toEqual([['drawnet.view', 'dots']])
})

test('of a run of values the first and the last are written', () => {
  const { keep, clock, written } = engineKeep()
  for (let i = 0; i < 50; i++) keep.setItem('drawnet.tools', `value ${i}`)
  clock.advance(1000)
  expect(written).toEqual([
    ['drawnet.tools', 'value 0'],
    ['drawnet.tools', 'value 49'],
  ])
  expect(clock.pending).toBe(0)
})

test('what waits is written when the board is left, and no timer stays behind', () => {
  const { keep, clock, written } = engineKeep()
  keep.setItem('drawnet.tools', 'a')
  keep.setItem('drawnet.tools', 'b')
  keep.dispose()
  expect(written.at(-1)).toEqual(['drawnet.tools', 'b'])
  expect(clock.pending).toBe(0)
})

test('what could not be written goes with what comes next', async () => {
  const { keep, clock, written, problems, engine } = engineKeep()
  engine.away = true
  keep.setItem('drawnet.tools', 'a')
  await Promise.resolve()
  await Promise.resolve()
  expect(problems).toHaveLength(1)
  engine.away = false
  clock.advance(1000)
  keep.setItem('drawnet.view', 'b')
  clock.advance(1000)
  expect(written.map(([key]) => key).toSorted()).toEqual(['drawnet.tools', 'drawnet.view'])
})
