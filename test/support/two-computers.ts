import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Two computers joined by a cable: network namespaces with nothing but a virtual one between them. */
export interface TwoComputers {
  readonly names: readonly [string, string]
  /** The cable's end at each of them. */
  readonly ends: readonly [string, string]
  remove(): Promise<void>
}

/** Runs `ip` with the words given. */
export async function ip(...words: readonly string[]): Promise<void> {
  await run('ip', words)
}

/** Puts a command into the network of one of them. */
export function within(name: string): readonly string[] {
  return ['ip', 'netns', 'exec', name]
}

/** @returns why this machine has no network namespaces, where it allows none */
export async function connectTwoComputers(): Promise<TwoComputers | { readonly because: string }> {
  if (process.platform !== 'linux') return { because: 'network namespaces exist on Linux only' }
  const names = [`drawnet-a${process.pid}`, `drawnet-b${process.pid}`] as const
  const ends = [`dna${process.pid}`, `dnb${process.pid}`] as const
  const made: string[] = []
  const remove = async (): Promise<void> => {
    for (const name of made.splice(0)) await ip('netns', 'del', name)
  }
  try {
    for (const name of names) {
      await ip('netns', 'add', name)
      made.push(name)
    }
    await ip('link', 'add', ends[0], 'netns', names[0], 'type', 'veth', 'peer', 'name', ends[1], 'netns', names[1])
  } catch (error) {
    await remove()
    return { because: `this machine allows no network namespaces: ${String(error)}` }
  }
  for (const [index, name] of names.entries()) {
    const end = ends[index]!
    await ip('-n', name, 'address', 'add', `10.77.0.${index + 1}/24`, 'dev', end)
    await ip('-n', name, 'link', 'set', 'lo', 'up')
    await ip('-n', name, 'link', 'set', end, 'up')
  }
  return { names, ends, remove }
}
