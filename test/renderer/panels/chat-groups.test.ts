import { describe, expect, test } from 'vitest'
import { countUnread, groupMessages, lastSeq } from '#renderer/panels/board/chat-groups.ts'
import type { ChatMessage } from '#shared/model/people.ts'

const MINUTE = 60_000

function message(seq: number, author: number, minute: number, pending = false, to = 0): ChatMessage {
  return { seq, author, to, at: minute * MINUTE, text: `message ${seq}`, pending }
}

describe('grouping', () => {
  test('no messages make no groups', () => {
    expect(groupMessages([])).toEqual([])
  })

  test('what one person writes in a row stands together, under the time of the first', () => {
    const messages = [message(1, 1, 0), message(2, 1, 1), message(3, 2, 2), message(4, 1, 3)]
    expect(groupMessages(messages).map(({ author, at, messages: { length } }) => [author, at, length])).toEqual([
      [1, 0, 2],
      [2, 2 * MINUTE, 1],
      [1, 3 * MINUTE, 1],
    ])
  })

  test('after a pause of five minutes the same person begins anew', () => {
    const messages = [message(1, 1, 0), message(2, 1, 4), message(3, 1, 8), message(4, 1, 13)]
    expect(groupMessages(messages).map(({ messages: { length } }) => length)).toEqual([3, 1])
  })

  test('a private message never stands with public ones, nor with those for someone else', () => {
    const to = (seq: number, whom: number) => message(seq, 1, 0, false, whom)
    const groups = groupMessages([to(1, 0), to(2, 2), to(3, 2), to(4, 3), to(5, 0)])
    expect(groups.map((group) => [group.to, group.messages.map(({ seq }) => seq)])).toEqual([
      [0, [1]],
      [2, [2, 3]],
      [3, [4]],
      [0, [5]],
    ])
  })

  test('a clock that was set back does not take messages apart', () => {
    expect(groupMessages([message(1, 1, 10), message(2, 1, 2)])).toHaveLength(1)
  })
})

describe('unread', () => {
  test('counts what others said behind the position seen', () => {
    const messages = [message(4, 2, 0), message(9, 1, 1), message(12, 3, 2), message(0, 1, 3, true)]
    expect(countUnread(messages, 4, 1)).toBe(1)
    expect(countUnread(messages, 0, 1)).toBe(2)
    expect(countUnread(messages, 12, 1)).toBe(0)
    expect(countUnread([...messages, message(13, 2, 4, false, 1)], 4, 1)).toBe(2)
  })

  test('the last position is that of what the host has accepted', () => {
    expect(lastSeq([])).toBe(0)
    expect(lastSeq([message(4, 2, 0), message(0, 1, 1, true)])).toBe(4)
  })
})
