import { codeOf } from '#shared/errors.ts'
import { BLOB_LIMITS } from '#shared/model/blobs.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { INK_NAMES, type Ink } from '#shared/model/palette.ts'
import { NIBS } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import type { Transaction } from '#shared/sync/room-view.ts'
import { fileOf, image } from './pictures.ts'
import type { Dice } from './dice.ts'
import type { SimulatedPeer } from './simulated-peer.ts'
import { SHEET_DEEDS, SimulatedSheets, type SheetDeed } from './simulated-sheets.ts'

/** What people do on a board, and how often beside each other. */
const DEEDS = {
  begin: 14,
  append: 22,
  commit: 11,
  cancel: 2,
  put: 8,
  replace: 4,
  patch: 12,
  remove: 5,
  several: 5,
  undo: 7,
  redo: 4,
  say: 3,
  whisper: 2,
  rename: 1,
  pointer: 5,
  person: 1,
  picture: 2,
  look: 2,
  sketch: 4,
}
type DrawingDeed = keyof typeof DEEDS
type Deed = DrawingDeed | SheetDeed

const WITH_SHEETS = { ...DEEDS, ...SHEET_DEEDS }

const MAX_OPEN_STROKES = 2

/**
 * Has a person do something, and returns what in a few words.
 * @param withSheets whether they make and change pages and layers, too
 */
export function doSomething(peer: SimulatedPeer, dice: Dice, withSheets = false): string {
  const deed = possible(peer, dice, withSheets ? dice.weighted(WITH_SHEETS) : dice.weighted(DEEDS))
  let what = ''
  peer.act(() => {
    const ids: RecordId[] = []
    what = isOfSheets(deed) ? new SimulatedSheets(peer.client, dice, ids).perform(deed) : perform(deed, peer, dice, ids)
    return ids
  })
  return `${peer.name} ${what}`
}

function isOfSheets(deed: Deed): deed is SheetDeed {
  return Object.hasOwn(SHEET_DEEDS, deed)
}

function possible(peer: SimulatedPeer, dice: Dice, deed: Deed): Deed {
  if (deed === 'begin' && peer.strokes.length >= MAX_OPEN_STROKES) return 'append'
  if ((deed === 'append' || deed === 'commit' || deed === 'cancel') && peer.strokes.length === 0) return 'begin'
  const needsRecord = deed === 'replace' || deed === 'patch' || deed === 'remove'
  return needsRecord && touchable(peer, dice).length === 0 ? 'put' : deed
}

/** What is drawn and a person may take hold of. */
function touchable({ client }: SimulatedPeer, dice: Dice): BoardRecord[] {
  return new SimulatedSheets(client, dice).touchable()
}

function perform(deed: DrawingDeed, peer: SimulatedPeer, dice: Dice, ids: RecordId[]): string {
  const { client } = peer
  switch (deed) {
    case 'begin':
      return begin(peer, dice)
    case 'append':
      dice.pick(peer.strokes).append(somePoints(dice))
      return 'draws on'
    case 'commit': {
      const stroke = dice.pick(peer.strokes)
      ids.push(stroke.id)
      peer.end(stroke, true)
      return `lifts ${stroke.id}`
    }
    case 'cancel': {
      const stroke = dice.pick(peer.strokes)
      ids.push(stroke.id)
      peer.end(stroke, false)
      return `takes ${stroke.id} back`
    }
    case 'put':
    case 'replace':
    case 'patch':
    case 'remove': {
      let what = ''
      client.edit((t) => (what = change(deed, t, peer, dice, ids)))
      return what
    }
    case 'several':
      return orRefused(() => several(peer, dice, ids))
    case 'undo':
      client.undo()
      return 'undoes'
    case 'redo':
      client.redo()
      return 'redoes'
    case 'say': {
      const text = `${peer.name} says ${peer.said.size}`
      peer.said.set(text, peer.submitted + 1)
      client.say(text)
      return `says “${text}”`
    }
    case 'whisper':
      return whisper(peer, dice)
    case 'rename':
      client.renameRoom(`Board ${dice.int(1000)}`)
      return 'renames the board'
    case 'pointer': {
      const position = dice.chance(0.2) ? null : { x: dice.between(-500, 500), y: dice.int(300) }
      client.movePointer(position, new SimulatedSheets(client, dice).somePage())
      return 'points'
    }
    case 'person':
      client.setPerson(`${peer.user} ${dice.int(100)}`, dice.int(12))
      return 'has another name'
    case 'picture':
      return place(peer, dice, ids)
    case 'look': {
      const images = Array.from(client.store.values()).filter((record) => record.type === 'image')
      for (const { blob } of images) client.blobs.request(blob)
      return 'looks at pictures'
    }
    case 'sketch': {
      const [dx, many] = [dice.between(-50, 50), dice.int(4)]
      const records = touchable(peer, dice).slice(0, many)
      client.sketch(records.map((record) => ({ ...record, x: record.x + dx })))
      return `moves ${many} things and has not let go of them`
    }
  }
}

function begin(peer: SimulatedPeer, dice: Dice): string {
  const place = somePlace(peer, dice)
  if (place === null) return 'finds nothing to draw on'
  const style = {
    ...place,
    color: someInk(dice),
    width: dice.between(0.5, 40),
    opacity: dice.chance(0.8) ? 1 : dice.between(0, 1),
    unit: dice.int(8) - 2,
    pressure: dice.chance(0.5),
    nib: dice.pick(NIBS),
  }
  const stroke = peer.client.beginStroke(style, { x: dice.between(-1e4, 1e4), y: dice.int(1000) })
  peer.begin(stroke)
  if (dice.chance(0.8)) stroke.append(somePoints(dice))
  return `begins ${stroke.id}`
}

