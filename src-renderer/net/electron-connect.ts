import type { Link } from '#shared/link.ts'
import { isLinkMessage, type ShellBridge } from '#shared/desktop/shell-bridge.ts'
import { PortLink } from './port-link.ts'

/**
 * Takes the message ports that the desktop window hands to its page. One comes when asked for, and further
 * ones unasked whenever the engine was started anew: then the Link before it is closed.
 */
export class ElectronConnector {
  readonly #bridge: ShellBridge
  #next: PromiseWithResolvers<Link> | null = null
  #last: PortLink | null = null
  #spare: PortLink | null = null

  constructor(bridge: ShellBridge, page: Window) {
    this.#bridge = bridge
    page.addEventListener('message', (event: MessageEvent<unknown>) => {
      const [port] = event.ports
      if (event.source !== page || !isLinkMessage(event.data) || port === undefined) return
      this.#take(new PortLink(port))
    })
  }

  connect(): Promise<Link> {
    const spare = this.#spare
    this.#spare = null
    if (spare !== null) return Promise.resolve(spare)
    this.#next = Promise.withResolvers<Link>()
    this.#bridge.connect()
    return this.#next.promise
  }

  #take(link: PortLink): void {
    const before = this.#last
    this.#last = link
    const waiting = this.#next
    this.#next = null
    if (waiting === null) {
      this.#spare = link
      before?.close(1006, '')
    } else waiting.resolve(link)
  }
}
