import { useCallback, useEffect } from 'react'
import type { ArrangeAction } from '#renderer/board/arranging.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useToasts } from '../ui/toasts.tsx'

/** Arranges what is selected, and says what could not be arranged, copied or pasted. */
export function useArranging(editor: Editor): (action: ArrangeAction) => void {
  const toasts = useToasts()
  useEffect(() => editor.selecting.clipboard.onRefused((sentence) => toasts.show(sentence)), [editor, toasts])
  return useCallback((action: ArrangeAction) => void editor.selecting.run(action), [editor])
}
