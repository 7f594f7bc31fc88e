import { WebSocket } from 'ws'
import { CLOSE } from '#shared/wire/protocol.ts'
import { refusingReason } from '#shared/wire/refusal.ts'

/** WebSocket's own reasons to end a connection (RFC 6455, 7.4.1): bytes that are no frames, and text that is no UTF-8. */
const PROTOCOL_ERROR = 1002
const NOT_UTF8 = 1007

const REASONS: ReadonlyMap<number, string> = new Map([
  [PROTOCOL_ERROR, refusingReason('wire/malformed', 'What came is not WebSocket.')],
  [NOT_UTF8, refusingReason('wire/malformed', 'The text that came is not UTF-8.')],
  [CLOSE.messageTooBig, refusingReason('wire/too-large', 'A message is larger than the host takes.')],
])

/** A server's WebSocket that says why also where it closes by itself, which `ws` does with a bare code. */
export class RefusingSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === undefined ? undefined : REASONS.get(code)))
  }
}
