import { X509Certificate, createHash, createPrivateKey } from 'node:crypto'
import { chmod, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import * as v from 'valibot'
import { AppError, sentenceOf } from '#shared/errors.ts'
import { GLOBAL_ID_LENGTH, isId, randomId } from '#shared/ids.ts'
import type { RandomBytes } from '#shared/platform.ts'

/** Who this installation is to others: made once, kept for good. */
export interface Identity {
  readonly hostId: string
  /** Self-signed P-256 certificate, PEM. */
  readonly certificate: string
  /** PEM. Never leaves the data folder. */
  readonly privateKey: string
  /** SHA-256 of the certificate's DER, base64url, 43 characters. */
  readonly fingerprint: string
}

const FILE_NAME = 'identity.json'
/** Of this start or an earlier one. */
const DRAFT = /^identity\.json(\.\d+)?\.new$/
const FORMAT = 1

const fileSchema = v.object({
  format: v.literal(FORMAT),
  hostId: v.custom<string>(isId, 'not an id'),
  certificate: v.string(),
  privateKey: v.string(),
})

/** What certificates are compared by: SHA-256 of the DER, base64url, 43 characters. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('base64url')
}

/**
 * Reads the identity kept in `folder`, or makes and keeps one where there is none yet (and the folder too).
 * A file that is there but cannot be used is never replaced, because that would change who one is to
 * everybody else: it is an `AppError` `storage/unreadable`. Of several that start
 * at once in a new folder all get the same identity.
 */
export async function loadOrCreateIdentity(folder: string, random: RandomBytes): Promise<Identity> {
  const path = join(folder, FILE_NAME)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, 'cannot be read', error)
    return await createIdentity(folder, path, random)
  }
  const identity = parseIdentity(path, text)
  await closeToOthers(path)
  return identity
}

function parseIdentity(path: string, text: string): Identity {
  let der: Uint8Array
  let kept: v.InferOutput<typeof fileSchema>
  try {
    kept = v.parse(fileSchema, JSON.parse(text))
    const certificate = new X509Certificate(kept.certificate)
    if (!certificate.checkPrivateKey(createPrivateKey(kept.privateKey))) throw new Error('the key is another’s')
    der = certificate.raw
  } catch (error) {
    throw unreadable(path, 'is damaged', error)
  }
  return {
    hostId: kept.hostId,
    certificate: kept.certificate,
    privateKey: kept.privateKey,
    fingerprint: fingerprintOf(der),
  }
}

async function createIdentity(folder: string, path: string, random: RandomBytes): Promise<Identity> {
  const hostId = randomId(random, GLOBAL_ID_LENGTH)
  const made = await generate([{ name: 'commonName', value: `DrawNet ${hostId}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // Others compare the fingerprint and no date. 9999-12-31 is RFC 5280's way to say "never expires".
    notBeforeDate: new Date('2020-01-01T00:00:00Z'),
    notAfterDate: new Date('9999-12-31T23:59:59Z'),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  const file = { format: FORMAT, hostId, certificate: made.cert, privateKey: made.private }
  try {
    await mkdir(folder, { recursive: true })
    await writeAtomically(folder, path, JSON.stringify(file, null, 2))
  } catch (error) {
    throw new AppError(
      'storage/failed',
      `DrawNet cannot write to its folder ${folder}: ${sentenceOf(error)}. Free some space or allow writing there, then start again.`,
      { path },
      error,
    )
  }
  return parseIdentity(path, await readFile(path, 'utf8'))
}

/** Either the whole file is there afterwards, on disk, or none of it. */
async function writeAtomically(folder: string, path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`
  await rm(draft, { force: true })
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await install(draft, folder, path)
  if (process.platform === 'win32') return
  const parent = await open(folder, 'r')
  try {
    await parent.sync()
  } finally {
    await parent.close()
  }
}

/** Unlike renaming, linking fails when another process was quicker: its identity stands then. */
async function install(draft: string, folder: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // The quicker one may have cleared this draft away, too.
    const isThere = await stat(path).then(Boolean, () => false)
    // Some file systems have no links.
    if (!isThere) await rename(draft, path)
    else if (code !== 'EEXIST' && code !== 'ENOENT') throw error
  }
  for (const name of await readdir(folder)) {
    if (DRAFT.test(name)) await rm(join(folder, name), { force: true })
  }
}

/** A copied or restored file may have become readable by others of this computer. */
async function closeToOthers(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) await chmod(path, 0o600)
}

function unreadable(path: string, how: string, cause: unknown): AppError {
  return new AppError(
    'storage/unreadable',
    `The file that says who you are to others ${how}: ${path}. Put back a copy of it. ` +
      'If there is none, move it away and start again: others will then see this computer as a new one.',
    { path, reason: sentenceOf(cause) },
    cause,
  )
}
