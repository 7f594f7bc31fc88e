import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { createContext, useCallback, useContext, useMemo, useState, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHeld } from '../hooks/use-held.ts'
import { IconButton } from './button.tsx'
import styles from './toasts.module.css'

const SHOWN_MS = 7000
const AT_ONCE = 3

export interface Toasts {
  /** Says something that is over. The same sentence is not shown twice at once. */
  readonly show: (sentence: string) => void
  /** While held nothing appears. */
  readonly hold: (held: boolean) => void
}

const Context = createContext<Toasts>({ show: () => undefined, hold: () => undefined })

export function useToasts(): Toasts {
  return useContext(Context)
}

interface Entry {
  readonly key: number
  readonly sentence: string
}

export function ToastProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const { t } = useTranslation()
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const [held, setHeld] = useState(false)
  const shown = useHeld(entries, held)
  const show = useCallback((sentence: string) => {
    setEntries((now) => {
      if (now.some((entry) => entry.sentence === sentence)) return now
      return [...now, { key: (now.at(-1)?.key ?? 0) + 1, sentence }].slice(-AT_ONCE)
    })
  }, [])
  const toasts = useMemo(() => ({ show, hold: setHeld }), [show])

  return (
    <Toast.Provider duration={SHOWN_MS} label={t('common.notice')}>
      <Context value={toasts}>{children}</Context>
      {shown.map((entry) => (
        <Toast.Root
          key={entry.key}
          className={styles['toast']}
          onOpenChange={(open) => {
            if (!open) setEntries((now) => now.filter((other) => other.key !== entry.key))
          }}
        >
          <Toast.Description className={styles['text']} dir="auto">
            {entry.sentence}
          </Toast.Description>
          <Toast.Close asChild>
            <IconButton label={t('common.dismiss')}>
              <X />
            </IconButton>
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className={styles['stack']} />
    </Toast.Provider>
  )
}
