import type { AppError } from '../errors.ts'
import type { Link } from '../link.ts'
import type { Clock, RandomBytes } from '../platform.ts'
import type { BlobJournal } from './blob-journal.ts'
import type { UnsentJournal } from './unsent.ts'

/** Who one is towards a host. */
export interface Person {
  readonly user: string
  /** Proves to this host that it is the same person as last time; empty for a passing guest. */
  readonly token: Uint8Array
  readonly name: string
  readonly color: number
}

export interface RoomClientOptions {
  /** Opens a link to the room. Called again after each loss. */
  readonly dial: () => Promise<Link>
  readonly person: Person
  readonly clock: Clock
  readonly wallClock: () => number
  readonly random: RandomBytes
  /** Where edits are kept that the host does not acknowledge. Without one they live as long as this client. */
  readonly journal?: UnsentJournal
  /** Where files are kept that the host has not got. */
  readonly blobJournal?: BlobJournal
  /** Hears of what went wrong and was put right. */
  readonly onProblem?: (problem: AppError) => void
}
