import { Check, Copy } from 'lucide-react'
import { useEffect, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import styles from './copy-row.module.css'
import { useToasts } from './toasts.tsx'
import { Tip } from './tip.tsx'

const SHOWN_MS = 1600

export interface CopyRowProps {
  readonly text: string
  /** Names the button, such as "Copy link". */
  readonly label: string
}

/** Something to pass on, with a button that copies it. */
export function CopyRow({ text, label }: CopyRowProps): JSX.Element {
  const { t } = useTranslation()
  const toasts = useToasts()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  function copy(): void {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toasts.show(t('common.copyFailed')),
    )
  }

  return (
    <div className={styles['row']}>
      <Tip text={text} side="top">
        <span className={styles['text']} dir="ltr">
          {text}
        </span>
      </Tip>
      <IconButton label={copied ? t('common.copied') : label} side="top" onClick={copy}>
        {copied ? <Check /> : <Copy />}
      </IconButton>
    </div>
  )
}
