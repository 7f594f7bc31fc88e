/** Opens the library of a folder, says how that went, and keeps it open until its input ends. */
import { writeSync } from 'node:fs'
import { codeOf } from '#shared/errors.ts'
import { open } from './support.ts'

try {
  const library = open(process.argv[2]!)
  writeSync(1, 'open\n')
  process.stdin.resume().once('end', () => library.dispose())
} catch (error) {
  writeSync(1, `${codeOf(error, 'call/failed')}\n`)
}
