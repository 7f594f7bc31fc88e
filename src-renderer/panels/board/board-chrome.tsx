import { useEffect, useState, type JSX } from 'react'
import type { Editor } from '#renderer/board/editor.ts'
import type { Desktop, Shell } from '#renderer/net/desktop.ts'
import { ConnectionLine } from '../home/connection-line.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { useHeld } from '../hooks/use-held.ts'
import { useValue } from '../hooks/use-value.ts'
import { useToasts } from '../ui/toasts.tsx'
import type { BoardScreenProps } from './board-screen-props.ts'
import styles from './board-screen.module.css'
import { Closed, Loading } from './board-states.tsx'
import { HistoryBar, ZoomBar } from './corner-bars.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { RoomTitle } from './room-title.tsx'
import { SidePanel } from './side-panel.tsx'
import { ToolBar } from './tool-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useUnread } from './use-unread.ts'

export interface BoardChromeProps extends BoardScreenProps {
  readonly editor: Editor
}

/** The islands around the board. While a pen is down they stand still. */
export function BoardChrome(props: BoardChromeProps): JSX.Element {
  const { open, desktop, shell, editor, theme, wantedTheme, onTheme, onLeave } = props
  const { room } = open
  const penDown = useValue(editor.penDown)
  const status = useValue(room.status)
  const me = useValue(room.me)
  const members = useHeld(useValue(room.members), penDown)
  const [panelOpen, setPanelOpen] = useState(false)
  const unread = useHeld(useUnread(room, panelOpen), penDown)
  const [exporting, setExporting] = useState(false)
  const [helping, setHelping] = useState(false)
  const toasts = useToasts()

  useEffect(() => room.onRefused((sentence) => toasts.show(sentence)), [room, toasts])
  useEffect(() => {
    toasts.hold(penDown)
    return () => toasts.hold(false)
  }, [toasts, penDown])
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      event.preventDefault()
      setHelping(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <div className={styles['chrome']} data-pen-down={penDown ? '' : undefined}>
        <div className={styles['top']}>
          <div className={styles['left']}>
            <RoomTitle room={room} penDown={penDown} onBack={onLeave} />
          </div>
          <TopBar
            open={open}
            desktop={desktop}
            people={members.filter((member) => member.online)}
            unread={unread}
            panelOpen={panelOpen}
            wantedTheme={wantedTheme}
            onTheme={onTheme}
            onTogglePanel={() => setPanelOpen(!panelOpen)}
            onExport={() => setExporting(true)}
            onHelp={() => setHelping(true)}
          />
        </div>
        <div className={styles['bottom']}>
          <HistoryBar room={room} />
          <ToolBar editor={editor} theme={theme} />
          <ZoomBar editor={editor} />
        </div>
      </div>
      {panelOpen ? (
        <SidePanel
          room={room}
          members={members}
          me={me}
          canWrite={status.kind !== 'closed'}
          onClose={() => setPanelOpen(false)}
        />
      ) : null}
      <Loading status={status} />
      {status.kind === 'closed' ? (
        <Closed sentence={status.sentence} onExport={() => setExporting(true)} onBack={onLeave} />
      ) : null}
      {desktop === null ? null : <EngineLine desktop={desktop} shell={shell} />}
      {exporting ? (
        <ExportDialog
          editor={editor}
          shell={shell}
          theme={theme}
          boardName={room.roomName.get()}
          onClose={() => setExporting(false)}
        />
      ) : null}
      <KeyboardHelp open={helping} onClose={() => setHelping(false)} />
    </>
  )
}

interface EngineLineProps {
  readonly desktop: Desktop
  readonly shell: Shell
}

function EngineLine({ desktop, shell }: EngineLineProps): JSX.Element {
  return <ConnectionLine connection={useValue(desktop.connection)} shell={shell} over />
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}
