import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { ENGINE_FLAGS } from '../../../build/setup/launch.mjs'

/** Whether processes can be kept on a core of their own here: on Linux with `taskset` and two cores. */
export function canPin(): boolean {
  if (process.platform !== 'linux' || os.availableParallelism() < 2) return false
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0
}

/** Where Node keeps what it has compiled: stripping types takes memory that the built program does not need. */
const COMPILED = fileURLToPath(new URL('../../../.cache/bench', import.meta.url))

/** Runs a file under this Node, on one core if that can be, with a channel for messages. */
export function spawnPinned(core: number, file: URL, args: readonly string[]): ChildProcess {
  const command = [...(canPin() ? ['taskset', '-c', `${core}`] : []), process.execPath, ...ENGINE_FLAGS]
  const [program = process.execPath, ...before] = command
  return spawn(program, [...before, fileURLToPath(file), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  })
}

/** The next message of a process; rejects when it ends instead. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A process of the benchmark ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}
