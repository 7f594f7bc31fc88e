import { describe, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { Groups, isIn, unitIn, withGroup, withoutGroup } from '#renderer/board/groups.ts'
import { line } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'

function member(id: string, group = ''): BoardRecord {
  return line(id, 0, 0, 10, 0, { group })
}

function board(...records: readonly BoardRecord[]): { room: MemoryRoom; groups: Groups } {
  const room = new MemoryRoom(records)
  const groups = new Groups(room.store)
  room.store.onChange((changes) => groups.apply(changes))
  return { room, groups }
}

describe('the path of a group', () => {
  test('says what lies in it, whatever another id begins with', () => {
    expect(isIn(member('a', 'g1/g2'), 'g1')).toBe(true)
    expect(isIn(member('a', 'g1/g2'), 'g1/g2')).toBe(true)
    expect(isIn(member('a', 'g10'), 'g1')).toBe(false)
    expect(isIn(member('a'), '')).toBe(true)
  })

  test('names the outermost group within another one', () => {
    expect(unitIn(member('a', 'g1/g2/g3'), '')).toBe('g1')
    expect(unitIn(member('a', 'g1/g2/g3'), 'g1')).toBe('g1/g2')
    expect(unitIn(member('a', 'g1'), 'g1')).toBe('')
    expect(unitIn(member('a', 'other'), 'g1')).toBe('')
  })

  test('takes on a group and gives it back', () => {
    expect(withGroup('g1/g2', 'g1', 'new')).toBe('g1/new/g2')
    expect(withoutGroup('g1/new/g2', 'g1/new')).toBe('g1/g2')
    expect(withGroup('', '', 'new')).toBe('new')
    expect(withoutGroup('new', 'new')).toBe('')
  })

  test('grows no deeper than boards allow', () => {
    expect(withGroup('a/b/c/d/e/f/g/h', '', 'new')).toBe(null)
  })
})

describe('the groups of a board', () => {
  test('know their members while these come, change and go', () => {
    const { room, groups } = board(member('a', 'g1'), member('b', 'g1/g2'), member('c'))
    expect(groups.membersOf('g1')).toEqual(['a', 'b'])
    expect(groups.membersOf('g1/g2')).toEqual(['b'])
    room.others([['c', member('c', 'g1')]])
    expect(groups.membersOf('g1')).toEqual(['a', 'b', 'c'])
    room.others([['a', member('a', 'g3')]])
    expect(groups.membersOf('g1')).toEqual(['b', 'c'])
    expect(groups.membersOf('g3')).toEqual(['a'])
    room.others([
      ['b', undefined],
      ['c', undefined],
    ])
    expect(groups.membersOf('g1')).toEqual([])
  })

  test('a whole group is one thing; a part of it is several things within it', () => {
    const [a, b, c] = [member('a', 'g1'), member('b', 'g1/g2'), member('c', 'g1/g2')]
    const { groups } = board(a, b, c)
    expect(groups.scopeOf([a, b, c])).toBe('')
    expect(groups.unitsOf([a, b, c])).toEqual([[a, b, c]])
    expect(groups.scopeOf([a, b])).toBe('g1')
    expect(groups.unitsOf([a, b])).toEqual([[a], [b]])
    expect(groups.scopeOf([b])).toBe('g1/g2')
  })

  test('what is in no group is a thing by itself', () => {
    const [a, b, c] = [member('a', 'g1'), member('b', 'g1'), member('c')]
    expect(board(a, b, c).groups.unitsOf([a, b, c])).toEqual([[a, b], [c]])
  })
  test('are left one after the other, from the inside out', () => {
    const [a, b, c] = [member('a', 'g1/g2'), member('b', 'g1/g2'), member('c', 'g1')]
    const { groups } = board(a, b, c)
    groups.enter('g1/g2')
    expect(groups.leave([a])).toBe('g1/g2')
    expect(groups.entered([a, b])).toBe('g1')
    expect(groups.leave([a, b])).toBe('g1')
    expect(groups.leave([a, b, c])).toBe('')
    groups.enter('g1/g2')
    // What is selected elsewhere has left it already.
    expect(groups.leave([c])).toBe('')
  })
})
