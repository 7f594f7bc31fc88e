import { Eraser, Hand, MousePointer2, Pen, Type, type LucideIcon } from 'lucide-react'
import type { ToolId } from '#renderer/board/editor.ts'

export interface ToolEntry {
  readonly id: ToolId
  readonly word: 'tool.select' | 'tool.hand' | 'tool.pen' | 'tool.eraser' | 'tool.text'
  readonly key: string
  readonly Icon: LucideIcon
}

/** The tools in the order of the toolbar, with the keys that choose them. */
export const TOOLS: readonly ToolEntry[] = [
  { id: 'select', word: 'tool.select', key: 'V', Icon: MousePointer2 },
  { id: 'hand', word: 'tool.hand', key: 'H', Icon: Hand },
  { id: 'pen', word: 'tool.pen', key: 'P', Icon: Pen },
  { id: 'eraser', word: 'tool.eraser', key: 'E', Icon: Eraser },
  { id: 'text', word: 'tool.text', key: 'T', Icon: Type },
]
