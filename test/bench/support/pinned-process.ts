import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'

/** Whether processes can be kept on a core of their own here: on Linux with `taskset` and two cores. */
export function canPin(): boolean {
  if (process.platform !== 'linux' || os.availableParallelism() < 2) return false
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0
}

/** Runs a file under this Node, on one core if that can be, with a channel for messages. */
export function spawnPinned(core: number, file: URL, args: readonly string[]): ChildProcess {
  const command = canPin() ? ['taskset', '-c', `${core}`, process.execPath] : [process.execPath]
  const [program = process.execPath, ...before] = command
  return spawn(program, [...before, fileURLToPath(file), ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
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
