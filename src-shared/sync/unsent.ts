/** Edits of one's own that a host has not acknowledged, as they would be sent. */
export interface UnsentEdits {
  /** The client that made them: under its id they are sent again, so that each happens once. */
  readonly clientId: string
  /** Encoded `edit` messages, oldest first, every stroke whole. */
  readonly messages: readonly Uint8Array[]
}

/** Where they are kept until the host has them, so that they survive the closing of the window. */
export interface UnsentJournal {
  /** What was kept the last time, or null. */
  readonly kept: UnsentEdits | null
  append(edits: UnsentEdits): void
  /** All of them have been acknowledged or refused. */
  clear(clientId: string): void
}
