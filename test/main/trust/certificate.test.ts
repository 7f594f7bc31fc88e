import { X509Certificate, randomBytes } from 'node:crypto'
import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fingerprintOf, loadOrCreateIdentity } from '#main/trust/certificate.ts'
import { temporaryFolder } from './tls-hosts.ts'

test('an installation keeps the identity it was given at its first start', async () => {
  const folder = join(await temporaryFolder(), 'not', 'there', 'yet')
  const first = await loadOrCreateIdentity(folder, randomBytes)
  expect(await loadOrCreateIdentity(folder, randomBytes)).toEqual(first)
  expect(first.hostId).toMatch(/^[0-9A-Za-z_-]{16}$/)
  expect(first.fingerprint).toMatch(/^[0-9A-Za-z_-]{43}$/)
  expect(await readdir(folder)).toEqual(['identity.json'])
})

test('the certificate is self-signed P-256, never expires and hashes to the fingerprint', async () => {
  const identity = await loadOrCreateIdentity(await temporaryFolder(), randomBytes)
  const certificate = new X509Certificate(identity.certificate)
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.ca).toBe(false)
  expect(certificate.validToDate.getUTCFullYear()).toBe(9999)
  expect(certificate.subject).toBe(`CN=DrawNet ${identity.hostId}`)
  expect(fingerprintOf(certificate.raw)).toBe(identity.fingerprint)
  expect(identity.fingerprint).toBe(
    Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
  )
})

test('two installations are two identities', async () => {
  const one = await loadOrCreateIdentity(await temporaryFolder(), randomBytes)
  const other = await loadOrCreateIdentity(await temporaryFolder(), randomBytes)
  expect(one.hostId).not.toBe(other.hostId)
  expect(one.fingerprint).not.toBe(other.fingerprint)
})

test.runIf(process.platform !== 'win32')(
  'only its owner can read the private key, also after a careless copy',
  async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'identity.json')
    await loadOrCreateIdentity(folder, randomBytes)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await chmod(path, 0o644)
    await loadOrCreateIdentity(folder, randomBytes)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  },
)

test('a half-written draft of an earlier start is no obstacle', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'identity.json.new'), '{"host')
  await loadOrCreateIdentity(folder, randomBytes)
  expect(await readdir(folder)).toEqual(['identity.json'])
})

async function identityFile(): Promise<Record<string, unknown>> {
  const folder = await temporaryFolder()
  await loadOrCreateIdentity(folder, randomBytes)
  return JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8')) as Record<string, unknown>
}

test.each<[string, (mine: Record<string, unknown>, another: Record<string, unknown>) => string]>([
  ['empty', () => ''],
  ['cut short', (mine) => JSON.stringify(mine).slice(0, 200)],
  ['no object', () => '[]'],
  ['of a later format', (mine) => JSON.stringify({ ...mine, format: 2 })],
  ['without a valid id', (mine) => JSON.stringify({ ...mine, hostId: '../..' })],
  ['with a broken certificate', (mine) => JSON.stringify({ ...mine, certificate: 'AAAA' })],
  ['with a key of another certificate', (mine, { privateKey }) => JSON.stringify({ ...mine, privateKey })],
])('an identity file that is %s is reported and left as it is, never replaced', async (_, damage) => {
  const text = damage(await identityFile(), await identityFile())
  const folder = await temporaryFolder()
  const path = join(folder, 'identity.json')
  await writeFile(path, text)
  await expect(loadOrCreateIdentity(folder, randomBytes)).rejects.toMatchObject({
    code: 'storage/unreadable',
    message: expect.stringContaining('Put back a copy') as string,
    details: { path },
  })
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('a folder that cannot be written to is said so', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')
  await expect(loadOrCreateIdentity(join(file, 'data'), randomBytes)).rejects.toMatchObject({
    code: expect.stringMatching(/^storage\//) as string,
  })
})
