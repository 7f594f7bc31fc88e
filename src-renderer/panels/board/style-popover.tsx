import type { JSX, ReactNode } from 'react'
import type { Editor } from '#renderer/board/editor.ts'
import { Popover } from '../ui/popover.tsx'

interface StylePopoverProps {
  readonly editor: Editor
  readonly label: string
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly onClose?: () => void
}

/** More of a style than the bar has room for. Words are typed on while it is used, and have the keys again as it closes. */
export function StylePopover({ editor, onClose, ...rest }: StylePopoverProps): JSX.Element {
  const backToWords = (): boolean => {
    const isTyping = editor.typing.isOpen.get()
    if (isTyping) editor.focus()
    return isTyping
  }
  return (
    <Popover
      side="top"
      align="center"
      onOpenChange={(isOpen) => {
        if (isOpen) return
        onClose?.()
        // At once, and again when it is gone and would give the keys to its button.
        backToWords()
      }}
      keepsTyping
      giveKeys={backToWords}
      {...rest}
    />
  )
}
