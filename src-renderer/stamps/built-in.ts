import type { Ink } from '#shared/model/palette.ts'
import { arc, Drawing, TONES, turned } from './drawing.ts'
import type { Stamp } from './stamp.ts'

/** The stamps that come with DrawNet, by what they are for; their names are words of the interface. */
export const STAMP_GROUPS = {
  marks: ['tick', 'cross', 'question', 'exclamation', 'plus', 'look'],
  things: ['star', 'heart', 'bolt', 'flag', 'bulb', 'pin'],
  arrows: ['up', 'right', 'down', 'left', 'round', 'both'],
  numbers: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  faces: ['happy', 'laughing', 'winking', 'surprised', 'thoughtful', 'sad'],
} as const

export type StampGroup = keyof typeof STAMP_GROUPS
export type StampName = (typeof STAMP_GROUPS)[StampGroup][number]

/** Draws one of the stamps that come with DrawNet. */
export function builtInStamp(name: StampName): Stamp {
  return { id: name, name: '', records: drawn(name).records }
}

function drawn(name: StampName): Drawing {
  const { green, red, blue, yellow, orange, pink, violet } = TONES
  switch (name) {
    case 'tick':
      return new Drawing().line(
        [
          [-22, 2],
          [-7, 18],
          [23, -18],
        ],
        green,
        10,
      )
    case 'cross':
      return new Drawing()
        .line(
          [
            [-18, -18],
            [18, 18],
          ],
          red,
          10,
        )
        .line(
          [
            [18, -18],
            [-18, 18],
          ],
          red,
          10,
        )
    case 'question':
      return new Drawing()
        .line([...arc([0, -11], 12, Math.PI, 2.25 * Math.PI), [0, 6], [0, 10]], blue, 9, { curved: true })
        .dot([0, 25], 11, blue)
    case 'exclamation':
      return new Drawing()
        .line(
          [
            [0, -24],
            [0, 8],
          ],
          orange,
          10,
        )
        .dot([0, 24], 11, orange)
    case 'plus':
      return new Drawing()
        .line(
          [
            [-20, 0],
            [20, 0],
          ],
          blue,
          10,
        )
        .line(
          [
            [0, -20],
            [0, 20],
          ],
          blue,
          10,
        )
    case 'look':
      return new Drawing().ring([0, 0], 50, red, 7)
    case 'star':
      return new Drawing().shape('star', [0, 0], [52, 50], yellow, { round: 5 })
    case 'heart':
      return new Drawing().area(heart(), pink, 3)
    case 'bolt':
      return new Drawing().area(
        [
          [6, -28],
          [-17, 5],
          [-3, 5],
          [-7, 28],
          [17, -7],
          [2, -7],
        ],
        yellow,
        3,
      )
    case 'flag':
      return new Drawing()
        .area(
          [
            [-14, -24],
            [22, -14],
            [-14, -2],
          ],
          red,
          3,
        )
        .line(
          [
            [-15, -26],
            [-15, 27],
          ],
          'grey',
          5,
        )
    case 'bulb':
      return new Drawing()
        .area([...arc([0, -7], 20, 0.75 * Math.PI, 2.25 * Math.PI), [8, 15], [-8, 15]], yellow, 3)
        .line(
          [
            [-7, 21],
            [7, 21],
          ],
          'grey',
          4,
        )
        .line(
          [
            [-4, 27],
            [4, 27],
          ],
          'grey',
          4,
        )
    case 'pin':
      return new Drawing()
        .area([...arc([0, -10], 17, 0.86 * Math.PI, 2.14 * Math.PI), [0, 27]], red, 2)
        .dot([0, -10], 13, TONES.white)
    case 'up':
    case 'right':
    case 'down':
    case 'left':
      return new Drawing().area(turned(ARROW, ['right', 'down', 'left', 'up'].indexOf(name)), blue, 4)
    case 'round':
      return new Drawing().line(arc([0, 3], 20, 0.6 * Math.PI, 1.9 * Math.PI), violet, 8).area(
        [
          [8, -3],
          [29, -11],
          [25, 12],
        ],
        violet,
        3,
      )
    case 'both':
      return new Drawing().area(
        [
          [-28, 0],
          [-12, -16],
          [-12, -6],
          [12, -6],
          [12, -16],
          [28, 0],
          [12, 16],
          [12, 6],
          [-12, 6],
          [-12, 16],
        ],
        violet,
        3,
      )
    case 'happy':
      return face().line(arc([0, 2], 14, 0.12 * Math.PI, 0.88 * Math.PI), TONES.dark, 4)
    case 'laughing':
      return face('shut').area(arc([0, 4], 15, 0, Math.PI), TONES.dark, 2)
    case 'winking':
      return face('winking').line(arc([0, 2], 14, 0.12 * Math.PI, 0.88 * Math.PI), TONES.dark, 4)
    case 'surprised':
      return face().shape('ellipse', [0, 13], [12, 15], TONES.dark)
    case 'thoughtful':
      return face().line(
        [
          [-10, 15],
          [10, 10],
        ],
        TONES.dark,
        4,
      )
    case 'sad':
      return face().line(arc([0, 22], 13, 1.15 * Math.PI, 1.85 * Math.PI), TONES.dark, 4)
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '10':
    case '11':
    case '12':
      return badge(name, blue)
  }
}

/** An arrow that points to the right. */
const ARROW = [
  [-26, -8],
  [2, -8],
  [2, -22],
  [27, 0],
  [2, 22],
  [2, 8],
  [-26, 8],
] as const

/** A number on a disc. */
function badge(text: string, color: Ink): Drawing {
  // In a rectangle words have more room than in an ellipse; with corners as round as can be it looks the same.
  return new Drawing().shape('rectangle', [0, 0], [60, 60], color, { text, size: 30, radius: 30 })
}

function face(eyes: 'open' | 'shut' | 'winking' = 'open'): Drawing {
  const drawing = new Drawing().dot([0, 0], 56, TONES.yellow)
  const shut = (x: number): Drawing => drawing.line(arc([x, -5], 6, 1.1 * Math.PI, 1.9 * Math.PI), TONES.dark, 4)
  const open = (x: number): Drawing => drawing.shape('ellipse', [x, -8], [7, 10], TONES.dark)
  if (eyes === 'shut') shut(-11)
  else open(-11)
  return eyes === 'open' ? open(11) : shut(11)
}

/** A well-known heart: x = 16 sin³ t, y = 13 cos t − 5 cos 2t − 2 cos 3t − cos 4t. */
function heart(): (readonly [number, number])[] {
  return Array.from({ length: 48 }, (_, i) => {
    const t = (2 * Math.PI * i) / 48
    const x = 16 * Math.sin(t) ** 3
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t)
    return [x * 1.6, -1.6 * (y + 2.5)] as const
  })
}
