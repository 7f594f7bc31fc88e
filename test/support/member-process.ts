/** A member of a room as a process of its own, told by its parent what to do. */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { formatAuthority } from '#shared/desktop/join-link.ts'
import { sentenceOf } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import { USUAL, type RecordId } from '#shared/model/records.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { dialRoom } from '#main/replica/dial-room.ts'
import { openSocket } from '#main/sockets/socket-client.ts'
import { connectPinned } from '#main/trust/pinned-connection.ts'
import { handwriting } from '../bench/support/strokes.ts'
import { boardBytes } from './board-bytes.ts'
import type { MemberAnswer, MemberOptions, MemberRequest, MemberState, Wanted } from './member-plan.ts'
import { seededNumbers } from './random.ts'
import { PEN } from './room.ts'

/** After so much work, what comes in is read. */
const AT_ONCE = 50
const FIDGETED = 40

const { name, address, port, through, fingerprint, roomId } = JSON.parse(process.argv[2]!) as MemberOptions
const hand = seededNumbers(name.length)
const problems: string[] = []
const client = new RoomClient({
  dial,
  person: { user: `user-${name}`, token: new Uint8Array(32).fill(name.length), name, color: 0 },
  clock: systemClock,
  wallClock: Date.now,
  random: systemRandom,
  onProblem: (problem) => problems.push(problem.message),
})
/** As the program dials, but that a host wants to be called by its own port. */
async function dial(): Promise<Link> {
  if (through === undefined) return (await dialRoom({ endpoints: [{ address, port }], fingerprint }, roomId)).link
  const timeoutMs = 5_000
  const { socket } = await connectPinned({ endpoints: [{ address, port: through }], fingerprint, timeoutMs })
  const authority = formatAuthority({ address, port })
  return await openSocket({ socket, authority, path: `/v1/rooms/${roomId}`, subprotocol: SUBPROTOCOL, timeoutMs })
}

let snapshots = 0
let losses = 0
let loaded = 0
client.status.subscribe((status) => {
  if (status.kind === 'loading' && status.loaded <= loaded) snapshots += 1
  loaded = status.kind === 'loading' && status.total > 0 ? status.loaded : Number.POSITIVE_INFINITY
  if (status.kind === 'reconnecting') losses += 1
})

const now = (): number => performance.timeOrigin + performance.now()
const online = (): string[] =>
  client.members
    .get()
    .flatMap((member) => (member.online ? [member.name] : []))
    .toSorted()

function stateNow(): MemberState {
  return {
    status: client.status.get().kind,
    seq: client.seq,
    unsaved: client.unsaved.get(),
    online: online(),
    records: client.store.size,
    chat: client.chat.get().map(({ text }) => text),
    board: createHash('sha256').update(boardBytes(client.store.values())).digest('hex'),
    snapshots,
    losses,
    problems,
  }
}

function isAsWanted({ status, unsaved, seq, records, online: people }: Wanted): boolean {
  return (
    (status === undefined || client.status.get().kind === status) &&
    (unsaved === undefined || client.unsaved.get() === unsaved) &&
    (seq === undefined || client.seq >= seq) &&
    (records === undefined || client.store.size === records) &&
    (people === undefined || online().join() === people.toSorted().join())
  )
}

function becomes(wanted: Wanted): Promise<void> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = []
    const look = (): void => {
      const status = client.status.get()
      if (status.kind === 'closed') reject(new Error(status.sentence))
      if (!isAsWanted(wanted)) return
      for (const stop of stops.splice(0)) stop()
      resolve()
    }
    stops.push(
      client.status.subscribe(look),
      client.unsaved.subscribe(look),
      client.members.subscribe(look),
      // The position moves on before what is told of it.
      client.store.onChange(() => queueMicrotask(look)),
      client.chat.subscribe(look),
    )
    look()
  })
}

/** Ink as hands make it, which packing makes little smaller. */
function drawByHand(x: number, y: number, count: number): void {
  const stroke = client.beginStroke({ ...PEN, pressure: true }, { x, y })
  stroke.append(handwriting(hand, count).map((point) => ({ ...point, x: x + point.x, y: y + point.y })))
  stroke.commit()
}

function putText(id: RecordId, at: number): void {
  const text = { text: `Note ${at}`, size: 20, w: 100, h: 30 }
  client.edit((t) => t.put({ ...USUAL.text, type: 'text', id, z: client.zAbove(), author: 0, x: at, y: 0, ...text }))
}

async function edit(operations: number): Promise<void> {
  let id = ''
  for (let i = 0; i < operations; i++) {
    if (i % 2 === 0) putText((id = client.newRecordId()), i)
    else client.edit((t) => t.patch(id, { x: -i, y: i }))
    if (i % AT_ONCE === 0) await pause(1)
  }
}

async function fidget(perSecond: number, seconds: number): Promise<void> {
  const ids = Array.from({ length: FIDGETED }, () => client.newRecordId())
  for (const [index, id] of ids.entries()) putText(id, index)
  const started = now()
  for (let done = 0; done < perSecond * seconds;) {
    for (const due = ((now() - started) / 1000) * perSecond; done < due; done++) {
      const id = ids[done % FIDGETED]!
      client.edit((t) => t.patch(id, { x: Math.sin(done) * 1000, y: Math.cos(done) * 1000, rotation: done % 3 }))
    }
    await pause(10)
  }
}

async function perform(request: MemberRequest): Promise<void> {
  switch (request.kind) {
    case 'draw':
      for (let i = 0; i < request.strokes; i++) {
        drawByHand((i % 100) * 50, Math.floor(i / 100) * 20, request.points)
        if (i % AT_ONCE === 0) await pause(1)
      }
      return
    case 'begin': {
      const stroke = client.beginStroke(PEN, { x: 0, y: 0 })
      stroke.append(Array.from({ length: request.points }, (_, i) => ({ x: i * 3, y: i % 5, pressure: 0.5 })))
      return
    }
    case 'edit':
      return await edit(request.operations)
    case 'fidget':
      return await fidget(request.perSecond, request.seconds)
    case 'say':
      client.say(request.text)
      return
    case 'await':
      return await becomes(request.wanted)
    case 'state':
  }
}

process.on('message', (request: MemberRequest) => {
  const answer = (failure: string): void => {
    const state = request.kind === 'state' ? stateNow() : null
    process.send?.({ at: now(), state, failure } satisfies MemberAnswer)
  }
  void perform(request).then(
    () => answer(''),
    (error: unknown) => answer(sentenceOf(error)),
  )
})
// Nobody is left to tell it what to do.
process.on('disconnect', () => process.exit(0))
client.start()
