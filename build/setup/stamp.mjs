import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'

/**
 * What installed packages depend on: the lockfile's text, and the machine they were installed for.
 * @param {string} lockfile
 * @param {string} platform
 * @param {string} arch
 * @returns {string}
 */
export function dependencyStamp(lockfile, platform, arch) {
  return createHash('sha256').update(`${platform}\n${arch}\n${lockfile}`).digest('hex')
}

/**
 * A hash of names and contents of files and of everything in folders. A missing one counts as empty, so that
 * adding it later changes the hash.
 * @param {string} root
 * @param {readonly string[]} inputs relative to `root`
 * @returns {Promise<string>}
 */
export async function contentStamp(root, inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const file of await filesIn(root, input)) {
      hash.update(`${file}\0`)
      hash.update(
        createHash('sha256')
          .update(await readFile(path.join(root, file)))
          .digest(),
      )
    }
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} input
 * @returns {Promise<string[]>} sorted, with forward slashes, relative to `root`
 */
async function filesIn(root, input) {
  let entries
  try {
    entries = await readdir(path.join(root, input), { withFileTypes: true })
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ENOTDIR') return [input]
    if (code === 'ENOENT') return []
    throw error
  }
  const files = await Promise.all(
    entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => (entry.isDirectory() ? filesIn(root, `${input}/${entry.name}`) : [`${input}/${entry.name}`])),
  )
  return files.flat()
}
