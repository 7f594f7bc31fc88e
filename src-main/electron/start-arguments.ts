import path from 'node:path'
import { linkIn } from './links.ts'

export interface StartArguments {
  /** Absolute; null for the usual place. */
  readonly dataFolder: string | null
  readonly link: string | null
}

/**
 * What the command line of a start asks for: `--data FOLDER` (or `--data=FOLDER`) and a `drawnet://` link. Chromium's
 * own flags may stand between them and are none of our business.
 * @param folder what a relative data folder starts from
 */
export function readStartArguments(args: readonly string[], folder: string): StartArguments {
  const at = args.indexOf('--data')
  const joined = args.find((argument) => argument.startsWith('--data='))
  const given = at >= 0 ? args[at + 1] : joined?.slice('--data='.length)
  return { dataFolder: given ? path.resolve(folder, given) : null, link: linkIn(args) }
}
