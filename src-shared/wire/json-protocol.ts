/** WebSocket subprotocol of the protocol as JSON text, for people and bots. */
export const JSON_SUBPROTOCOL = 'drawnet.v1.json'

/**
 * Largest JSON message a host takes, in bytes of UTF-8. Points take more room as text than packed; what a
 * single operation or event packs to must still fit into `MAX_MESSAGE_BYTES`.
 */
export const MAX_JSON_BYTES = 512 * 1024

/** A host never sends a longer JSON message than this, in bytes of UTF-8. */
export const MAX_JSON_SENT_BYTES = 4 * 1024 * 1024

/** How many JSON connections one host has at the most. */
export const MAX_JSON_CONNECTIONS = 64
