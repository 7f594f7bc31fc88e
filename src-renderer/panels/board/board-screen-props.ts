import type { Settings } from '#shared/desktop/desktop-api.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { Desktop, OpenRoom, Shell } from '#renderer/net/desktop.ts'

export interface BoardScreenProps {
  readonly open: OpenRoom
  /** Null on the guest page. */
  readonly desktop: Desktop | null
  readonly shell: Shell
  readonly theme: Theme
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
  /** Changes one's own name and colour. */
  readonly onPerson: (name: string, color: number) => void
  /** Null where there is no home to go back to. */
  readonly onLeave: (() => void) | null
}
