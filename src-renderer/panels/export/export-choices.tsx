import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { FrameRecord, RecordId } from '#shared/model/records.ts'
import type { ExportFormat } from '#renderer/export/board-export.ts'
import { MAX_EXPORT_SIDE, type ExportOptions } from '#renderer/export/png.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Toggle } from '../ui/toggle.tsx'
import styles from './export-dialog.module.css'
import { FrameChoice } from './frame-choice.tsx'

export type Scale = ExportOptions['scale']
export const SCALES: readonly Scale[] = [1, 2, 3, 4]

/** What a person has chosen; the size may be more than can be. */
export interface ExportChoice {
  readonly format: ExportFormat
  readonly what: ExportOptions['what']
  /** Null for all frames. */
  readonly frame: RecordId | null
  readonly scale: Scale
  readonly background: boolean
  readonly theme: Theme
  readonly carries: boolean
}

export interface ExportChoicesProps {
  readonly choice: ExportChoice
  /** The size that it comes to; null if it can have none. */
  readonly scale: Scale | null
  readonly scales: readonly Scale[]
  readonly frames: readonly FrameRecord[]
  /** How many pages the board has. */
  readonly pages: number
  /** Whether something is selected. */
  readonly canSelect: boolean
  readonly onChange: (part: Partial<ExportChoice>) => void
}

/** Whether a format has room for one page only. */
export function isOnePage(format: ExportFormat): boolean {
  return format === 'png' || format === 'svg'
}

/** What of the board is exported, and how it is to look; only what the format has. */
export function ExportChoices(props: ExportChoicesProps): JSX.Element {
  const { choice, scale, scales, frames, pages, canSelect, onChange } = props
  const { t } = useTranslation()
  const locale = useLocale()
  const { format, what } = choice
  const isPicture = format !== 'json'
  const side = new Intl.NumberFormat(locale.numbers).format(MAX_EXPORT_SIDE)
  return (
    <>
      <div className={styles['option']}>
        <span className={styles['label']}>{t('export.what')}</span>
        <Segmented
          label={t('export.what')}
          value={what}
          onChange={(value) => onChange({ what: value })}
          segments={[
            { value: 'board', label: t('export.board'), disabled: pages > 1 && isOnePage(format) },
            ...(pages > 1 ? [{ value: 'page' as const, label: t('export.page') }] : []),
            { value: 'view', label: t('export.view') },
            { value: 'selection', label: t('export.selection'), disabled: !canSelect },
            { value: 'frame', label: t('export.frame'), disabled: frames.length === 0 },
          ]}
        />
        {what === 'frame' ? (
          <FrameChoice
            frames={frames}
            chosen={choice.frame}
            withAll={format === 'pdf' && frames.length > 1}
            onChange={(frame) => onChange({ frame })}
          />
        ) : null}
      </div>
      {format === 'png' ? (
        <div className={styles['option']}>
          <span className={styles['label']}>{t('export.size')}</span>
          <Segmented
            label={t('export.size')}
            value={scale === null ? '' : String(scale)}
            onChange={(value) => onChange({ scale: SCALES.find((one) => String(one) === value) ?? 1 })}
            segments={SCALES.map((one) => ({
              value: String(one),
              label: t('export.times', { scale: one }),
              disabled: !scales.includes(one),
            }))}
          />
          {scale === null || scales.length === SCALES.length ? null : (
            <p className={styles['hint']}>{t('export.limit', { side })}</p>
          )}
        </div>
      ) : null}
      {isPicture ? (
        <div className={styles['option']}>
          <span className={styles['label']}>{t('theme.title')}</span>
          <Segmented
            label={t('theme.title')}
            value={choice.theme}
            onChange={(theme) => onChange({ theme })}
            segments={[
              { value: 'light', label: t('theme.light') },
              { value: 'dark', label: t('theme.dark') },
            ]}
          />
        </div>
      ) : null}
      {isPicture ? (
        <Toggle
          label={t('export.background')}
          checked={choice.background}
          onChange={(background) => onChange({ background })}
        />
      ) : (
        <p className={styles['hint']}>{t('export.jsonHint')}</p>
      )}
      {format === 'png' || format === 'svg' ? (
        <Toggle label={t('export.carries')} checked={choice.carries} onChange={(carries) => onChange({ carries })} />
      ) : null}
    </>
  )
}
