import { fileURLToPath } from 'node:url'
import path from 'node:path'

/** The project's folder, absolute. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @param {...string} parts
 * @returns {string} the absolute path of something inside the project
 */
export function inProject(...parts) {
  return path.join(PROJECT, ...parts)
}
