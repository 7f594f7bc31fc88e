import { useEffect } from 'react'
import { commandOf } from '#renderer/board/keys.ts'
import type { Editor } from '#renderer/board/editor.ts'

/** Keys that would change a board wherever the focus is; others need something selected or a pointer on it. */
const EDITING: ReadonlySet<string> = new Set(['undo', 'redo', 'select-all'])

/** While at rest, the board can be looked at, but no key changes it: it could not be kept. */
export function useBoardAtRest(editor: Editor, atRest: boolean): void {
  useEffect(() => {
    if (!atRest) return undefined
    editor.clearSelection()
    function onKey(event: KeyboardEvent): void {
      if (EDITING.has(commandOf(event)?.kind ?? '')) event.preventDefault()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [editor, atRest])
}
