import type { RoomStatus } from '#shared/sync/room-view.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The sentence is null where there is nothing to say of the reason. */
  | { readonly kind: 'offline'; readonly sentence: string | null }
  | { readonly kind: 'unsaved'; readonly sentence: string }

const SAVED: SaveState = { kind: 'saved' }
const SAVING: SaveState = { kind: 'saving' }
const AWAY: SaveState = { kind: 'offline', sentence: null }

/**
 * What to say about one's work being kept.
 * @param late edits have been waiting for longer than a moment
 * @param engineAway DrawNet itself cannot be reached, whatever the board knew last
 */
export function saveState(status: RoomStatus, late: boolean, engineAway: boolean): SaveState {
  if (status.kind === 'loading' || status.kind === 'closed') return SAVED
  if (engineAway) return AWAY
  switch (status.kind) {
    case 'reconnecting':
      return { kind: 'offline', sentence: status.sentence }
    case 'unsaved':
      return { kind: 'unsaved', sentence: status.sentence }
    case 'live':
      return late ? SAVING : SAVED
  }
}
