import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { writePath } from '#shared/model/paths.ts'
import { stroke, text, wave } from './records.ts'

const base = { author: 1 } as const

/** A record of every type and of every way it is painted, side by side on an area of 1040 × 700. */
export const oneOfEach: readonly BoardRecord[] = [
  stroke({ id: 'pen', z: 'a1', x: 20, y: 60, width: 6 }),
  stroke({ id: 'pressed', z: 'a2', x: 250, y: 60, width: 10, pressure: true, color: 'blue' }),
  stroke({ id: 'marker', z: 'a3', x: 480, y: 60, width: 12, nib: 'marker', color: 'green' }),
  stroke({ id: 'highlighter', z: 'a4', x: 20, y: 150, width: 24, nib: 'highlighter', color: 'yellow', opacity: 0.4 }),
  stroke({ id: 'pencil', z: 'a5', x: 250, y: 150, width: 6, nib: 'pencil' }),
  stroke({
    id: 'turned',
    z: 'a6',
    x: 520,
    y: 130,
    rotation: 0.4,
    scaleX: -0.7,
    scaleY: 1.3,
    ink: wave(40),
    color: 'red',
  }),
  text({ id: 'words', z: 'a7', x: 740, y: 30, text: 'Straight words\nand a second line', w: 171, h: 60 }),
  text({
    id: 'serif',
    z: 'a8',
    x: 740,
    y: 110,
    text: 'Sérif in bold & <more>',
    font: 'serif',
    weight: 'bold',
    w: 270,
    h: 30,
  }),
  text({
    id: 'mono',
    z: 'a9',
    x: 740,
    y: 150,
    text: '  let x = 1',
    font: 'mono',
    weight: 'medium',
    color: 'teal',
    w: 160,
    h: 30,
  }),
  text({
    id: 'hand',
    z: 'aA',
    x: 760,
    y: 230,
    rotation: -0.2,
    text: 'by hand, leaning',
    font: 'hand',
    size: 32,
    w: 170,
    h: 40,
  }),
  shape('rectangle', 20, 260, { radius: 16, fill: 'solid', fillColor: 'blue', text: 'Words that wrap', group: 'g1' }),
  shape('ellipse', 180, 260, { fill: 'hatch', fillColor: 'red', dash: 'dashed', group: 'g1' }),
  shape('diamond', 340, 260, { fill: 'full', fillColor: 'yellow', width: 2, locked: true }),
  shape('triangle', 500, 260, { dash: 'dotted', radius: 8 }),
  shape('star', 660, 260, { fill: 'full', fillColor: '#aa22cc', opacity: 0.5, sides: 6 }),
  shape('polygon', 860, 280, { rotation: 0.3, scaleX: 1.2, sides: 7 }),
  shape('triangle', 380, 685, { id: 'hanging', scaleY: -1, fill: 'solid', fillColor: 'teal', text: 'Hangs', size: 20 }),
  shape('rectangle', 700, 588, {
    id: 'mirrored',
    w: 160,
    h: 80,
    rotation: -0.1,
    scaleX: -1,
    fill: 'solid',
    fillColor: 'pink',
    text: 'To the left\nin a mirror',
    align: 'left',
    size: 18,
  }),
  line(
    'straight',
    20,
    440,
    [
      [0, 0],
      [120, 60],
    ],
    { endHead: 'arrow' },
  ),
  line(
    'curved',
    180,
    440,
    [
      [0, 0],
      [60, 80],
      [120, 0],
    ],
    { bend: 'curved', startHead: 'dot', endHead: 'triangle' },
  ),
  line(
    'elbow',
    340,
    440,
    [
      [0, 0],
      [120, 80],
    ],
    { bend: 'elbow', startHead: 'bar', endHead: 'diamond', dash: 'dashed' },
  ),
  line(
    'closed',
    500,
    440,
    [
      [0, 0],
      [120, 20],
      [60, 90],
    ],
    { closed: true, bend: 'curved', fill: 'solid', fillColor: 'green' },
  ),
  line(
    'fastened',
    660,
    500,
    [
      [0, 0],
      [60, -100],
    ],
    { startOn: 'ellipse', endOn: 'star', startX: 1, endY: 1 },
  ),
  {
    ...USUAL.note,
    ...base,
    type: 'note',
    id: 'note',
    z: 'c1',
    x: 780,
    y: 430,
    w: 120,
    h: 120,
    color: 'orange',
    text: 'A note',
    size: 20,
  },
  { ...USUAL.frame, ...base, type: 'frame', id: 'frame', z: 'c2', x: 20, y: 590, w: 300, h: 100, text: 'A frame' },
]

type Shape = Extract<BoardRecord, { type: 'shape' }>
type Line = Extract<BoardRecord, { type: 'line' }>

function shape(kind: Shape['shape'], x: number, y: number, change: Partial<Shape>): Shape {
  return { ...USUAL.shape, ...base, type: 'shape', id: kind, z: `b${x}`, x, y, w: 120, h: 100, shape: kind, ...change }
}

function line(
  id: string,
  x: number,
  y: number,
  places: readonly (readonly [number, number])[],
  change: Partial<Line>,
): Line {
  const path = writePath(places.map(([px, py]) => ({ x: px, y: py })))
  return { ...USUAL.line, ...base, type: 'line', id, z: `bZ${x}`, x, y, path, ...change }
}
