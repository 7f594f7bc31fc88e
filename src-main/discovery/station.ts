import { Bonjour, type Browser, type Service } from 'bonjour-service'
import type { Dispose } from '#shared/emitter.ts'
import { isId } from '#shared/ids.ts'
import type { Clock } from '#shared/platform.ts'
import { TokenBucket } from '#main/trust/rate-limit.ts'
import { readClaim, textOf, type Claim } from './claim.ts'
import { MAX_HOSTS, type Announcement } from './discovery.ts'
import type { NetworkInterface } from './interfaces.ts'
import { MulticastSocket, type OpenSocket, type SendOutcome } from './multicast-socket.ts'

const SERVICE_TYPE = 'drawnet'

export interface StationEvents {
  claim(claim: Claim): void
  goodbye(hostId: string): void
  outcome(outcome: SendOutcome): void
}

export interface StationOptions {
  readonly network: NetworkInterface
  readonly clock: Clock
  readonly openSocket: OpenSocket
  readonly events: StationEvents
}

/**
 * Announces and finds hosts on one network interface. One each, because the library sends on one only.
 *
 * The library's browser reports a service when it first hears of it and when it changes, keeps all of them
 * for good and grows slow with their number. So it serves here as a reader of packets: each round of asking
 * takes a new one, to which everything is news again, and only the one before it is kept, so that a goodbye
 * that comes before the answers is still understood.
 */
export class Station {
  readonly network: NetworkInterface
  readonly #socket: MulticastSocket
  readonly #events: StationEvents
  readonly #asking: TokenBucket
  readonly #disposers: Dispose[]
  #listener: Bonjour | null = null
  #speaker: Bonjour | null = null
  #browsers: readonly Browser[] = []
  #announcement: { readonly what: Announcement; readonly start: string } | null = null
  #leaving: Promise<void> = Promise.resolve()
  #othersAsked = false
  #outcome: SendOutcome | undefined
  #closed = false

  constructor({ network, clock, openSocket, events }: StationOptions) {
    this.network = network
    this.#events = events
    this.#asking = new TokenBucket(clock, { burst: 4, perSecond: 1 })
    this.#socket = new MulticastSocket(network, clock, openSocket)
    this.#disposers = [
      this.#socket.outcomes.on((outcome) => {
        if (this.#closed || this.#outcome === outcome) return
        this.#outcome = outcome
        events.outcome(outcome)
      }),
      this.#socket.questionsOfOthers.on(() => (this.#othersAsked = true)),
    ]
  }

  /** What the last attempt to send came to: a code of the system, null when it went well; undefined before the first. */
  get outcome(): SendOutcome | undefined {
    return this.#outcome
  }

  /** Packets that were turned away because there were too many. */
  get dropped(): number {
    return this.#socket.dropped
  }

  /** Whether another has asked, for all to hear, since this was last looked at. */
  takeOthersAsked(): boolean {
    const asked = this.#othersAsked
    this.#othersAsked = false
    return asked
  }

  /** Opens the port, asks who is there and announces what has been given meanwhile. */
  async open(): Promise<void> {
    if (!(await this.#socket.open()) || this.#closed) return
    this.#listener = this.#newBonjour()
    this.ask()
    this.#publish()
  }

  /** Asks who is there, at most once a second in the long run. */
  ask(): void {
    if (this.#listener === null || !this.#asking.take()) return
    const [older, ...oldest] = this.#browsers
    for (const browser of oldest) browser.stop()
    this.#browsers = [this.#newBrowser(this.#listener), ...(older === undefined ? [] : [older])]
  }

  /** @param start is new whenever others shall notice that something has begun anew */
  announce(what: Announcement, start: string): void {
    this.#announcement = { what, start }
    this.#publish()
  }

  /** Stops announcing and tells so; resolves when that is on its way, whoever asked for it first. */
  async goodbye(): Promise<void> {
    this.#announcement = null
    const speaker = this.#speaker
    this.#speaker = null
    if (speaker !== null) {
      this.#leaving = new Promise((resolve) => {
        speaker.unpublishAll(() => {
          speaker.destroy()
          resolve()
        })
      })
    }
    await this.#leaving
  }

  /** Closes without a goodbye. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const browser of this.#browsers) browser.stop()
    this.#browsers = []
    this.#speaker?.destroy()
    this.#listener?.destroy()
    this.#speaker = null
    this.#listener = null
    for (const dispose of this.#disposers) dispose()
    this.#socket.close()
  }

  /**
   * The library freezes records when they are published, and a change by unpublishing would be a goodbye. So
   * what speaks is replaced as a whole, without a word, on the same open port.
   */
  #publish(): void {
    if (this.#listener === null || this.#announcement === null) return
    const { what, start } = this.#announcement
    this.#speaker?.destroy()
    this.#speaker = this.#newBonjour()
    this.#speaker.publish({
      // Short, because the library sends undecodable packets for names over 63 bytes.
      name: what.hostId,
      type: SERVICE_TYPE,
      protocol: 'tcp',
      port: what.port,
      // Its default lacks the ending.
      host: `drawnet-${what.hostId}.local`,
      txt: textOf(what, start),
      // Host ids are random, so that nobody has the same; the library only logs a clash.
      probe: false,
      // Answers come over IPv4 as the questions do, and link-local IPv6 addresses mean nothing to others.
      disableIPv6: true,
    })
  }

  /** The library over our own open port: it opens, joins and closes nothing itself. */
  #newBonjour(): Bonjour {
    const transport: object = { socket: this.#socket.attach(), bind: false, multicast: false }
    // Its default throws out of the socket's handler. Here errors end in our socket, which tells of them.
    return new Bonjour(transport, () => undefined)
  }

  #newBrowser(listener: Bonjour): Browser {
    const browser = listener.find({ type: SERVICE_TYPE, protocol: 'tcp' })
    const onNews = (service: Service): void => {
      const claim = readClaim(service, this.network)
      if (claim !== null) this.#events.claim(claim)
      if (browser.services.length < MAX_HOSTS) return
      // Too many at once to be true. The next round starts with an empty list.
      browser.stop()
      this.ask()
    }
    browser.on('up', onNews)
    browser.on('txt-update', onNews)
    browser.on('srv-update', onNews)
    browser.on('down', (service) => {
      const id = (service.txt as { readonly id?: unknown } | undefined)?.id
      if (isId(id)) this.#events.goodbye(id)
    })
    return browser
  }
}
