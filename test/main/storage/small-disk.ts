import { spawnSync } from 'node:child_process'

/** Runs a command with a small disk of its own mounted at a folder, which is gone with the command. */
export interface SmallDisk {
  run(command: string, args: readonly string[]): { readonly status: number | null; readonly output: string }
}

/**
 * A disk of so many bytes, in memory, mounted at a folder for the commands that are run with it and for nobody else.
 * @returns why this machine has none, where it allows none
 */
export function smallDisk(folder: string, bytes: number): SmallDisk | { readonly because: string } {
  if (process.platform !== 'linux') return { because: 'small disks of their own exist on Linux only' }
  const root = process.getuid?.() === 0
  const own = [...(root ? [] : ['--user', '--map-root-user']), '--mount']
  const script = 'mount -t tmpfs -o "size=$1" drawnet "$2" && shift 2 && exec "$@"'
  const run: SmallDisk['run'] = (command, args) => {
    const words = [...own, 'sh', '-c', script, 'sh', String(bytes), folder, command, ...args]
    const { status, stdout, stderr, error } = spawnSync('unshare', words, { encoding: 'utf8' })
    return { status, output: error === undefined ? stdout + stderr : String(error) }
  }
  const { status, output } = run('true', [])
  return status === 0 ? { run } : { because: `this machine allows no mounts of one's own: ${output}` }
}
