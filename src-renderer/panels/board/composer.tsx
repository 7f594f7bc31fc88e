import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_CHAT_LENGTH } from '#shared/model/people.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './chat.module.css'

export interface ComposerProps {
  readonly disabled: boolean
  /** Whether the keys go here at once. */
  readonly focused: boolean
  readonly onSend: (text: string) => void
}

/** Enter sends, Shift+Enter begins a new line. */
export function Composer({ disabled, focused, onSend }: ComposerProps): JSX.Element {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // On a touch screen the keyboard would cover what was opened to be read.
    if (focused && window.matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [focused])
  const ready = text.trim() !== '' && !disabled

  function send(): void {
    if (!ready) return
    onSend(text.trim())
    setText('')
  }

  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        className={styles['field']}
        aria-label={t('chat.field')}
        placeholder={t('chat.placeholder')}
        rows={1}
        dir="auto"
        maxLength={MAX_CHAT_LENGTH}
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // While an input method composes, Enter belongs to it.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <IconButton type="submit" label={t('chat.send')} shortcut="Enter" side="top" disabled={!ready}>
        <ArrowUp />
      </IconButton>
    </form>
  )
}
