import { ChevronLeft, ChevronRight, Layers, Lock } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { Tip } from '../ui/tip.tsx'
import { nameOfLayer, nameOfPage } from './sheet-names.ts'
import styles from './sheets.module.css'

export interface SheetsBarProps {
  readonly editor: Editor
  readonly inert: boolean
}

/** Which page is in view, and the way to the others and to the layers; one quiet button while there is one of each. */
export function SheetsBar({ editor, inert }: SheetsBarProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const pages = useValue(editor.pages.pages)
  const at = useValue(editor.pages.at)
  const layers = useValue(editor.layers.layers)
  const layer = useValue(editor.layers.inHand)
  const barrier = useValue(editor.layers.barrier)
  const panel = useValue(editor.sheets.panel)
  const number = new Intl.NumberFormat(locale.numbers)
  const index = pages.findIndex(({ id }) => id === at)
  const page = pages[index]
  const many = pages.length > 1
  const place = t('pages.place', { at: number.format(index + 1), of: number.format(pages.length) })
  const named = page === undefined ? place : `${nameOfPage(t, page, index)}, ${place}`
  const label = layers.length > 1 ? t('layers.inHand', { name: nameOfLayer(t, layer) }) : t('sheets.title')
  return (
    <Island className={styles['bar']} inert={inert} data-off={inert || undefined}>
      {many ? (
        <>
          <IconButton
            label={t('pages.previous')}
            shortcut={t('keys.pageUp')}
            side="top"
            disabled={index === 0}
            onClick={() => editor.pages.step(-1)}
          >
            <ChevronLeft />
          </IconButton>
          <Tip text={named} shortcut="G" side="top">
            <button
              type="button"
              className={styles['place']}
              aria-label={named}
              aria-expanded={panel === 'pages'}
              onClick={() => editor.sheets.toggle('pages')}
            >
              {t('pages.short', { at: number.format(index + 1), of: number.format(pages.length) })}
            </button>
          </Tip>
          <IconButton
            label={t('pages.next')}
            shortcut={t('keys.pageDown')}
            side="top"
            disabled={index === pages.length - 1}
            onClick={() => editor.pages.step(1)}
          >
            <ChevronRight />
          </IconButton>
        </>
      ) : null}
      <IconButton
        label={label}
        shortcut={many || layers.length > 1 ? 'Y' : 'G'}
        side="top"
        aria-expanded={many ? panel === 'layers' : panel !== null}
        onClick={() => editor.sheets.toggle(panel ?? (many || layers.length > 1 ? 'layers' : 'pages'))}
      >
        <Layers />
        {barrier === null ? null : (
          <span className={styles['barrier']} aria-hidden>
            <Lock />
          </span>
        )}
      </IconButton>
    </Island>
  )
}
