import type { RoomStatus } from '#shared/sync/room-view.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** Either DrawNet on this computer is away, or the host of the board. */
  | { readonly kind: 'offline'; readonly away: 'engine' | 'host' }
  | { readonly kind: 'unsaved'; readonly sentence: string }

const SAVED: SaveState = { kind: 'saved' }
const SAVING: SaveState = { kind: 'saving' }
const ENGINE_AWAY: SaveState = { kind: 'offline', away: 'engine' }
const HOST_AWAY: SaveState = { kind: 'offline', away: 'host' }

/**
 * What to say about one's work being kept.
 * @param late edits have been waiting for longer than a moment
 * @param engineAway DrawNet itself cannot be reached, whatever the board knew last
 */
export function saveState(status: RoomStatus, late: boolean, engineAway: boolean): SaveState {
  if (status.kind === 'loading' || status.kind === 'closed') return SAVED
  if (engineAway) return ENGINE_AWAY
  switch (status.kind) {
    case 'reconnecting':
      return HOST_AWAY
    case 'unsaved':
      return { kind: 'unsaved', sentence: status.sentence }
    case 'live':
      return late ? SAVING : SAVED
  }
}
