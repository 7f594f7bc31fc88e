/** The words for the person colours, in the order of their tokens. */
export const PERSON_COLOR_WORDS = [
  'person.rose',
  'person.orange',
  'person.amber',
  'person.olive',
  'person.green',
  'person.jade',
  'person.teal',
  'person.sky',
  'person.blue',
  'person.violet',
  'person.purple',
  'person.pink',
] as const
