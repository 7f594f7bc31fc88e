import { mayRead, recordIdOf } from '#shared/model/operations.ts'
import { boardBytes } from './board-bytes.ts'
import type { SimulatedPeer } from './simulated-peer.ts'
import type { Simulation } from './simulation.ts'

/**
 * Nothing is on its way any more: everyone has the same board, messages and people, and nothing is lost.
 * @throws Error that says what differs
 */
export function assertConverged({ peers, ledger, host }: Simulation): void {
  const board = boardBytes(ledger.board.values())
  const users = new Set(peers.map(({ user }) => user))
  if (host?.room.online.get() !== users.size)
    throw new Error(`P1: ${host?.room.online.get()} of ${users.size} are online`)
  ledger.load()
  for (const peer of peers) {
    const { name, client } = peer
    if (client.seq !== ledger.log.length) throw new Error(`${name} is at ${client.seq} of ${ledger.log.length}`)
    if (!boardBytes(client.store.values()).equals(board)) throw new Error(`O3: the board of ${name} differs`)
    if (client.unsaved.get() !== 0) throw new Error(`${name} has ${client.unsaved.get()} unsaved`)
    if (client.blobs.sending.get().files > 0) throw new Error(`B3: ${name} still sends pictures`)
    for (const record of client.store.values()) {
      if (record.type !== 'image' || client.blobs.stateOf(record.blob).kind !== 'loading') continue
      throw new Error(`B6: ${name} still waits for the picture ${record.id}`)
    }
    if (client.live.strokes.size > 0) {
      throw new Error(`${name} still sees ${Array.from(client.live.strokes.keys()).join()} being drawn`)
    }
    const online = client.members.get().filter((member) => member.online).length
    if (online !== users.size) throw new Error(`P1: ${name} sees ${online} of ${users.size} people`)
    if (client.roomName.get() !== host.room.name.get()) throw new Error(`${name} knows the board by another name`)
    if (client.pointers.get().length >= peers.length) throw new Error(`P3: ${name} sees pointers of those who left`)
    assertNothingLost(peer)
    assertTakenBack(peer, ledger)
    assertChat(peer, ledger)
  }
}

function assertNothingLost(peer: SimulatedPeer): void {
  for (const n of peer.numbers) {
    if (!peer.hasOutcome(n)) throw new Error(`operation ${n} of ${peer.name} is lost`)
  }
}

/**
 * A stroke that was taken back is gone, unless someone has put it there since: another, or its author by an undo; or
 * its layer was closed, and what the host had kept of it may no longer be removed.
 */
function assertTakenBack(peer: SimulatedPeer, ledger: Simulation['ledger']): void {
  const { name, takenBack, clientId } = peer
  const own = ledger.indexOf(clientId)
  for (const { id, n } of takenBack) {
    if (!ledger.board.has(id) || (n > 0 && peer.wasRefused(n))) continue
    const putSince = ledger.log.some(
      ({ client, n, operation }) =>
        recordIdOf(operation) === id && (client !== own || (n > 0 && operation.kind === 'put')),
    )
    if (!putSince) throw new Error(`L6: ${name} has taken ${id} back, and it is still there`)
  }
}

function assertChat(
  { name, client, said, clientId, refusedByHost }: SimulatedPeer,
  ledger: Simulation['ledger'],
): void {
  const me = client.me.get()
  const logged = ledger.log.flatMap((entry) =>
    entry.operation.kind === 'say' && mayRead(entry, me)
      ? [`${entry.seq} ${entry.author} ${entry.operation.to} ${entry.operation.text}`]
      : [],
  )
  const read = client.chat.get().map(({ seq, author, to, text }) => `${seq} ${author} ${to} ${text}`)
  if (read.join('\n') !== logged.join('\n'))
    throw new Error(`P4 P7: ${name} reads ${read.length} of ${logged.length} messages`)
  for (const [text, n] of said) {
    const times = client.chat.get().filter((message) => message.text === text && message.author === me).length
    // No host refuses a message, but one for a person who has left for good.
    if (times === 0 && (refusedByHost.has(n) || ledger.untold(clientId, n))) continue
    if (times !== 1 || !ledger.has(clientId, n)) throw new Error(`P4: “${text}” is there ${times} times`)
  }
}
