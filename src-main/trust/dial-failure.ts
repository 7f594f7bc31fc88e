import { formatEndpoint, type Endpoint } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'

/** The part of a socket's error that tells what went wrong. */
export interface DialFault {
  readonly code?: string | undefined
  readonly message?: string
}

/** Why an address could not be reached, by the system's error code, as the end of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The computer is there, but no DrawNet answers at this port. Is DrawNet open on it?',
  ETIMEDOUT: 'Nothing answered in time. Is the computer on, on the same network, and does its firewall allow DrawNet?',
  EHOSTUNREACH: 'This computer finds no way to it. Are both on the same network?',
  ENETUNREACH: 'This computer is not on that network.',
  ENETDOWN: 'This computer’s network connection is down.',
  ENOTFOUND: 'No computer of this name was found.',
  EINVAL: 'No computer of this name was found.',
  EAI_AGAIN: 'The name could not be looked up. Try the numeric address.',
  ECONNRESET: 'It ended the connection at once. It may be busy; try again in a moment.',
  EPIPE: 'It ended the connection at once. It may be busy; try again in a moment.',
}

const MAC_PERMISSION =
  'macOS may be keeping DrawNet off the local network: allow it in System Settings › Privacy & Security › Local Network.'

/**
 * The failure of one dial as an `AppError`: `join/not-drawnet` when something answered in another language
 * than TLS 1.3, otherwise `join/unreachable`. `connected` tells whether the address itself had answered.
 */
export function describeDialFailure(
  endpoint: Endpoint,
  fault: DialFault,
  connected = false,
  platform: NodeJS.Platform = process.platform,
): AppError {
  const address = formatEndpoint(endpoint)
  const code = fault.code ?? 'unknown'
  const details = { address, reason: code }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO') {
    return new AppError(
      'join/not-drawnet',
      `Something answers at ${address}, but it is not DrawNet. Check the address and the port.`,
      details,
      fault,
    )
  }
  const reason =
    code === 'EHOSTUNREACH' && platform === 'darwin' && !connected
      ? MAC_PERMISSION
      : (REASONS[code] ?? `The network said: ${fault.message ?? code}.`)
  return new AppError('join/unreachable', `DrawNet could not reach ${address}. ${reason}`, details, fault)
}
