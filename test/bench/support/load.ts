import { randomBytes } from 'node:crypto'
import type { BoardRecord } from '#shared/model/records.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import type { Drawn, Joined, LoadAnswer, LoadRequest, LoadTarget } from './load-plan.ts'
import { DrawingTrial } from './drawing-trial.ts'
import { drawnetPens, relayPens, unpackedCount } from './pens.ts'
import { pause } from './report.ts'
import { RawSocket } from './raw-socket.ts'

/** Entry of the process that makes the load: members who draw, members who watch, members who join. */
const ALIVE_EVERY_MS = 1_000

let members: RawSocket[] = []
let clients: number[] = []
let penCount = 0
/** By pen: operations are counted for as long as a client is in a room. */
let edits: number[] = []
let target: LoadTarget | null = null
/** Why a member was put out, once one was. */
const broken: { reason: string | null } = { reason: null }

setInterval(() => {
  for (const member of members) if (member.onMessage === null) member.beAlive()
}, ALIVE_EVERY_MS).unref()

process.on('message', (request: LoadRequest) => {
  void answer(request).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) } satisfies LoadAnswer),
  )
})
process.on('disconnect', () => process.exit(0))

async function answer(request: LoadRequest): Promise<LoadAnswer> {
  switch (request.kind) {
    case 'enter':
      await enter(request.target, request.members, request.pens)
      return { kind: 'done' }
    case 'draw':
      return { kind: 'drawn', drawn: await draw(request) }
    case 'leave':
      for (const member of members) member.destroy()
      members = []
      return { kind: 'done' }
    case 'join':
      return { kind: 'joined', joined: await join(request.target) }
    case 'stop':
      process.exit(0)
  }
}

/** The first ones are the pens; the last one watches. */
async function enter(place: LoadTarget, count: number, pens: number): Promise<void> {
  target = place
  penCount = pens
  members = []
  clients = []
  edits = Array.from({ length: pens }, () => 0)
  broken.reason = null
  for (let i = 0; i < count; i++) {
    const { socket, client } = await openMember(place, place.resume)
    socket.onClose = (reason) => (broken.reason = `a member was put out: ${reason}`)
    members.push(socket)
    clients.push(client)
  }
  // The one who watches reads from here on; of the others only the bytes are counted.
  members.at(-1)!.onMessage = () => {}
  // Until everyone has been told of everyone.
  await pause(300)
}

async function openMember(
  place: LoadTarget,
  resume: LoadTarget['resume'],
): Promise<{ socket: RawSocket; client: number }> {
  const socket = await RawSocket.connect({ ...place, path: pathOf(place) })
  if (place.kind === 'relay') return { socket, client: 0 }
  const welcome = await new Promise<Extract<HostMessage, { kind: 'welcome' }>>((resolve, reject) => {
    socket.onClose = (reason) => reject(new Error(reason))
    socket.onMessage = (message) => {
      const decoded = decodeHostMessage(message)
      if (decoded.kind === 'welcome') resolve(decoded)
    }
    socket.send([greeting(resume)])
  })
  socket.onMessage = null
  return { socket, client: welcome.client }
}

function pathOf({ kind, roomId }: LoadTarget): string {
  return kind === 'relay' ? '/' : `/v1/rooms/${roomId}`
}

function greeting(resume: LoadTarget['resume']): Uint8Array {
  const clientId = randomBytes(12).toString('base64url')
  return encodeClientMessage({
    kind: 'hello',
    version: WIRE_VERSION,
    clientId,
    user: `u${clientId}`,
    token: randomBytes(32),
    name: `Member ${clientId.slice(0, 4)}`,
    color: 1,
    resume,
  })
}

async function draw(plan: Extract<LoadRequest, { kind: 'draw' }>): Promise<Drawn> {
  const pens = members.slice(0, penCount)
  const watching = members.at(-1)
  if (target === null || watching === undefined) throw new Error('Nobody is there.')
  // Those who choose their times themselves are given each point as it comes.
  const points = plan.group === 'own' ? 1 : plan.group
  const language =
    target.kind === 'relay' ? relayPens(points) : drawnetPens(plan.group, clients.slice(0, penCount), edits)
  return await new DrawingTrial(pens, watching, language, { ...plan, group: points }, () => broken.reason).run()
}

/** A new member comes: until the first records are there, until all are, and until all their points are unpacked. */
async function join(place: LoadTarget): Promise<Joined> {
  const start = performance.now()
  const socket = await RawSocket.connect({ ...place, path: pathOf(place) })
  const board = new Map<string, BoardRecord>()
  let firstMs = 0
  const completeMs = await new Promise<number>((resolve, reject) => {
    socket.onClose = (reason) => reject(new Error(reason))
    socket.onMessage = (message) => {
      const decoded = decodeHostMessage(message)
      if (decoded.kind !== 'snapshot') return
      for (const record of decoded.records) board.set(record.id, record)
      if (firstMs === 0) firstMs = performance.now() - start
      if (decoded.last) resolve(performance.now() - start)
    }
    socket.send([greeting(null)])
  })
  let points = 0
  for (const record of board.values()) {
    if (record.type === 'stroke') points += unpackedCount(record.points, record.unit, record.pressure)
  }
  const unpackedMs = performance.now() - start
  const bytes = socket.received
  socket.destroy()
  return { firstMs, completeMs, unpackedMs, bytes, records: board.size, points }
}
