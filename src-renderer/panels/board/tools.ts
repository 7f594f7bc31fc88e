import {
  Circle,
  Diamond,
  Eraser,
  Frame,
  Hand,
  MousePointer2,
  MoveUpRight,
  Pen,
  Pentagon,
  Slash,
  Square,
  Star,
  StickyNote,
  Triangle,
  Type,
  VectorSquare,
  type LucideIcon,
} from 'lucide-react'
import type { ToolId } from '#renderer/board/editor.ts'
import type { en } from '../i18n/en.ts'

export interface ToolEntry {
  readonly id: ToolId
  readonly word: `tool.${Exclude<keyof typeof en.tool, 'title' | 'shapes' | 'more' | 'keep'>}`
  readonly key?: string
  readonly Icon: LucideIcon
}

/** The key that has tools stay in hand. */
export const KEEP_TOOL_KEY = 'K'

/** The tools in the order of the toolbar, with the keys that choose them. */
export const TOOLS: readonly ToolEntry[] = [
  { id: 'select', word: 'tool.select', key: 'V', Icon: MousePointer2 },
  { id: 'hand', word: 'tool.hand', key: 'H', Icon: Hand },
  { id: 'pen', word: 'tool.pen', key: 'P', Icon: Pen },
  { id: 'eraser', word: 'tool.eraser', key: 'E', Icon: Eraser },
  { id: 'text', word: 'tool.text', key: 'T', Icon: Type },
  { id: 'note', word: 'tool.note', key: 'N', Icon: StickyNote },
]

/** Shapes and lines, which lie behind one button; the first is there to begin with. */
export const FIGURES: readonly [ToolEntry, ...ToolEntry[]] = [
  { id: 'rectangle', word: 'tool.rectangle', key: 'R', Icon: Square },
  { id: 'line', word: 'tool.line', key: 'L', Icon: Slash },
  { id: 'ellipse', word: 'tool.ellipse', key: 'O', Icon: Circle },
  { id: 'arrow', word: 'tool.arrow', key: 'A', Icon: MoveUpRight },
  { id: 'diamond', word: 'tool.diamond', Icon: Diamond },
  { id: 'freeform', word: 'tool.freeform', Icon: VectorSquare },
  { id: 'triangle', word: 'tool.triangle', Icon: Triangle },
  { id: 'star', word: 'tool.star', Icon: Star },
  { id: 'polygon', word: 'tool.polygon', Icon: Pentagon },
  { id: 'frame', word: 'tool.frame', key: 'F', Icon: Frame },
]
