import type { Dice } from '../support/dice.ts'
import { doSomething } from '../support/simulated-deeds.ts'
import { Simulation } from '../support/simulation.ts'

/** What has been said in a room, both ways. */
export interface Traffic {
  readonly toHost: readonly Uint8Array[]
  readonly toClient: readonly Uint8Array[]
}

/** Records what the members of a simulated room and its host say to each other. */
export async function recordTraffic(seed: number): Promise<Traffic> {
  const toHost: Uint8Array[] = []
  const toClient: Uint8Array[] = []
  const simulation = new Simulation(seed)
  const { dice } = simulation
  for (let deed = 0; deed < 300; deed++) {
    if (deed % 60 === 0) simulation.join(`recorded-${deed}`)
    await simulation.dialled()
    doSomething(dice.pick(simulation.peers), dice)
    if (dice.chance(0.05)) dice.pick(simulation.peers).wire?.cut()
    for (const wire of simulation.wires) {
      toHost.push(...wire.client.sent)
      toClient.push(...wire.host.sent)
      simulation.deliver(wire, 99, 99)
    }
    simulation.runSoon()
    await simulation.advance(dice.int(200))
  }
  simulation.dispose()
  return { toHost, toClient }
}

const ODD_BYTES = [0, 1, 2, 127, 128, 254, 255]

/** A recorded message, damaged: bytes flipped, cut, inserted, doubled, or joined with those of another. */
export function mutated(frames: readonly Uint8Array[], dice: Dice): Uint8Array {
  let bytes = Array.from(dice.pick(frames))
  for (let left = 1 + dice.int(3); left > 0; left--) bytes = mutate(bytes, frames, dice)
  return Uint8Array.from(bytes)
}

function mutate(bytes: number[], frames: readonly Uint8Array[], dice: Dice): number[] {
  const at = dice.int(bytes.length + 1)
  const length = 1 + dice.int(8)
  switch (dice.weighted({ flip: 6, set: 4, cut: 2, drop: 2, insert: 2, double: 2, splice: 2, count: 1 })) {
    case 'flip':
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << dice.int(8)) : byte))
    case 'set':
      return bytes.map((byte, index) => (index === at ? dice.pick(ODD_BYTES) : byte))
    case 'cut':
      return bytes.slice(0, at)
    case 'drop':
      return bytes.toSpliced(at, length)
    case 'insert':
      return bytes.toSpliced(at, 0, ...Array.from({ length }, () => dice.int(256)))
    case 'double':
      return bytes.toSpliced(at, 0, ...bytes.slice(at, at + length))
    case 'splice': {
      const other = Array.from(dice.pick(frames))
      return [...bytes.slice(0, at), ...other.slice(dice.int(other.length + 1))]
    }
    // A very large variable-length number in the place of a small one.
    case 'count':
      return bytes.toSpliced(at, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, dice.int(128))
  }
}
