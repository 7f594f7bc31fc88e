/** Commits stroke after stroke to the first room of a library, and says the `seq` of each one that is kept. */
import { writeSync } from 'node:fs'
import { Batches, put, say, stroke } from '../../contract/room-batches.ts'
import { open } from './support.ts'

const library = open(process.argv[2]!)
const storage = library.rooms.storageOf(library.rooms.list()[0]!.id)
const batches = new Batches()
batches.seq = storage.load().seq
for (;;) {
  storage.commit(batches.next([put(stroke(`s${batches.seq + 1}`)), say('kept')]))
  writeSync(1, `${batches.seq}\n`)
}
