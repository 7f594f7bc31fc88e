import type { Place, ToolContext, ToolInput } from './tool.ts'

/** Where a hand means to be that draws: on the grid that is shown, if it is near, as what is moved. Not with Ctrl. */
export function onGrid(context: Pick<ToolContext, 'toGrid'>, { at, ctrl }: Pick<ToolInput, 'at' | 'ctrl'>): Place {
  if (ctrl) return at
  const { dx, dy } = context.toGrid({ minX: at.x, minY: at.y, maxX: at.x, maxY: at.y })
  return { x: at.x + dx, y: at.y + dy }
}
