import './panels/tokens.css'
import './panels/base.css'
import { LucideProvider } from 'lucide-react'
import { Tooltip } from 'radix-ui'
import { useCallback, useEffect, useRef, useState, type JSX } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'
import type { JoinTarget, Settings } from '#shared/desktop/desktop-api.ts'
import { sentenceOf } from '#shared/errors.ts'
import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { Desktop, OpenRoom, Shell } from '#renderer/net/desktop.ts'
import type { Guest } from '#renderer/net/guest.ts'
import { BoardScreen } from './panels/board/board-screen.tsx'
import { GuestPage } from './panels/guest/guest-page.tsx'
import { Home } from './panels/home/home.tsx'
import { RoomChooser } from './panels/home/room-chooser.tsx'
import { useJoin } from './panels/home/use-join.ts'
import { useLater } from './panels/hooks/use-later.ts'
import { useTheme } from './panels/hooks/use-theme.ts'
import { useValue } from './panels/hooks/use-value.ts'
import { createWords } from './panels/i18n/i18n.ts'
import { ICON_STROKE } from './panels/ui/icon-mark.tsx'
import { StatusLine } from './panels/ui/status-line.tsx'
import { ToastProvider, useToasts } from './panels/ui/toasts.tsx'

const TIP_DELAY_MS = 500
const SLOW_MS = 400

export interface AppProps {
  /** Null on the guest page. */
  readonly desktop: Desktop | null
  readonly shell: Shell
  /** On the guest page alone, which has nothing else. */
  readonly guest: Guest | null
}

/** The root of everything seen. */
export function App(props: AppProps): JSX.Element {
  const [words] = useState(createWords)
  return (
    <I18nextProvider i18n={words}>
      <LucideProvider strokeWidth={ICON_STROKE} nonScalingStroke>
        <Tooltip.Provider delayDuration={TIP_DELAY_MS} disableHoverableContent>
          <ToastProvider>
            <Screens {...props} />
          </ToastProvider>
        </Tooltip.Provider>
      </LucideProvider>
    </I18nextProvider>
  )
}

function Screens({ desktop, shell, guest }: AppProps): JSX.Element | null {
  const toasts = useToasts()
  // What the person has just chosen, until the engine has it; on the guest page for good.
  const [chosenTheme, setChosenTheme] = useState<Settings['theme'] | null>(null)
  const [noState] = useState<ReadonlyValue<null>>(() => new Value(null))
  const state = useValue<ReturnType<Desktop['state']['get']>>(desktop?.state ?? noState)
  const wantedTheme = chosenTheme ?? state?.settings.theme ?? 'system'
  const theme = useTheme(wantedTheme)

  function changeTheme(next: Settings['theme']): void {
    setChosenTheme(next)
    desktop?.call('settings.set', { theme: next }).catch((error: unknown) => toasts.show(sentenceOf(error)))
  }

  if (desktop !== null) {
    return (
      <DesktopScreens desktop={desktop} shell={shell} theme={theme} wantedTheme={wantedTheme} onTheme={changeTheme} />
    )
  }
  return guest === null ? null : (
    <GuestPage guest={guest} shell={shell} theme={theme} wantedTheme={wantedTheme} onTheme={changeTheme} />
  )
}

interface DesktopScreensProps {
  readonly desktop: Desktop
  readonly shell: Shell
  readonly theme: ReturnType<typeof useTheme>
  readonly wantedTheme: Settings['theme']
  readonly onTheme: (theme: Settings['theme']) => void
}

/** Home, or the board that was opened from it. */
function DesktopScreens({ desktop, ...rest }: DesktopScreensProps): JSX.Element {
  const { t } = useTranslation()
  const toasts = useToasts()
  const [open, setOpen] = useState<OpenRoom | null>(null)
  const opened = useRef<OpenRoom | null>(null)

  const show = useCallback((next: OpenRoom | null) => {
    const former = opened.current
    opened.current = next
    setOpen(next)
    if (former !== next) former?.dispose()
  }, [])

  const enter = useCallback(
    async (target: JoinTarget) => {
      show(await desktop.openRoom(target))
    },
    [desktop, show],
  )
  const link = useJoin(desktop, enter, t('join.noBoards'))
  const { join, error } = link
  const joiningLink = useLater(link.busy, SLOW_MS)
  const joinLatest = useRef(join)
  useEffect(() => {
    joinLatest.current = join
  })

  useEffect(() => desktop.onOpenLink((text) => joinLatest.current(text)), [desktop])
  useEffect(() => {
    if (error !== null) toasts.show(error)
  }, [error, toasts])
  useEffect(() => () => opened.current?.dispose(), [])

  function changePerson(name: string, color: number): void {
    desktop.call('profile.set', { name, color }).catch((failure: unknown) => toasts.show(sentenceOf(failure)))
  }

  return (
    <>
      {open === null ? (
        <Home desktop={desktop} enter={enter} {...rest} />
      ) : (
        <BoardScreen
          key={open.info.channel}
          open={open}
          desktop={desktop}
          onPerson={changePerson}
          onLeave={() => show(null)}
          {...rest}
        />
      )}
      {joiningLink ? <StatusLine over>{t('join.fromLink')}</StatusLine> : null}
      <RoomChooser found={link.choice} onChoose={link.choose} onClose={link.cancel} />
    </>
  )
}
