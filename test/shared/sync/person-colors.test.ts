import { describe, expect, test } from 'vitest'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { RoomPeople } from '#shared/sync/room-people.ts'

function emptyRoom() {
  const people = new RoomPeople([], [], { reserve: () => 1, hash: (bytes) => bytes })
  const come = (user: string, color: number) => {
    const member = people.enter(user, null, user, color)
    people.arrive(member.number)
    return member
  }
  return { people, come }
}

describe('the colours of people', () => {
  test('are those they wish for while nobody here has them', () => {
    const { come } = emptyRoom()
    expect([come('Ada', 3), come('Ben', 4)].map(({ color }) => color)).toEqual([3, 4])
  })

  test('P9: differ as long as there are enough', () => {
    const { come } = emptyRoom()
    const colors = Array.from({ length: PERSON_COLOR_COUNT }, (_, i) => come(`Person ${i}`, 7).color)
    expect(colors[0]).toBe(7)
    expect(new Set(colors).size).toBe(PERSON_COLOR_COUNT)
    expect(come('One more', 7).color).toBe(7)
  })

  test('stay with who is there when somebody comes, comes back or opens another window', () => {
    const { people, come } = emptyRoom()
    const ada = come('Ada', 3)
    const ben = come('Ben', 3)
    expect(come('Ada', 3)).toEqual(ada)
    expect(come('Ben', 3)).toEqual(ben)
    people.rename(ben.number, 'Benjamin', 3)
    expect(people.list(() => false).find(({ number }) => number === ben.number)).toMatchObject({
      name: 'Benjamin',
      color: ben.color,
    })
  })

  test('are free again when who had them has left', () => {
    const { people, come } = emptyRoom()
    const ada = come('Ada', 3)
    const ben = come('Ben', 3)
    people.leave(ada.number, false)
    people.rename(ben.number, 'Ben', 3)
    expect(people.list(() => false)).toEqual([{ number: ben.number, name: 'Ben', color: 3, online: true, host: false }])
  })
})
