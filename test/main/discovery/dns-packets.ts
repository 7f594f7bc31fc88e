/** Multicast DNS packets made by hand (RFC 1035, section 4), as a careful or a hostile neighbour sends them. */

const TYPE = '_drawnet._tcp.local'
const PTR = 12
const TXT = 16
const SRV = 33
const A = 1

function name(text: string): Buffer {
  const labels = text
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}

function record(owner: string, type: number, ttl: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt32BE(ttl, 4)
  head.writeUInt16BE(data.length, 8)
  return Buffer.concat([name(owner), head, data])
}

function packet(flags: number, questions: readonly Buffer[], answers: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(flags, 2)
  head.writeUInt16BE(questions.length, 4)
  head.writeUInt16BE(answers.length, 6)
  return Buffer.concat([head, ...questions, ...answers])
}

export interface HostPacket {
  readonly txt: Readonly<Record<string, string>>
  readonly port?: number
  readonly addresses?: readonly string[]
  /** 0 says goodbye. */
  readonly ttl?: number
  /** The name of the service; the host's id unless told. */
  readonly instance?: string
}

/** What a host answers, or says unasked. */
export function hostPacket({
  txt,
  port = 4747,
  addresses = [],
  ttl = 120,
  instance = txt['id'] ?? 'x',
}: HostPacket): Buffer {
  const owner = `${instance}.${TYPE}`
  const target = `drawnet-${instance}.local`
  const srv = Buffer.alloc(6)
  srv.writeUInt16BE(port, 4)
  const texts = Object.entries(txt).map(([key, value]) => Buffer.from(`${key}=${value}`))
  return packet(
    0x8400,
    [],
    [
      record(TYPE, PTR, ttl, name(owner)),
      record(owner, SRV, ttl, Buffer.concat([srv, name(target)])),
      record(owner, TXT, ttl, Buffer.concat(texts.map((text) => Buffer.concat([Buffer.from([text.length]), text])))),
      ...addresses.map((address) => record(target, A, ttl, Buffer.from(address.split('.').map(Number)))),
    ],
  )
}

/** A question for DrawNet hosts, any number of times in one packet. */
export function question(times = 1): Buffer {
  const one = Buffer.concat([name(TYPE), Buffer.from([0, PTR, 0, 1])])
  return packet(
    0,
    Array.from({ length: times }, () => one),
    [],
  )
}

export function isQuestion(bytes: Buffer): boolean {
  return (bytes[2]! & 0x80) === 0
}
