import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#shared/errors.ts'
import { EVERYONE, MAX_CHAT_LENGTH, type Member } from '#shared/model/people.ts'
import { IconButton } from '../ui/button.tsx'
import { isolate } from '../words/isolate.ts'
import { Addressee } from './addressee.tsx'
import styles from './chat.module.css'

export interface ComposerProps {
  readonly disabled: boolean
  /** Whether the keys go here at once. */
  readonly focused: boolean
  /** Who alone will read what is written; null for everyone. */
  readonly addressee: Member | null
  /** Whom one could write to. */
  readonly others: readonly Member[]
  readonly onAddressee: (addressee: Member | null) => void
  /** @throws AppError when it cannot be sent */
  readonly onSend: (text: string, to: number) => void
}

/** Enter sends, Shift+Enter begins a new line, Escape goes back from one person to everyone. */
export function Composer(props: ComposerProps): JSX.Element {
  const { disabled, focused, addressee, others, onAddressee, onSend } = props
  const { t } = useTranslation()
  const to = addressee?.number ?? EVERYONE
  // One for each: what was begun for one person must never stand ready to be sent to all.
  const [drafts, setDrafts] = useState<Readonly<Record<number, string>>>({})
  const text = drafts[to] ?? ''
  /** Why the last message to someone could not be sent. */
  const [problem, setProblem] = useState({ to, sentence: '' })
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // On a touch screen the keyboard would cover what was opened to be read.
    if (focused && window.matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [focused])
  const before = useRef(to)
  useEffect(() => {
    if (before.current !== to) field.current?.focus()
    before.current = to
  }, [to])
  const ready = text.trim() !== '' && !disabled

  function write(next: string): void {
    setDrafts({ ...drafts, [to]: next })
  }

  function send(): void {
    if (!ready) return
    try {
      onSend(text.trim(), to)
    } catch (error) {
      setProblem({ to, sentence: sentenceOf(error) })
      return
    }
    setProblem({ to, sentence: '' })
    write('')
  }

  const name = addressee === null ? '' : isolate(addressee.name)
  return (
    <>
      {problem.to !== to || problem.sentence === '' ? null : (
        <p className={styles['problem']} role="alert">
          {problem.sentence}
        </p>
      )}
      <form
        className={addressee === null ? undefined : styles['private-composer']}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Addressee addressee={addressee} others={others} disabled={disabled} onChange={onAddressee} />
        <div className={styles['composer']}>
          <textarea
            ref={field}
            className={styles['field']}
            aria-label={addressee === null ? t('chat.field') : t('chat.privateField', { name })}
            placeholder={addressee === null ? t('chat.placeholder') : t('chat.privatePlaceholder', { name })}
            rows={1}
            dir="auto"
            maxLength={MAX_CHAT_LENGTH}
            value={text}
            disabled={disabled}
            onChange={(event) => write(event.target.value)}
            onKeyDown={(event) => {
              // While an input method composes, the keys belong to it.
              if (event.nativeEvent.isComposing) return
              if (event.key === 'Escape' && addressee !== null) {
                event.preventDefault()
                onAddressee(null)
              }
              if (event.key !== 'Enter' || event.shiftKey) return
              event.preventDefault()
              send()
            }}
          />
          <IconButton type="submit" label={t('chat.send')} shortcut="Enter" side="top" disabled={!ready}>
            <ArrowUp />
          </IconButton>
        </div>
      </form>
    </>
  )
}
