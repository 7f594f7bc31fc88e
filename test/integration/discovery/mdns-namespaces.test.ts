import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { connectTwoComputers, ip, within, type TwoComputers } from '../../support/two-computers.ts'
import { until } from '../../support/until.ts'
import { startHost } from './host-processes.ts'

const TIMEOUT_MS = 60_000

async function twoComputers(context: TestContext): Promise<TwoComputers> {
  const computers = await connectTwoComputers()
  if ('because' in computers) context.skip(computers.because)
  onTestFinished(async () => await computers.remove())
  return computers
}

test(
  'hosts on two computers find each other, survive the cable being pulled, and find each other again',
  { timeout: TIMEOUT_MS },
  async (context) => {
    const { names, ends } = await twoComputers(context)
    const [[a, b], [, cable]] = [names, ends]
    const one = await startHost({ room: 'one', within: within(a) })
    const two = await startHost({ room: 'two', within: within(b) })
    await until(one.rooms, (rooms) => rooms.includes('two'))
    await until(two.rooms, (rooms) => rooms.includes('one'))

    await ip('-n', b, 'link', 'set', cable, 'down')
    await until(one.rooms, (rooms) => rooms.length === 0)
    await until(two.rooms, (rooms) => rooms.length === 0)

    await ip('-n', b, 'link', 'set', cable, 'up')
    await until(one.rooms, (rooms) => rooms.includes('two'))
    await until(two.rooms, (rooms) => rooms.includes('one'))
    expect([...one.complaints, ...two.complaints]).toEqual([])
  },
)

test(
  'a computer without any network says so, and works as soon as there is one',
  { timeout: TIMEOUT_MS },
  async (context) => {
    const { names, ends } = await twoComputers(context)
    const [[a, b], [endA, endB]] = [names, ends]
    await ip('-n', a, 'address', 'flush', 'dev', endA)
    await ip('-n', a, 'link', 'set', endA, 'down')
    const one = await startHost({ room: 'one', within: within(a) })
    await until(one.state, (state) => state.kind === 'failed' && state.reason === 'no-network')
    const two = await startHost({ room: 'two', within: within(b) })
    await ip('-n', a, 'link', 'set', endA, 'up')
    // What a computer gives itself where no router hands out addresses.
    await ip('-n', a, 'address', 'add', '169.254.1.1/16', 'dev', endA)
    await ip('-n', b, 'address', 'add', '169.254.1.2/16', 'dev', endB)
    await ip('-n', b, 'address', 'del', '10.77.0.2/24', 'dev', endB)
    await until(one.state, (state) => state.kind === 'working')
    await until(one.rooms, (rooms) => rooms.includes('two'))
    await until(two.rooms, (rooms) => rooms.includes('one'))
    expect([...one.complaints, ...two.complaints]).toEqual([])
  },
)
