import { useCallback, useEffect, useRef, useState, type JSX } from 'react'
import type { RoomStatus } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { ExportDialog } from '../export/export-dialog.tsx'
import { useOpenFile } from '../export/use-open-file.tsx'
import { isOver, useConnection } from '../hooks/use-connection.ts'
import { useHeld } from '../hooks/use-held.ts'
import { useSelected, useValue } from '../hooks/use-value.ts'
import { useToasts } from '../ui/toasts.tsx'
import type { BoardScreenProps } from './board-screen-props.ts'
import styles from './board-screen.module.css'
import { Closed, Loading, Stopped } from './board-states.tsx'
import { ContextMenu } from './context-menu.tsx'
import barStyles from './corner-bars.module.css'
import { HistoryBar, ZoomBar } from './corner-bars.tsx'
import { FindBar, FindMark } from './find-bar.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { Minimap } from './minimap.tsx'
import { Presentation } from './presentation.tsx'
import { RoomTitle } from './room-title.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SheetsBar } from './sheets-bar.tsx'
import { SheetsPanel } from './sheets-panel.tsx'
import { SidePanel } from './side-panel.tsx'
import { ToolBar } from './tool-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { useArranging } from './use-arranging.ts'
import { useBoardAtRest } from './use-board-at-rest.ts'
import { useUnread } from './use-unread.ts'

export interface BoardChromeProps extends BoardScreenProps {
  readonly editor: Editor
}

/** The islands around the board. While a pen is down they stand still. */
export function BoardChrome(props: BoardChromeProps): JSX.Element {
  const { open, desktop, shell, editor, theme, wantedTheme, onTheme, onPerson, onLeave } = props
  const { room } = open
  const penDown = useValue(editor.penDown)
  const closed = useSelected(room.status, whyClosed)
  const me = useValue(room.me)
  const members = useHeld(useValue(room.members), penDown)
  const connection = useConnection(desktop)
  const stopped = isOver(connection)
  const [panel, setPanel] = useState<'closed' | 'reading' | 'writing'>('closed')
  const panelOpen = panel !== 'closed'
  const opener = useRef<HTMLElement | null>(null)
  const unread = useHeld(useUnread(room, panelOpen), penDown)
  const [exporting, setExporting] = useState(false)
  const [helping, setHelping] = useState(false)
  const presenting = useValue(editor.viewing.presenting.shown) !== null
  const toasts = useToasts()
  const arrange = useArranging(editor)
  useBoardAtRest(editor, stopped || closed !== null)
  const fileOpening = useOpenFile(editor, stopped || closed !== null)

  useEffect(() => room.onRefused((sentence) => toasts.show(sentence)), [room, toasts])
  useEffect(() => editor.sheets.onRefused((sentence) => toasts.show(sentence)), [editor, toasts])
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

  function togglePanel(purpose: 'reading' | 'writing'): void {
    const { activeElement } = document
    opener.current = activeElement instanceof HTMLElement ? activeElement : null
    setPanel(panelOpen ? 'closed' : purpose)
  }

  const closePanel = useCallback(() => setPanel('closed'), [])
  useEffect(() => {
    if (!panelOpen) return undefined
    // The last to hear: what lies over the panel, or is selected on the board, takes Escape before.
    function onKey(event: KeyboardEvent): void {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) closePanel()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      // What had the keys is gone with the panel: they return to what opened it.
      if (document.activeElement === document.body) opener.current?.focus()
    }
  }, [panelOpen, closePanel])

  return (
    <>
      <FindMark editor={editor} />
      <div
        className={styles['chrome']}
        data-pen-down={penDown ? '' : undefined}
        data-presenting={presenting ? '' : undefined}
      >
        <div className={styles['top']}>
          <div className={styles['left']}>
            <RoomTitle
              room={room}
              connection={connection}
              penDown={penDown}
              keeps={desktop !== null}
              onBack={onLeave}
            />
          </div>
          <TopBar
            open={open}
            desktop={desktop}
            people={members.filter((member) => member.online)}
            unread={unread}
            panelOpen={panelOpen}
            stopped={stopped}
            wantedTheme={wantedTheme}
            onTheme={onTheme}
            onTogglePanel={togglePanel}
            onExport={() => setExporting(true)}
            onOpenFile={fileOpening.choose}
            onHelp={() => setHelping(true)}
          />
        </div>
        <div className={styles['under']}>
          <FindBar editor={editor} />
          <Minimap editor={editor} theme={theme} />
        </div>
        {stopped ? <Stopped room={room} shell={shell} /> : null}
        <div className={styles['bottom']}>
          <div className={barStyles['corner']}>
            <HistoryBar editor={editor} room={room} inert={stopped} />
            <SheetsBar editor={editor} inert={stopped} />
            <SelectionBar editor={editor} inert={stopped || closed !== null} onAction={arrange} />
          </div>
          <ToolBar editor={editor} theme={theme} inert={stopped} />
          <ZoomBar editor={editor} theme={theme} />
        </div>
      </div>
      {presenting ? null : (
        <SheetsPanel editor={editor} room={room} theme={theme} canChange={!stopped && closed === null} />
      )}
      {panelOpen && !presenting ? (
        <SidePanel
          editor={editor}
          room={room}
          members={members}
          me={me}
          writing={panel === 'writing'}
          canWrite={!stopped && closed === null}
          onPerson={onPerson}
          onClose={closePanel}
        />
      ) : null}
      <Loading room={room} />
      {closed !== null && !stopped ? (
        <Closed sentence={closed} onExport={() => setExporting(true)} onBack={onLeave} />
      ) : null}
      <ContextMenu editor={editor} onAction={arrange} />
      {fileOpening.element}
      {exporting ? (
        <ExportDialog
          editor={editor}
          shell={shell}
          theme={theme}
          boardName={room.roomName.get()}
          onClose={() => setExporting(false)}
        />
      ) : null}
      <Presentation editor={editor} theme={theme} />
      <KeyboardHelp open={helping} onClose={() => setHelping(false)} />
    </>
  )
}

/** Not how much of the board is there: all islands would render anew with each piece of it. */
function whyClosed(status: RoomStatus): string | null {
  return status.kind === 'closed' ? status.sentence : null
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}
