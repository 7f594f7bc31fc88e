import * as v from 'valibot'
import { AppError, codeOf, sentenceOf, type ErrorCode } from '../errors.ts'
import type { Dispose } from '../emitter.ts'
import type { Link } from '../link.ts'
import {
  METHODS,
  type Arguments,
  type DesktopService,
  type EventName,
  type EventPayload,
  type MethodName,
  type Results,
} from './desktop-api.ts'

/**
 * Desktop calls over a Link: JSON as UTF-8, one message a frame. A call is {id, method, args}; its answer
 * {id, result} or {id, error}; what the engine tells unasked is {event, payload}.
 */
const callSchema = v.object({ id: v.number(), method: v.string(), args: v.unknown() })

/** Text to UTF-8 and back; both surroundings have one, but not the language. */
export interface Utf8 {
  encode(text: string): Uint8Array
  decode(bytes: Uint8Array): string
}

/** The engine's end. Every argument is checked before it reaches the service. */
export class CallServer {
  readonly #link: Link
  readonly #utf8: Utf8
  readonly #service: DesktopService
  readonly #onProblem: (error: unknown) => void

  constructor(link: Link, utf8: Utf8, service: DesktopService, onProblem: (error: unknown) => void) {
    this.#link = link
    this.#utf8 = utf8
    this.#service = service
    this.#onProblem = onProblem
    link.onMessage((frame) => void this.#answer(frame))
  }

  tell<E extends EventName>(event: E, payload: EventPayload<E>): void {
    this.#send({ event, payload })
  }

  async #answer(frame: Uint8Array): Promise<void> {
    let id: number
    let method: string
    let args: unknown
    try {
      ;({ id, method, args } = v.parse(callSchema, JSON.parse(this.#utf8.decode(frame))))
    } catch (error) {
      this.#onProblem(error)
      this.#link.close(4400, 'A call was not understood.')
      return
    }
    try {
      this.#send({ id, result: await this.#call(method, args) })
    } catch (error) {
      if (!(error instanceof AppError)) this.#onProblem(error)
      const { details } = error instanceof AppError ? error : { details: {} }
      this.#send({ id, error: { code: codeOf(error, 'call/failed'), sentence: sentenceOf(error), details } })
    }
  }

  #call(method: string, args: unknown): unknown {
    if (!Object.hasOwn(METHODS, method)) throw new AppError('call/unknown-method', `There is no call “${method}”.`)
    const name = method as MethodName
    const parsed = v.safeParse(METHODS[name], args)
    if (!parsed.success) {
      const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? '').join(', ')
      throw new AppError(
        'call/bad-arguments',
        `The call “${method}” was made with something that does not fit: ${where}.`,
      )
    }
    return (this.#service[name] as (input: unknown) => unknown)(parsed.output)
  }

  #send(message: unknown): void {
    this.#link.send(this.#utf8.encode(JSON.stringify(message)))
  }
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: AppError) => void
}

type Incoming =
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number
      readonly error: { readonly code: ErrorCode; readonly sentence: string; readonly details: Record<string, string> }
    }
  | { readonly event: EventName; readonly payload: unknown }

/** The renderer's end. */
export class CallClient {
  readonly #link: Link
  readonly #utf8: Utf8
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<EventName, (payload: unknown) => void>()
  readonly #stop: Dispose[]
  #lastId = 0

  constructor(link: Link, utf8: Utf8) {
    this.#link = link
    this.#utf8 = utf8
    this.#stop = [link.onMessage((frame) => this.#receive(frame)), link.onClose(() => this.#abandon())]
  }

  call<M extends MethodName>(method: M, args: Arguments<M>): Promise<Results[M]> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#link.send(this.#utf8.encode(JSON.stringify({ id, method, args })))
    })
  }

  /** One listener an event. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): void {
    this.#listeners.set(event, listener as (payload: unknown) => void)
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    this.#abandon()
  }

  /** The engine is the more trusted end: its answers are not checked again. */
  #receive(frame: Uint8Array): void {
    const message = JSON.parse(this.#utf8.decode(frame)) as Incoming
    if ('event' in message) {
      this.#listeners.get(message.event)?.(message.payload)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('error' in message) {
      const { code, sentence, details } = message.error
      waiting?.reject(new AppError(code, sentence, details))
    } else waiting?.resolve(message.result as never)
  }

  #abandon(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new AppError('link/closed', 'DrawNet is not running any more.'))
    }
    this.#waiting.clear()
  }
}
