import { AppError } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import {
  LOOPBACK_PATH,
  LOOPBACK_SUBPROTOCOL,
  NOT_ADMITTED,
  type LoopbackGreeting,
  type LoopbackWelcome,
} from '#shared/desktop/loopback.ts'
import { utf8 } from './surroundings.ts'
import { WebSocketLink } from './web-socket-link.ts'

const KEY_NAME = 'drawnet.key'

/** What the address of a loopback window carries after its `#`. */
export interface LoopbackAddress {
  readonly token: string | null
  /** A link or address to join at once. */
  readonly join: string | null
}

export function readLoopbackAddress(hash: string): LoopbackAddress {
  const [token = '', ...rest] = hash.replace(/^#/, '').split('&')
  const join = rest.find((part) => part.startsWith('join='))
  return { token: token === '' ? null : token, join: join === undefined ? null : decoded(join.slice(5)) }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Opens Links to the engine that served this page: first with the token of the address, then with a key. */
export class LoopbackConnector {
  readonly #origin: string
  readonly #storage: Storage
  #token: string | null

  /** @param storage keeps this browser's key */
  constructor(origin: string, token: string | null, storage: Storage) {
    this.#origin = origin
    this.#token = token
    this.#storage = storage
  }

  /** @throws AppError `join/refused` when this browser is not admitted, `join/unreachable` when nothing answers */
  async connect(): Promise<Link> {
    const link = await WebSocketLink.open(
      `${this.#origin.replace(/^http/, 'ws')}${LOOPBACK_PATH}`,
      LOOPBACK_SUBPROTOCOL,
    )
    const token = this.#token
    this.#token = null
    // A token that was used before is no reason to be turned away: this browser may have a key.
    const greetings: LoopbackGreeting[] = []
    const key = this.#storage.getItem(KEY_NAME)
    if (key !== null) greetings.push({ kind: 'key', key })
    else if (token !== null) greetings.push({ kind: 'token', token })
    const [greeting] = greetings
    if (greeting === undefined) {
      link.close()
      throw notAdmitted()
    }
    try {
      const welcome = await greet(link, greeting)
      this.#storage.setItem(KEY_NAME, welcome.key)
      return link
    } catch (error) {
      if (greeting.kind !== 'key' || token === null) throw error
      // The key is from another data folder: the token decides.
      this.#storage.removeItem(KEY_NAME)
      this.#token = token
      return this.connect()
    }
  }
}

function greet(link: Link, greeting: LoopbackGreeting): Promise<LoopbackWelcome> {
  return new Promise((resolve, reject) => {
    const stop = link.onMessage((frame) => {
      stop()
      resolve(JSON.parse(utf8.decode(frame)) as LoopbackWelcome)
    })
    link.onClose(({ code }) => {
      reject(code === NOT_ADMITTED ? notAdmitted() : new AppError('join/unreachable', 'DrawNet cannot be reached.'))
    })
    link.send(utf8.encode(JSON.stringify(greeting)))
  })
}

function notAdmitted(): AppError {
  return new AppError('join/refused', 'This address has been used already. Start DrawNet again for a new one.')
}
