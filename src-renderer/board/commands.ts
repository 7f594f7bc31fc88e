import type { ReadonlyValue } from '#shared/emitter.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { Tool, ToolId } from '#renderer/tools/tool.ts'
import type { Images } from './images.ts'
import type { Command } from './keys.ts'
import type { Layering } from './layering.ts'
import type { Paging } from './paging.ts'
import type { PenInHand } from './pen-in-hand.ts'
import type { Sheets } from './sheets.ts'
import type { Selecting } from './selecting.ts'
import type { ToolKeeping } from './tool-keeping.ts'
import type { Typing } from './typing.ts'
import type { Viewing } from './viewing.ts'

/** What commands need of the editor. */
export interface CommandHost {
  readonly editor: {
    readonly images: Images
    readonly keeping: ToolKeeping
    readonly pages: Paging
    readonly layers: Layering
    readonly sheets: Sheets
    readonly pen: PenInHand
    readonly selecting: Selecting
    readonly selection: ReadonlyValue<readonly RecordId[]>
    readonly typing: Typing
    readonly viewing: Viewing
    setTool(tool: ToolId): void
    undo(): void
    selectAll(): void
    deleteSelection(): void
    duplicateSelection(): void
  }
  /** Whether a pointer is doing something. */
  readonly isBusy: boolean
  /** Gives up what is going on, or what is selected. Answers whether there was anything. */
  escape(): boolean
  /** Ends what takes several gestures. Answers whether there was anything. */
  finish(): boolean
  /** The tool in hand. */
  readonly tool: Tool
  /** Moves what is selected by so many CSS pixels. */
  nudge(dx: number, dy: number): void
}

/** Does what a key asks of the board. Answers whether it meant anything. */
export function runCommand(command: Command, host: CommandHost): boolean {
  const { editor, isBusy } = host
  switch (command.kind) {
    case 'tool':
      if (!isBusy) editor.setTool(command.tool)
      return true
    case 'next-nib':
      if (!isBusy) editor.pen.next()
      return true
    case 'keep-tool':
      editor.keeping.toggle()
      return true
    case 'picture':
      if (!isBusy) editor.images.choose()
      return true
    case 'undo':
      if (!isBusy) editor.undo()
      return true
    case 'redo':
      if (!isBusy) editor.pages.redo()
      return true
    case 'zoom-in':
    case 'zoom-out':
    case 'zoom-reset':
    case 'zoom-fit':
    case 'zoom-selection':
    case 'find':
      return editor.viewing.run(command.kind)
    case 'page-next':
    case 'page-previous':
      return !isBusy && editor.pages.step(command.kind === 'page-next' ? 1 : -1)
    case 'layer-above':
    case 'layer-below':
      return !isBusy && editor.layers.step(command.kind === 'layer-above' ? 1 : -1)
    case 'pages':
    case 'layers':
      editor.sheets.toggle(command.kind)
      return true
    case 'select-all':
      editor.selectAll()
      return true
    case 'escape':
      return host.escape()
    case 'finish':
      return host.finish() || (!isBusy && host.tool.enter?.() === true) || editor.typing.editSelected()
    case 'arrange':
      return !isBusy && editor.selecting.run(command.action)
    case 'delete':
    case 'duplicate':
      if (command.kind === 'delete' && host.tool.remove?.() === true) return true
      if (isBusy || editor.selection.get().length === 0) return false
      if (command.kind === 'delete') editor.deleteSelection()
      else editor.duplicateSelection()
      return true
    case 'nudge':
      if (isBusy) return false
      if (host.tool.nudge?.(command.dx, command.dy) === true) return true
      if (editor.selection.get().length === 0) return false
      host.nudge(command.dx, command.dy)
      return true
  }
}
