import { mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'

/** A lock whose holder never got to write its name is free after this many milliseconds. */
const UNNAMED_FOR = 5_000
const ASK_AGAIN_AFTER = 200

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} token tells two holders with one process id apart
 */

/**
 * Does `task` while holding a lock that any process on this machine respects. The lock is a folder, because
 * making one is atomic on every file system; its holder's process id is inside, and the lock of a process
 * that is gone is taken over.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} task
 * @param {(pid: number | null) => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withFolderLock(folder, task, onWait) {
  const token = await acquire(folder, onWait)
  try {
    return await task()
  } finally {
    await release(folder, token)
  }
}

/**
 * @param {string} folder
 * @param {((pid: number | null) => void) | undefined} onWait
 * @returns {Promise<string>} the token to release it with
 */
async function acquire(folder, onWait) {
  await mkdir(path.dirname(folder), { recursive: true })
  const token = randomUUID()
  let told = false
  for (;;) {
    if (await makeFolder(folder)) {
      await writeFile(holderFile(folder), JSON.stringify({ pid: process.pid, token }))
      return token
    }
    if (await isAbandoned(folder)) {
      await removeAbandoned(folder)
      continue
    }
    if (!told) onWait?.((await readHolder(folder))?.pid ?? null)
    told = true
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER))
  }
}

/**
 * @param {string} folder
 * @param {string} token
 */
async function release(folder, token) {
  const holder = await readHolder(folder)
  if (holder?.token === token) await rm(folder, { recursive: true, force: true })
}

/** Only one process at a time may clear a lock away, and it looks again first: the lock may be a new one by now. */
async function removeAbandoned(/** @type {string} */ folder) {
  const clearing = `${folder}.clearing`
  if (!(await makeFolder(clearing))) {
    if (await isOlderThan(clearing, UNNAMED_FOR)) await rmdir(clearing).catch(ignoreMissing)
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER))
    return
  }
  try {
    if (!(await isAbandoned(folder))) return
    // Renamed before it is emptied, so that nobody ever sees a lock without a holder that is half gone.
    const aside = `${folder}.${randomUUID()}`
    await rename(folder, aside)
    await rm(aside, { recursive: true, force: true })
  } finally {
    await rmdir(clearing).catch(ignoreMissing)
  }
}

/**
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
async function isAbandoned(folder) {
  const holder = await readHolder(folder)
  return holder === null ? isOlderThan(folder, UNNAMED_FOR) : !isRunning(holder.pid)
}

/**
 * @param {string} folder
 * @returns {Promise<Holder | null>}
 */
async function readHolder(folder) {
  try {
    const holder = JSON.parse(await readFile(holderFile(folder), 'utf8'))
    return Number.isSafeInteger(holder.pid) && holder.pid > 0 ? holder : null
  } catch {
    return null
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * @param {string} target
 * @param {number} age milliseconds
 */
async function isOlderThan(target, age) {
  try {
    return Date.now() - (await stat(target)).mtimeMs > age
  } catch {
    return false
  }
}

/**
 * @param {string} folder
 * @returns {Promise<boolean>} false when it is there already
 */
async function makeFolder(folder) {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {NodeJS.ErrnoException} error */
function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error
}

/** @param {string} folder */
function holderFile(folder) {
  return path.join(folder, 'holder.json')
}
