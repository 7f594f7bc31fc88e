import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { useRef, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly wide?: boolean
  readonly children: ReactNode
}

export function Dialog({ title, open, onClose, wide = false, children }: DialogProps): JSX.Element {
  const { t } = useTranslation()
  const opener = useRef<HTMLElement | null>(null)
  // The scrim is a plain element: the primitive's overlay locks scrolling with a style element, which the page's policy forbids.
  return (
    <Primitive.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Primitive.Portal>
        <div className={styles['scrim']} />
        <div className={styles['place']}>
          <Primitive.Content
            className={`${styles['dialog']} ${wide ? styles['wide'] : ''}`}
            aria-describedby={undefined}
            onOpenAutoFocus={(event) => {
              // Where there is something to type, there; otherwise on the dialog, and not on its closing button.
              const content = event.currentTarget
              if (!(content instanceof HTMLElement)) return
              opener.current = focusToReturn()
              event.preventDefault()
              ;(content.querySelector('input') ?? content).focus()
            }}
            onCloseAutoFocus={(event) => {
              // The primitive knows only of openers of its own.
              event.preventDefault()
              opener.current?.focus()
            }}
          >
            <div className={styles['head']}>
              <Primitive.Title className={styles['title']} dir="auto">
                {title}
              </Primitive.Title>
              <Primitive.Close asChild>
                <IconButton label={t('common.close')}>
                  <X />
                </IconButton>
              </Primitive.Close>
            </div>
            <div className={styles['body']}>{children}</div>
          </Primitive.Content>
        </div>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** Where the focus is; in a menu, which is about to go, the button of the menu. */
function focusToReturn(): HTMLElement | null {
  const focused = document.activeElement
  const button = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const opener = button === null || button === undefined ? focused : document.getElementById(button)
  return opener instanceof HTMLElement ? opener : null
}

export function DialogActions({ children }: { readonly children: ReactNode }): JSX.Element {
  return <div className={styles['actions']}>{children}</div>
}
