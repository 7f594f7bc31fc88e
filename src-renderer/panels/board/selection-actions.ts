import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  ArrowDown,
  ArrowUp,
  BringToFront,
  CopyPlus,
  FlipHorizontal2,
  FlipVertical2,
  Group,
  Lock,
  LockOpen,
  Paintbrush,
  PaintRoller,
  SendToBack,
  Trash2,
  Ungroup,
  type LucideIcon,
} from 'lucide-react'
import { keysOf } from '#renderer/board/arrange-keys.ts'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { en } from '../i18n/en.ts'
import { shortcutOf } from '../words/shortcuts.ts'

export interface ActionEntry {
  readonly action: ArrangeAction
  readonly word: `arrange.${Exclude<keyof typeof en.arrange, 'freelyKeys' | 'row'>}`
  readonly Icon: LucideIcon
}

export const DUPLICATE: ActionEntry = { action: 'duplicate', word: 'arrange.duplicate', Icon: CopyPlus }
export const DELETE: ActionEntry = { action: 'delete', word: 'arrange.delete', Icon: Trash2 }
export const GROUP: ActionEntry = { action: 'group', word: 'arrange.group', Icon: Group }
export const UNGROUP: ActionEntry = { action: 'ungroup', word: 'arrange.ungroup', Icon: Ungroup }
export const LOCK: ActionEntry = { action: 'lock', word: 'arrange.lock', Icon: Lock }
export const UNLOCK: ActionEntry = { action: 'unlock', word: 'arrange.unlock', Icon: LockOpen }

export const ALIGN: readonly ActionEntry[] = [
  { action: 'align-left', word: 'arrange.left', Icon: AlignStartVertical },
  { action: 'align-center', word: 'arrange.center', Icon: AlignCenterVertical },
  { action: 'align-right', word: 'arrange.right', Icon: AlignEndVertical },
  { action: 'align-top', word: 'arrange.top', Icon: AlignStartHorizontal },
  { action: 'align-middle', word: 'arrange.middle', Icon: AlignCenterHorizontal },
  { action: 'align-bottom', word: 'arrange.bottom', Icon: AlignEndHorizontal },
]

export const DISTRIBUTE: readonly ActionEntry[] = [
  { action: 'distribute-x', word: 'arrange.across', Icon: AlignHorizontalSpaceBetween },
  { action: 'distribute-y', word: 'arrange.down', Icon: AlignVerticalSpaceBetween },
]

export const ORDER: readonly ActionEntry[] = [
  { action: 'to-front', word: 'arrange.front', Icon: BringToFront },
  { action: 'to-forward', word: 'arrange.forward', Icon: ArrowUp },
  { action: 'to-backward', word: 'arrange.backward', Icon: ArrowDown },
  { action: 'to-back', word: 'arrange.back', Icon: SendToBack },
]

export const FLIP: readonly ActionEntry[] = [
  { action: 'flip-x', word: 'arrange.flipX', Icon: FlipHorizontal2 },
  { action: 'flip-y', word: 'arrange.flipY', Icon: FlipVertical2 },
]

export const STYLE: readonly ActionEntry[] = [
  { action: 'copy-style', word: 'arrange.copyStyle', Icon: Paintbrush },
  { action: 'paste-style', word: 'arrange.pasteStyle', Icon: PaintRoller },
]

/** The keys of an action as the system writes them, if it has any. */
export function shortcutOfAction(action: ArrangeAction): string | undefined {
  if (action === 'duplicate') return shortcutOf(['Mod', 'D'])
  const keys = keysOf(action)
  return keys === null ? undefined : shortcutOf(keys)
}
