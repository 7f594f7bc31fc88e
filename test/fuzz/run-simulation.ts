import { assertConverged } from '../support/convergence.ts'
import { doSomething } from '../support/simulated-deeds.ts'
import { Faults } from '../support/simulated-faults.ts'
import { SimulatedSheets } from '../support/simulated-sheets.ts'
import { Simulation } from '../support/simulation.ts'

const DEEDS = 500
const FAULTY_SHARE = 0.1

/** What people do besides drawing. With another plan the same seed is another run. */
interface Plan {
  /** Whether they close the app and come back with what it had kept. */
  readonly appsClose?: boolean
  /** Whether they make and change pages and layers. */
  readonly withSheets?: boolean
}

/**
 * Runs one seed: `DEEDS` deeds of up to eight people, with whatever goes wrong between them, then peace.
 * @throws Error that names the seed and lists everything that was done
 */
export async function runSimulation(seed: number, plan: Plan = {}): Promise<void> {
  const simulation = new Simulation(seed)
  const done: string[] = []
  try {
    await live(simulation, plan, done)
    await makePeace(simulation)
    done.push('peace')
    assertConverged(simulation)
    if (plan.withSheets === true) {
      await tryEverything(simulation)
      done.push('everything tried')
      assertConverged(simulation)
    }
    await undoEverything(simulation)
    done.push('everything undone')
    assertConverged(simulation)
  } catch (error) {
    const list = done.map((what, index) => `${index} ${what}`).join('\n')
    throw new Error(`seed ${seed}, after ${done.length} steps: ${String(error)}\n${list}`, { cause: error })
  } finally {
    simulation.dispose()
  }
}

async function live(
  simulation: Simulation,
  { appsClose = false, withSheets = false }: Plan,
  done: string[],
): Promise<void> {
  const { dice } = simulation
  const faults = new Faults(simulation, appsClose)
  for (let left = 2 + dice.int(7); left > 0; left--) simulation.join(`user-${left}`)
  await simulation.dialled()
  for (let deed = 0; deed < DEEDS; deed++) {
    done.push(doSomething(dice.pick(simulation.peers), dice, withSheets))
    simulation.check()
    for (let left = dice.int(8); left > 0; left--) done.push(await letThrough(simulation))
    if (dice.chance(FAULTY_SHARE)) {
      done.push(await faults.happen())
      simulation.check()
    }
    faults.step()
  }
}

/** Some of what lies about moves on. */
async function letThrough(simulation: Simulation): Promise<string> {
  const { dice } = simulation
  switch (dice.weighted({ wire: 8, soon: 4, time: 3, all: 1 })) {
    case 'wire': {
      const { wires } = simulation
      if (wires.length === 0) return 'no wire'
      const index = dice.int(wires.length)
      const [toHost, toClient] = [dice.pick([0, 1, 2, 5, 99]), dice.pick([0, 1, 2, 5, 99])]
      simulation.deliver(wires[index]!, toHost, toClient)
      return `wire ${index} lets ${toHost} and ${toClient} through`
    }
    case 'soon':
      simulation.runSoon()
      return 'the host goes on'
    case 'time': {
      const ms = dice.pick([1, 4, 5, 20, 100, 400])
      await simulation.advance(ms)
      return `${ms} ms go by`
    }
    case 'all':
      for (const wire of simulation.wires) simulation.deliver(wire, 99, 99)
      simulation.runSoon()
      for (const wire of simulation.wires) simulation.deliver(wire, 99, 99)
      return 'every wire lets everything through'
  }
}

async function makePeace(simulation: Simulation): Promise<void> {
  for (const peer of simulation.peers) {
    for (const stroke of Array.from(peer.strokes)) {
      peer.act(() => {
        peer.end(stroke, simulation.dice.chance(0.8))
        return [stroke.id]
      })
    }
  }
  await simulation.settle()
}

/** Everyone draws everywhere: the host lets through exactly what their own windows would. */
async function tryEverything(simulation: Simulation): Promise<void> {
  const tried = simulation.peers.map((peer) => {
    const trials = new SimulatedSheets(peer.client, simulation.dice).trials()
    return trials.map(({ edit, id, isAllowed }) => {
      peer.act(() => {
        peer.client.edit(edit)
        return [id]
      })
      return { peer, id, isAllowed, n: peer.submitted }
    })
  })
  await simulation.settle()
  for (const { peer, id, isAllowed, n } of tried.flat()) {
    if (peer.wasRefused(n) === isAllowed)
      throw new Error(`P10: ${peer.name} ${isAllowed ? 'may' : 'may not'} draw ${id}, and the host thinks otherwise`)
  }
}

async function undoEverything(simulation: Simulation): Promise<void> {
  for (const peer of simulation.peers) {
    peer.act(() => {
      for (let i = 0; peer.client.canUndo.get(); i++) {
        if (i > DEEDS) throw new Error(`${peer.name} never comes to the end of undoing`)
        peer.client.undo()
      }
      for (let i = simulation.dice.int(20); i > 0; i--) peer.client.redo()
      return []
    })
  }
  await simulation.settle()
}
