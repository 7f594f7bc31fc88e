import { WIRE_VERSION } from '#shared/wire/protocol.ts'

/** How something that is not held to the rules greets. */
export const STRANGER = {
  version: WIRE_VERSION,
  clientId: 'stranger',
  user: 'stranger',
  token: new Uint8Array(),
  name: 'Stranger',
  color: 0,
}
