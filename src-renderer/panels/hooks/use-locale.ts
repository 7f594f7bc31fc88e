import { useTranslation } from 'react-i18next'
import { localeOfWords } from '../words/locale.ts'

export interface Locale {
  /** For words that stand in the interface's sentences. */
  readonly words: string
  /** For numbers, times and sizes. */
  readonly numbers: string
}

export function useLocale(): Locale {
  const { i18n } = useTranslation()
  return { words: localeOfWords(i18n.language, navigator.languages), numbers: navigator.language }
}
