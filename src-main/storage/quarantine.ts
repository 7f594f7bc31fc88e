import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/errors.ts'
import { errnoOf, failureOfFile } from './failures.ts'
import { COMPANIONS, databaseIn, stampOf, statOf, syncFile, syncFolder } from './library-folder.ts'
import { setBackupsAside } from './restore.ts'

/**
 * What becomes of a damaged library. It is moved aside within its folder and never deleted; until the
 * person decides to start fresh, the folder does not get an empty library in its place. A library that is
 * put back under its usual name is simply opened.
 */

const MOVED = /^(drawnet\.corrupt-\d{8}-\d{6}(?:-\d+)?\.db)(?:-wal|-shm|-journal)?$/

/** Lists the moved libraries that the person has decided to leave behind. */
const DECISION = 'drawnet.started-fresh.json'
const decision = v.pipe(v.string(), v.parseJson(), v.array(v.string()))

/**
 * Moves the library with all that belongs to it aside and gives the path it has now. What an interrupted
 * call has left is moved to the same place.
 */
export function moveAside(folder: string, at: number): string {
  try {
    const target = targetOf(folder, at)
    for (const end of ['', ...COMPANIONS]) moveIfThere(databaseIn(folder) + end, target + end)
    syncFolder(folder)
    return target
  } catch (error) {
    throw failureOfFile(error, folder)
  }
}

/** Throws `storage/moved-aside` while a damaged library waits for the person's decision. */
export function assertDecided(folder: string): void {
  const [name] = undecided(folder)
  if (name === undefined) return
  const path = join(folder, name)
  throw new AppError(
    'storage/moved-aside',
    `Your boards were damaged and put aside as “${name}”. Put a good copy in their place, or start with no boards.`,
    { path: databaseIn(folder), movedTo: path },
  )
}

/**
 * The person has decided to begin with no boards. What was moved aside stays where it is, and backups of it that
 * could not be used are put beside it.
 *
 * @throws AppError `storage/unreadable` or `storage/full` when that cannot be noted.
 */
export function startFresh(folder: string): void {
  const path = join(folder, DECISION)
  const draft = `${path}.new`
  try {
    const moved = movedAside(folder)
    if (moved[0] !== undefined) setBackupsAside(folder, join(folder, moved[0]))
    writeFileSync(draft, `${JSON.stringify(moved, null, 2)}\n`)
    syncFile(draft)
    renameSync(draft, path)
    syncFolder(folder)
  } catch (error) {
    throw failureOfFile(error, path)
  }
}

/** Names of the libraries that were moved aside, the latest first. */
function movedAside(folder: string): string[] {
  const names = new Set<string>()
  for (const file of readdirSync(folder)) {
    const name = MOVED.exec(file)?.[1]
    if (name !== undefined) names.add(name)
  }
  return Array.from(names).sort().toReversed()
}

function undecided(folder: string): string[] {
  try {
    const left = leftBehind(folder)
    return movedAside(folder).filter((name) => !left.has(name))
  } catch (error) {
    throw failureOfFile(error, folder)
  }
}

function leftBehind(folder: string): ReadonlySet<string> {
  const path = join(folder, DECISION)
  if (statOf(path) === undefined) return new Set()
  // A decision that cannot be read is none: the person is asked again.
  const read = v.safeParse(decision, readFileSync(path, 'utf8'))
  return new Set(read.success ? read.output : [])
}

function targetOf(folder: string, at: number): string {
  const [begun] = undecided(folder)
  if (begun !== undefined && statOf(databaseIn(folder)) === undefined) {
    const target = join(folder, begun)
    if (COMPANIONS.every((end) => statOf(target + end) === undefined)) return target
  }
  const taken = new Set(movedAside(folder))
  const stem = join(folder, `drawnet.corrupt-${stampOf(at)}`)
  for (let copy = 1; ; copy++) {
    const target = copy === 1 ? `${stem}.db` : `${stem}-${copy}.db`
    if (!taken.has(basename(target))) return target
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}
