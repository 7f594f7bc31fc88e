import type { RoomStatus } from '#shared/sync/room-view.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly sentence: string }
  | { readonly kind: 'unsaved'; readonly sentence: string }

const SAVED: SaveState = { kind: 'saved' }
const SAVING: SaveState = { kind: 'saving' }

/**
 * What to say about one's work being kept.
 * @param late edits have been waiting for longer than a moment
 */
export function saveState(status: RoomStatus, late: boolean): SaveState {
  switch (status.kind) {
    case 'reconnecting':
      return { kind: 'offline', sentence: status.sentence }
    case 'unsaved':
      return { kind: 'unsaved', sentence: status.sentence }
    case 'live':
      return late ? SAVING : SAVED
    case 'loading':
    case 'closed':
      return SAVED
  }
}
