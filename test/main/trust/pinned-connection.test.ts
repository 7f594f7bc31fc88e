import { describe, expect, test } from 'vitest'
import { connectPinned } from '#main/trust/pinned-connection.ts'
import { describeDialFailure } from '#main/trust/dial-failure.ts'
import type { Endpoint } from '#shared/desktop/join-link.ts'
import { closedPort, newIdentity, tcpHost, tlsHost } from './tls-hosts.ts'

const at = (port: number, address = '127.0.0.1'): Endpoint => ({ address, port })

async function roundTrip(socket: NodeJS.ReadWriteStream, text: string): Promise<string> {
  return await new Promise((resolve) => {
    socket.once('data', (piece: Buffer) => resolve(piece.toString()))
    socket.write(text)
  })
}

describe('the right host', () => {
  test('is connected over TLS 1.3 and hears what is sent', async () => {
    const identity = await newIdentity()
    const host = await tlsHost(identity)
    const opened = await connectPinned({
      endpoints: [at(host.port)],
      fingerprint: identity.fingerprint,
      timeoutMs: 5000,
    })
    expect(opened.socket.getProtocol()).toBe('TLSv1.3')
    expect(opened.fingerprint).toBe(identity.fingerprint)
    expect(opened.endpoint).toEqual(at(host.port))
    expect(await roundTrip(opened.socket, 'hello')).toBe('hello')
    opened.socket.destroy()
  })

  test('is taken as it is at a first contact, and its fingerprint told', async () => {
    const identity = await newIdentity()
    const host = await tlsHost(identity)
    const opened = await connectPinned({ endpoints: [at(host.port)], fingerprint: null, timeoutMs: 5000 })
    expect(opened.fingerprint).toBe(identity.fingerprint)
    opened.socket.destroy()
  })

  test('is found among dead addresses, silent ones and impostors', async () => {
    const identity = await newIdentity()
    const impostor = await tlsHost(await newIdentity())
    const silent = await tcpHost(() => undefined)
    const host = await tlsHost(identity)
    const endpoints = [at(silent), at(await closedPort()), at(impostor.port), at(host.port)]
    const opened = await connectPinned({ endpoints, fingerprint: identity.fingerprint, timeoutMs: 10_000 })
    expect(opened.endpoint).toEqual(at(host.port))
    expect(impostor.received()).toBe(0)
    opened.socket.destroy()
  })

  test('leaves no second connection behind when it answers at two addresses', async () => {
    const identity = await newIdentity()
    const [one, two] = [await tlsHost(identity), await tlsHost(identity)]
    const opened = await connectPinned({
      endpoints: [at(one.port), at(two.port)],
      fingerprint: identity.fingerprint,
      timeoutMs: 5000,
    })
    const loser = opened.endpoint.port === one.port ? two : one
    if (loser.connections() > 0) await loser.ended
    expect(loser.received()).toBe(0)
    opened.socket.destroy()
  })
})

describe('someone else', () => {
  test('with another certificate receives no application byte', async () => {
    const impostor = await tlsHost(await newIdentity())
    const { fingerprint } = await newIdentity()
    await expect(connectPinned({ endpoints: [at(impostor.port)], fingerprint, timeoutMs: 5000 })).rejects.toMatchObject(
      {
        code: 'join/fingerprint-mismatch',
        message: expect.stringContaining(`127.0.0.1:${impostor.port}`) as string,
      },
    )
    await impostor.ended
    expect(impostor.received()).toBe(0)
  })

  test('outweighs addresses that do not answer in what is reported', async () => {
    const impostor = await tlsHost(await newIdentity())
    const { fingerprint } = await newIdentity()
    const endpoints = [at(await closedPort()), at(impostor.port), at(await closedPort())]
    await expect(connectPinned({ endpoints, fingerprint, timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'join/fingerprint-mismatch',
    })
  })

  test('who speaks no TLS is not DrawNet, and is told nothing', async () => {
    const heard: Buffer[] = []
    const port = await tcpHost((socket) => {
      socket.on('data', (piece) => heard.push(piece))
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
    await expect(connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'join/not-drawnet',
    })
    // Nothing but the greeting of TLS, which says nothing about who one is: record type 22, handshake.
    expect(heard.every((piece) => piece[0] === 22)).toBe(true)
  })

  test('who offers only TLS 1.2 is refused, even with the right certificate', async () => {
    const identity = await newIdentity()
    const old = await tlsHost(identity, 'TLSv1.2')
    await expect(
      connectPinned({ endpoints: [at(old.port)], fingerprint: identity.fingerprint, timeoutMs: 5000 }),
    ).rejects.toMatchObject({ code: 'join/not-drawnet' })
    expect(old.received()).toBe(0)
  })
})

describe('nobody', () => {
  test('at a closed port: the sentence names the address and says that nothing listens', async () => {
    const port = await closedPort()
    await expect(connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'join/unreachable',
      message: expect.stringMatching(new RegExp(`127.0.0.1:${port}.*no DrawNet answers`)) as string,
      details: { reason: 'ECONNREFUSED' },
    })
  })

  test('behind an address that takes the connection and stays silent: timed out, and closed', async () => {
    const closed = Promise.withResolvers<void>()
    const port = await tcpHost((socket) => socket.resume().on('close', () => closed.resolve()))
    await expect(connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'join/unreachable',
      details: { reason: 'ETIMEDOUT' },
    })
    await closed.promise
  })

  test('who hangs up at once is unreachable', async () => {
    const port = await tcpHost((socket) => socket.destroy())
    await expect(connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'join/unreachable',
    })
  })

  test('where no address is known', async () => {
    await expect(connectPinned({ endpoints: [], fingerprint: null, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'join/unreachable',
    })
  })

  test('is waited for only until the person changes their mind', async () => {
    const port = await tcpHost((socket) => socket.on('data', () => cancel.abort(new Error('changed my mind'))))
    const cancel = new AbortController()
    await expect(
      connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 10_000, signal: cancel.signal }),
    ).rejects.toThrow('changed my mind')
    await expect(
      connectPinned({ endpoints: [at(port)], fingerprint: null, timeoutMs: 10_000, signal: cancel.signal }),
    ).rejects.toThrow('changed my mind')
  })
})

test('on macOS an unreachable host points to the local network permission', () => {
  const fault = { code: 'EHOSTUNREACH', message: 'no route' }
  expect(describeDialFailure(at(1), fault, false, 'darwin').message).toContain('Local Network')
  expect(describeDialFailure(at(1), fault, false, 'linux').message).not.toContain('Local Network')
})

test('a fault nobody has described yet is passed on in the words of the system', () => {
  const error = describeDialFailure(at(1, '::1'), { code: 'EWHATEVER', message: 'the cable is blue' }, false, 'linux')
  expect(error).toMatchObject({ code: 'join/unreachable' })
  expect(error.message).toBe('DrawNet could not reach [::1]:1. The network said: the cable is blue.')
})