/** A few files, so that several have the same one. */
const SIZES = [20, BLOB_LIMITS.pieceBytes, BLOB_LIMITS.pieceBytes * 2 + 9]

function place(peer: SimulatedPeer, dice: Dice, ids: RecordId[]): string {
  const { client } = peer
  const where = somePlace(peer, dice)
  if (where === null) return 'finds nothing to place a picture on'
  const { hash, bytes } = fileOf(dice.pick(SIZES), dice.int(3))
  const id = client.newRecordId()
  ids.push(id)
  client.blobs.add(hash, bytes)
  client.edit((t) => t.put(image({ id, z: client.zAbove(), author: 0, blob: hash, ...where })))
  return `places the picture ${id}`
}

function somePlace({ client }: SimulatedPeer, dice: Dice): Pick<BoardRecord, 'page' | 'layer'> | null {
  return new SimulatedSheets(client, dice).somePlace()
}

function whisper(peer: SimulatedPeer, dice: Dice): string {
  const { client } = peer
  const others = client.members.get().filter(({ number }) => number !== client.me.get())
  if (others.length === 0) return 'has nobody to whisper to'
  const { number } = dice.pick(others)
  // Not as people of other rooms do, whose recorded words may be said here too.
  const text = `${peer.name}, ${peer.user}, whispers ${peer.said.size}`
  peer.said.set(text, peer.submitted + 1)
  peer.whisper(text, number)
  return `whispers “${text}” to ${number}`
}

/** What breaks a rule at once changes nothing. */
function orRefused(deed: () => string): string {
  try {
    return deed()
  } catch (error) {
    if (codeOf(error, 'call/failed') !== 'room/invalid') throw error
    return 'tries what may not be'
  }
}

function several(peer: SimulatedPeer, dice: Dice, ids: RecordId[]): string {
  const done: string[] = []
  peer.client.edit((t) => {
    for (let left = 2 + dice.int(4); left > 0; left--) {
      const kind =
        touchable(peer, dice).length === 0 ? 'put' : dice.pick(['put', 'patch', 'patch', 'replace', 'remove'] as const)
      done.push(change(kind, t, peer, dice, ids))
    }
    // Also several changes to one record that is new.
    const id = ids.at(-1)
    if (id !== undefined && dice.chance(0.3)) {
      t.patch(id, { x: dice.int(100) })
      if (dice.chance(0.5)) t.remove(id)
    }
  })
  return done.join(' and ')
}

function change(
  kind: 'put' | 'replace' | 'patch' | 'remove',
  t: Transaction,
  peer: SimulatedPeer,
  dice: Dice,
  ids: RecordId[],
): string {
  if (kind === 'put') {
    const where = somePlace(peer, dice)
    if (where === null) return 'finds nothing to put anything on'
    const record = someText(peer, dice, peer.client.newRecordId(), where)
    ids.push(record.id)
    t.put(record)
    return `puts ${record.id}`
  }
  const record = dice.pick(touchable(peer, dice))
  ids.push(record.id)
  if (kind === 'remove') t.remove(record.id)
  else if (kind === 'patch') t.patch(record.id, somePatch(record, dice))
  // Now and then by a record of the other type, so that others' patches no longer suit it.
  else if (record.type === 'stroke' && dice.chance(0.5)) t.put({ ...record, x: dice.int(500), color: someInk(dice) })
  else t.put(someText(peer, dice, record.id, record))
  return `${kind}s ${record.id}`
}

function someText(
  peer: SimulatedPeer,
  dice: Dice,
  id: RecordId,
  { page, layer }: Pick<BoardRecord, 'page' | 'layer'>,
): BoardRecord {
  return {
    ...USUAL.text,
    page,
    layer,
    type: 'text',
    id,
    z: dice.chance(0.5) ? peer.client.zAbove() : `a${dice.int(10)}`,
    author: 0,
    x: dice.between(-1e4, 1e4),
    y: dice.int(1000),
    rotation: dice.chance(0.8) ? 0 : dice.between(-3, 3),
    scaleX: 1,
    scaleY: dice.chance(0.9) ? 1 : dice.between(0.1, 4),
    color: someInk(dice),
    opacity: 1,
    text: dice.pick(['Plan', 'größer', '漢字 😀', 'a\nb', 'x'.repeat(200)]),
    size: dice.between(8, 60),
    w: dice.int(300),
    h: dice.int(100),
  }
}

function somePatch(record: BoardRecord, dice: Dice): RecordPatch {
  const patches: RecordPatch[] = [
    { x: dice.between(-1e4, 1e4) },
    { x: dice.int(100), y: dice.int(100) },
    { color: someInk(dice) },
    { rotation: dice.between(-3, 3), scaleX: dice.between(0.1, 9), scaleY: -1 },
    { opacity: dice.between(0, 1), z: `a${dice.int(10)}V` },
    record.type === 'text' ? { text: `Plan ${dice.int(100)}`, w: dice.int(100) } : ownPatch(record, dice),
  ]
  return dice.pick(patches)
}

function ownPatch({ type }: BoardRecord, dice: Dice): RecordPatch {
  return type === 'image' ? { locked: dice.chance(0.5), h: dice.int(90) } : { width: dice.between(1, 50) }
}

function someInk(dice: Dice): Ink {
  return dice.chance(0.8)
    ? dice.pick(INK_NAMES)
    : `#${dice
        .int(2 ** 24)
        .toString(16)
        .padStart(6, '0')}`
}

function somePoints(dice: Dice): InkPoint[] {
  return Array.from({ length: 1 + dice.int(6) }, () => ({
    x: dice.between(-2e4, 2e4),
    y: dice.between(-100, 1000),
    pressure: dice.between(0, 1),
  }))
}
