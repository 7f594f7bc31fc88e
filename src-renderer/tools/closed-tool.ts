import type { Tool, ToolId } from './tool.ts'

/** Those that make nothing new. */
const TAKING: ReadonlySet<ToolId> = new Set<ToolId>(['select', 'lasso', 'hand', 'eraser'])

function nothing(): void {}

/** Stands in for a tool where nothing can be drawn: says so when it is pressed. Tools that draw nothing are themselves. */
export function closedTool(tool: Tool, refuse: () => void): Tool {
  if (TAKING.has(tool.id)) return tool
  return {
    id: tool.id,
    cursor: 'not-allowed',
    forPen: tool.forPen,
    down: () => {
      refuse()
      return 'tool'
    },
    move: nothing,
    up: nothing,
    cancel: nothing,
    enter: () => {
      refuse()
      return true
    },
  }
}
