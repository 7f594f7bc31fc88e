import { useEffect, useLayoutEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { Editor } from '#renderer/board/editor.ts'
import { isOver, useConnection } from '../hooks/use-connection.ts'
import { useValue } from '../hooks/use-value.ts'
import { BoardChrome } from './board-chrome.tsx'
import type { BoardScreenProps } from './board-screen-props.ts'
import styles from './board-screen.module.css'
import { useThumbnails } from './use-thumbnails.ts'

/** The board, edge to edge, with its islands over it. */
export function BoardScreen(props: BoardScreenProps): JSX.Element {
  const { open, desktop, shell, theme, onLeave } = props
  const { paste: hearPaste } = shell
  const { t } = useTranslation()
  const surface = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const name = useValue(open.room.roomName)
  const postThumbnail = useThumbnails(editor, open, desktop)
  const stopped = isOver(useConnection(desktop))
  // The editor is made once for a room; later themes reach it through setTheme.
  const firstTheme = useRef(theme)

  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    const made = new Editor({
      element,
      room: open.room,
      theme: firstTheme.current,
      keep: open.keep,
      hearPaste,
      labels: { board: t('board.label'), text: t('board.textLabel') },
    })
    setEditor(made)
    made.focus()
    return () => {
      setEditor(null)
      made.dispose()
    }
  }, [open, hearPaste, t])

  // Before the effects of what lies over the board, which paint by the theme that the editor has.
  useLayoutEffect(() => editor?.setTheme(theme), [editor, theme])

  useEffect(() => {
    document.title = t('board.windowTitle', { name })
    return () => {
      document.title = t('app.name')
    }
  }, [name, t])

  function leave(): void {
    // The picture is rendered before the editor goes, but nobody waits for it to arrive.
    void postThumbnail()
    onLeave?.()
  }

  return (
    <div className={styles['board']}>
      {/* What would be drawn after the end could not be kept. */}
      <div ref={surface} className={styles['canvas']} inert={stopped} />
      {editor === null ? null : <BoardChrome {...props} editor={editor} onLeave={onLeave === null ? null : leave} />}
    </div>
  )
}
