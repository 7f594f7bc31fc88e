import { request, type IncomingMessage } from 'node:http'
import { formatAuthority, formatEndpoint, type Endpoint } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import { connectPinned, type PinnedPlace } from './pinned-connection.ts'
import { describeDialFailure } from './dial-failure.ts'

export interface PinnedGetOptions<As extends 'json' | 'bytes'> {
  /** Milliseconds for all of it, connecting included. */
  readonly timeoutMs: number
  /** A longer answer is refused while it comes. */
  readonly maxBytes: number
  readonly as: As
  /** The media type the answer must have; `application/json` for JSON, `image/png` for bytes unless told. */
  readonly contentType?: string
  readonly signal?: AbortSignal
}

export interface PinnedAnswer<Body> {
  readonly body: Body
  /** What the certificate of who answered hashed to. */
  readonly fingerprint: string
  readonly endpoint: Endpoint
}

/** JSON that nobody has looked at yet, or plain bytes. */
export type BodyAs<As extends 'json' | 'bytes'> = As extends 'json' ? unknown : Uint8Array

/**
 * Asks for one path over a connection whose certificate was checked first. Throws what `connectPinned`
 * throws, and `join/refused` when the host turns the request down, `join/not-drawnet` when the answer is
 * not what was asked for, `wire/too-large` when it is longer than allowed.
 */
export async function pinnedGet<As extends 'json' | 'bytes'>(
  place: PinnedPlace,
  path: string,
  options: PinnedGetOptions<As>,
): Promise<PinnedAnswer<BodyAs<As>>> {
  const deadline = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline])
  const { socket, fingerprint, endpoint } = await connectPinned({
    ...place,
    timeoutMs: options.timeoutMs,
    signal,
  }).catch((error: unknown) => {
    throw deadline.aborted && !(error instanceof AppError) ? tooSlow(place.endpoints[0]!) : error
  })
  try {
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const asking = request({
        method: 'GET',
        path,
        createConnection: () => socket,
        headers: { host: formatAuthority(endpoint), accept: mediaTypeOf(options), connection: 'close' },
        signal,
      })
      asking.on('response', (answer) => {
        readAnswer(answer, endpoint, options).then(resolve, reject)
      })
      asking.on('error', reject)
      asking.end()
    })
    const body = options.as === 'json' ? parseJson(bytes, endpoint) : new Uint8Array(bytes)
    return { body: body as BodyAs<As>, fingerprint, endpoint }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof AppError) throw error
    if (deadline.aborted) throw tooSlow(endpoint)
    const fault = error as NodeJS.ErrnoException
    // The parser of node:http found that this is not HTTP.
    throw fault.code?.startsWith('HPE_') ? notDrawNet(endpoint, fault.code) : describeDialFailure(endpoint, fault, true)
  } finally {
    socket.destroy()
  }
}

function mediaTypeOf(options: PinnedGetOptions<'json' | 'bytes'>): string {
  return options.contentType ?? (options.as === 'json' ? 'application/json' : 'image/png')
}

async function readAnswer(
  answer: IncomingMessage,
  endpoint: Endpoint,
  options: PinnedGetOptions<'json' | 'bytes'>,
): Promise<Buffer> {
  const status = answer.statusCode ?? 0
  if ([401, 403, 429, 503].includes(status)) {
    throw new AppError('join/refused', `The host at ${formatEndpoint(endpoint)} does not let you in at the moment.`, {
      status: String(status),
    })
  }
  if (status !== 200) throw notDrawNet(endpoint, `status ${status}`)
  const type = answer.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== mediaTypeOf(options)) throw notDrawNet(endpoint, `content type ${type ?? 'missing'}`)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > options.maxBytes) {
      throw new AppError('wire/too-large', `The host at ${formatEndpoint(endpoint)} sent more than it should.`, {
        limit: String(options.maxBytes),
      })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function parseJson(bytes: Buffer, endpoint: Endpoint): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw notDrawNet(endpoint, 'broken JSON', error)
  }
}

function tooSlow(endpoint: Endpoint): AppError {
  return describeDialFailure(endpoint, { code: 'ETIMEDOUT' })
}

function notDrawNet(endpoint: Endpoint, reason: string, cause?: unknown): AppError {
  const address = formatEndpoint(endpoint)
  const sentence = `What answers at ${address} does not speak as DrawNet does. Check the address and the port.`
  return new AppError('join/not-drawnet', sentence, { address, reason }, cause)
}
