/** Someone who is or was in a room. */
export interface Member {
  /** Number within the room, from 1; stands as the author of what they make. */
  readonly number: number
  readonly name: string
  /** Index into the person colours, 0 to PERSON_COLOR_COUNT - 1. */
  readonly color: number
  readonly online: boolean
  /** Whether they are there from the installation that hosts the room. */
  readonly host: boolean
}

export interface ChatMessage {
  /** Position in the room's log: messages are ordered by it. 0 while not yet acknowledged. */
  readonly seq: number
  readonly author: number
  /** Member number of the one it is for; `EVERYONE` for all. */
  readonly to: number
  readonly text: string
  /** Host's wall clock, milliseconds since 1970; for display only. */
  readonly at: number
  /** Unacknowledged messages carry the number of their operation, to be told apart. */
  readonly pending: boolean
}

/** In place of a member number: a message that all may read. */
export const EVERYONE = 0

/** Letters as people count them. */
export const MAX_NAME_LENGTH = 60
/** Code units: one letter may be made of any number of signs. */
const MAX_NAME_UNITS = 240
export const MAX_CHAT_LENGTH = 4000

/** A name as it is kept: control characters and doubled spaces gone, cut to the limit; '' if nothing is left. */
export function cleanName(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\u200d' || c === '\u200c' ? c : ' '))
    .replace(/\s+/gu, ' ')
    .trim()
  // Cut between what people see as letters, so that no accent or emoji is torn.
  let name = ''
  let letters = 0
  for (const { segment } of new Intl.Segmenter().segment(plain)) {
    if (letters === MAX_NAME_LENGTH || name.length + segment.length > MAX_NAME_UNITS) break
    name += segment
    letters += 1
  }
  return name
}
