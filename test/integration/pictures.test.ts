import { afterEach, expect, test } from 'vitest'
import type { RoomClient } from '#shared/sync/room-client.ts'
import type { BlobState } from '#shared/sync/blobs-view.ts'
import { TestEngines, type TestEngine } from '../support/engine.ts'
import { fileOf, image } from '../support/pictures.ts'
import { draw } from '../support/room.ts'
import { until } from '../support/until.ts'

let engines = new TestEngines()
afterEach(async () => {
  await engines.dispose()
  engines = new TestEngines()
})

interface Together {
  readonly host: TestEngine
  readonly guest: TestEngine
  readonly roomId: string
  readonly hostId: string
}

async function hostAndGuest(): Promise<Together> {
  const host = await engines.open()
  const guest = await engines.open()
  const { roomId } = await host.call('rooms.create', { name: 'Atelier' })
  const [room] = await until(guest.nearby, (rooms) => rooms.length > 0)
  return { host, guest, roomId, hostId: room!.hostId }
}

async function live(client: RoomClient): Promise<RoomClient> {
  await until(client.status, ({ kind }) => kind === 'live')
  return client
}

function place(client: RoomClient, { hash, bytes }: ReturnType<typeof fileOf>): string {
  client.blobs.add(hash, bytes)
  const id = client.newRecordId()
  client.edit((transaction) => transaction.put(image({ id, z: client.zAbove(), blob: hash })))
  return id
}

/** Waits until a file is in a state. */
function state(client: RoomClient, hash: string, wanted: (state: BlobState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!wanted(client.blobs.stateOf(hash))) return
      stop()
      resolve()
    }
    const stop = client.blobs.onChange(look)
    look()
  })
}

const isHere = ({ kind }: BlobState): boolean => kind === 'here'

function equal(bytes: Uint8Array | undefined, file: ReturnType<typeof fileOf>): boolean {
  return bytes !== undefined && Buffer.from(bytes).equals(Buffer.from(file.bytes))
}

test('B1 B3 B6: a large picture goes over the network and back, and outlives a restart of the host', async () => {
  const { host, guest, roomId, hostId } = await hostAndGuest()
  const a = await live(await guest.join({ kind: 'nearby', hostId, roomId }))
  const b = await live(await host.join({ kind: 'known', roomId }))
  const file = fileOf(5_000_000)
  const id = place(a, file)
  // Ink goes on meanwhile.
  draw(a, 0, 0)
  await until(a.unsaved, (count) => count === 0)
  b.blobs.request(file.hash)
  await state(b, file.hash, isHere)
  expect(equal(b.blobs.get(file.hash), file)).toBe(true)
  expect(a.blobs.stateOf(file.hash).kind).toBe('here')
  const { port } = (await host.call('app.state', {})).host
  await host.dispose()
  const restarted = await engines.open(host.folder, port)
  const late = await live(await restarted.join({ kind: 'known', roomId }))
  expect(late.store.get(id)).toMatchObject({ blob: file.hash })
  late.blobs.request(file.hash)
  await state(late, file.hash, isHere)
  expect(equal(late.blobs.get(file.hash), file)).toBe(true)
  expect([...host.problems, ...restarted.problems]).toEqual([])
})

test('B7: a picture placed while the host is away is sent by the app that is opened next', async () => {
  const { host, guest, roomId, hostId } = await hostAndGuest()
  const room = await live(await guest.join({ kind: 'nearby', hostId, roomId }))
  const { port } = (await host.call('app.state', {})).host
  await host.dispose()
  await until(room.status, ({ kind }) => kind === 'reconnecting')
  const file = fileOf(700_000)
  const id = place(room, file)
  // The window has handed it over when the engine answers what was asked later.
  for (let i = 0; i < 8; i++) await guest.call('app.state', {})
  await guest.dispose()
  await engines.open(host.folder, port)
  const reopened = await engines.open(guest.folder)
  const again = await live(await reopened.join({ kind: 'known', roomId }))
  await state(again, file.hash, isHere)
  expect(again.store.get(id)).toMatchObject({ blob: file.hash })
  const other = await live(await reopened.join({ kind: 'known', roomId }))
  other.blobs.request(file.hash)
  await state(other, file.hash, isHere)
  expect(equal(other.blobs.get(file.hash), file)).toBe(true)
  const joined = await reopened.call('rooms.join', { target: { kind: 'known', roomId }, again: false })
  expect(joined.unsentBlobs).toEqual([])
})

test('B4: what is no picture is refused by a real host, with a sentence, and the window goes on', async () => {
  const { guest, roomId, hostId } = await hostAndGuest()
  const room = await live(await guest.join({ kind: 'nearby', hostId, roomId }))
  const refused = new Promise<string>((resolve) => room.onRefused(resolve))
  const hash = 'a'.repeat(64)
  room.blobs.add(hash, new TextEncoder().encode('#!/bin/sh'))
  expect(await refused).toBe('Only PNG, JPEG, WebP, GIF and SVG pictures can be kept.')
  expect(room.blobs.stateOf(hash)).toMatchObject({ kind: 'failed', code: 'blob/unsupported' })
  draw(room, 0, 0)
  await until(room.unsaved, (count) => count === 0)
})
