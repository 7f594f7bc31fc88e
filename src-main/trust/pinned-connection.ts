import { connect, type TLSSocket } from 'node:tls'
import { formatEndpoint, type Endpoint } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import { fingerprintOf } from './certificate.ts'
import { describeDialFailure } from './dial-failure.ts'

/** Where someone is thought to be, and who they must prove to be. */
export interface PinnedPlace {
  /** In the order they should be tried; at least one. */
  readonly endpoints: readonly Endpoint[]
  /** What the certificate must hash to; null at a first contact by address, which takes whoever answers. */
  readonly fingerprint: string | null
}

export interface DialOptions extends PinnedPlace {
  /** Milliseconds for all of it, handshake included. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface PinnedConnection {
  /** Open, checked, nothing written yet and nothing read. */
  readonly socket: TLSSocket
  /** What the certificate hashed to. */
  readonly fingerprint: string
  readonly endpoint: Endpoint
}

/** Head start of an address over the next one, as in Happy Eyeballs (RFC 8305, section 5). */
const STAGGER_MS = 100

/**
 * Opens TLS 1.3 to the first of the endpoints whose certificate has the fingerprint; the others are closed.
 * Certificates are self-signed: neither name, date nor issuer counts, only the fingerprint, and it is
 * compared before a single application byte is written. Throws an `AppError`: `join/fingerprint-mismatch`
 * when someone else answers, `join/not-drawnet` when what answers is not TLS 1.3, `join/unreachable` when
 * nothing does; or the signal's reason once that is aborted.
 */
export async function connectPinned(options: DialOptions): Promise<PinnedConnection> {
  const { endpoints, timeoutMs, signal } = options
  signal?.throwIfAborted()
  if (endpoints.length === 0) throw new AppError('join/unreachable', 'No address of this host is known.')
  return await new Promise<PinnedConnection>((resolve, reject) => {
    const dials = new Set<() => void>()
    const failures: AppError[] = []
    const waiting = [...endpoints]
    let pace: NodeJS.Timeout | undefined

    const finish = (): void => {
      clearTimeout(pace)
      clearTimeout(deadline)
      signal?.removeEventListener('abort', onAbort)
      for (const giveUp of dials) giveUp()
      dials.clear()
    }
    const fail = (error: unknown): void => {
      finish()
      reject(error)
    }
    const onAbort = (): void => fail(signal?.reason)
    const deadline = setTimeout(() => {
      const late = endpoints.map((endpoint) => describeDialFailure(endpoint, { code: 'ETIMEDOUT' }))
      fail(gravest([...failures, ...late]))
    }, timeoutMs)
    signal?.addEventListener('abort', onAbort)

    const startNext = (): void => {
      clearTimeout(pace)
      const endpoint = waiting.shift()
      if (endpoint === undefined) {
        if (dials.size === 0) fail(gravest(failures))
        return
      }
      const giveUp = dialOne(
        endpoint,
        options.fingerprint,
        (connection) => {
          dials.delete(giveUp)
          finish()
          resolve(connection)
        },
        (error) => {
          dials.delete(giveUp)
          failures.push(error)
          startNext()
        },
      )
      dials.add(giveUp)
      if (waiting.length > 0) pace = setTimeout(startNext, STAGGER_MS)
    }
    startNext()
  })
}

/** Dials one endpoint and calls one of the two, once and never at once; what it returns gives up. */
function dialOne(
  endpoint: Endpoint,
  pin: string | null,
  onOpen: (connection: PinnedConnection) => void,
  onFailure: (error: AppError) => void,
): () => void {
  const socket = connect({
    host: endpoint.address,
    port: endpoint.port,
    minVersion: 'TLSv1.3',
    // Nobody's authority counts here; the fingerprint below does.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  })
  let connected = false
  let settled = false
  const settle = (outcome: () => void): void => {
    if (settled) return
    settled = true
    outcome()
  }
  const refuse = (error: AppError): void => {
    socket.destroy()
    settle(() => onFailure(error))
  }
  // Stays on the socket for good: an error between here and its next owner must not end the process.
  socket.on('error', (error: NodeJS.ErrnoException) => refuse(describeDialFailure(endpoint, error, connected)))
  socket.on('close', () => refuse(describeDialFailure(endpoint, { code: 'ECONNRESET' }, connected)))
  socket.once('connect', () => (connected = true))
  socket.once('secureConnect', () => {
    const certificate = socket.getPeerX509Certificate()
    const seen = certificate === undefined ? null : fingerprintOf(certificate.raw)
    if (seen === null) refuse(describeDialFailure(endpoint, { code: 'ERR_SSL_NO_CERTIFICATE' }))
    else if (pin !== null && seen !== pin) refuse(mismatch(endpoint, pin, seen))
    else {
      socket.setNoDelay(true)
      settle(() => onOpen({ socket, fingerprint: seen, endpoint }))
    }
  })
  return () => {
    settled = true
    socket.destroy()
  }
}

function mismatch(endpoint: Endpoint, expected: string, seen: string): AppError {
  const address = formatEndpoint(endpoint)
  return new AppError(
    'join/fingerprint-mismatch',
    `The computer that answers at ${address} is not the one that was meant. Nothing was sent to it. ` +
      'Ask the host for a new link, or join from the list of boards near you.',
    { address, expected, seen },
  )
}

/** Who answered wrongly says more than who did not answer. */
function gravest(failures: readonly AppError[]): AppError {
  const rank = ['join/fingerprint-mismatch', 'join/not-drawnet', 'join/unreachable']
  return failures.toSorted((a, b) => rank.indexOf(a.code) - rank.indexOf(b.code))[0]!
}
