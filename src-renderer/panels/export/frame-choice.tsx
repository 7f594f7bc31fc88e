import { ChevronsUpDown } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { FrameRecord, RecordId } from '#shared/model/records.ts'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import styles from './export-dialog.module.css'

export interface FrameChoiceProps {
  /** As they are on the board; at least one. */
  readonly frames: readonly FrameRecord[]
  /** Null for all of them. */
  readonly chosen: RecordId | null
  /** Whether all of them can be chosen together. */
  readonly withAll: boolean
  readonly onChange: (frame: RecordId | null) => void
}

const ALL = ''

/** Which of the board's frames is exported. */
export function FrameChoice({ frames, chosen, withAll, onChange }: FrameChoiceProps): JSX.Element {
  const { t } = useTranslation()
  const named = frames.map(({ id, text }, i) => ({
    value: id,
    label: text.trim() === '' ? t('export.frameNumber', { number: i + 1 }) : text,
    icon: null,
  }))
  const all = { value: ALL, label: t('export.allFrames', { count: frames.length }), icon: null }
  const choices = withAll ? [all, ...named] : named
  const value = choices.find((choice) => choice.value === (chosen ?? ALL)) ?? choices[0]
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles['choice']} aria-label={t('export.frame')} title={value?.label}>
          <span dir="auto">{value?.label}</span>
          <ChevronsUpDown />
        </button>
      }
    >
      <MenuChoices
        label={t('export.frame')}
        value={value?.value ?? ALL}
        choices={choices}
        onChange={(next) => onChange(next === ALL ? null : next)}
      />
    </Menu>
  )
}
