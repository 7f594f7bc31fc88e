import type { ShapeKind } from '#shared/model/properties.ts'
import { FreeformTool } from './freeform-tool.ts'
import { LineTool } from './line-tool.ts'
import type { LineKind } from './shape-style.ts'
import { ShapeTool } from './shape-tool.ts'
import type { Tool, ToolContext } from './tool.ts'

/** The tools that draw shapes, lines, notes and frames. */
export function figureTools(context: ToolContext): Readonly<Record<ShapeKind | LineKind | 'note' | 'frame', Tool>> {
  return {
    rectangle: new ShapeTool(context, 'rectangle'),
    ellipse: new ShapeTool(context, 'ellipse'),
    diamond: new ShapeTool(context, 'diamond'),
    triangle: new ShapeTool(context, 'triangle'),
    star: new ShapeTool(context, 'star'),
    polygon: new ShapeTool(context, 'polygon'),
    line: new LineTool(context, 'line'),
    arrow: new LineTool(context, 'arrow'),
    freeform: new FreeformTool(context),
    note: new ShapeTool(context, 'note'),
    frame: new ShapeTool(context, 'frame'),
  }
}
