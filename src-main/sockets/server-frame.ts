const FINAL = 0x80
const TEXT = 1
const BINARY = 2
/** Payload lengths from here on, and from there on, are written in two and in eight bytes (RFC 6455, 5.2). */
const TWO_BYTE_LENGTH = 126
const EIGHT_BYTE_LENGTH = 127

/** One unfragmented message as a server sends it: RFC 6455, section 5.2, without a mask. */
export function serverFrame(payload: Uint8Array, text: boolean): Buffer {
  const { length } = payload
  const lengthBytes = length < TWO_BYTE_LENGTH ? 0 : length <= 0xffff ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + lengthBytes + length)
  frame[0] = FINAL | (text ? TEXT : BINARY)
  if (lengthBytes === 0) frame[1] = length
  else if (lengthBytes === 2) {
    frame[1] = TWO_BYTE_LENGTH
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = EIGHT_BYTE_LENGTH
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(payload, 2 + lengthBytes)
  return frame
}

/**
 * Frames made once for all who are sent the same message one after the other. Framing and joining for each
 * of them was a third of a busy host's time.
 */
export class SharedFrames {
  #payload: Uint8Array | null = null
  #frame: Buffer = Buffer.alloc(0)

  /** @param payload must not change afterwards */
  of(payload: Uint8Array, text: boolean): Buffer {
    if (payload !== this.#payload) {
      this.#payload = payload
      this.#frame = serverFrame(payload, text)
    }
    return this.#frame
  }
}
