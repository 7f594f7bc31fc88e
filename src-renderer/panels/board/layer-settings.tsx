import { ChevronsUpDown } from 'lucide-react'
import { Slider } from 'radix-ui'
import { useRef, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layer } from '#shared/model/pages.ts'
import { ACCESSES } from '#shared/model/properties.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import { isolate } from '../words/isolate.ts'
import styles from './sheets.module.css'
import sliderStyles from './style-controls.module.css'

export interface LayerSettingsProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly layer: Layer
  readonly canChange: boolean
}

/** How strong a layer is, and who may draw on it. */
export function LayerSettings({ editor, room, layer, canChange }: LayerSettingsProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const { layers: layering } = editor
  const members = useValue(room.members)
  // One step of undo for one drag of the slider.
  const gesture = useRef(Symbol('opacity'))
  const may = canChange && layering.mayChange(layer)
  const maySay = canChange && layering.maySay(layer)
  const percent = Math.round(layer.opacity * 100)
  const access = layer.record?.access ?? 'everyone'
  const author = members.find(({ number }) => number === layer.record?.author)
  const labels = {
    everyone: t('layers.access.everyone'),
    author:
      author === undefined ? t('layers.access.author') : t('layers.access.authorNamed', { name: isolate(author.name) }),
    hosts: t('layers.access.hosts'),
  }
  const offered = layer.id === '' ? ACCESSES.filter((one) => one !== 'author') : ACCESSES
  return (
    <div className={styles['settings']}>
      <label className={styles['setting']}>
        <span>{t('style.opacity')}</span>
        <Slider.Root
          className={sliderStyles['slider']}
          max={100}
          step={5}
          value={[percent]}
          disabled={!may}
          onValueChange={([value]) => layering.change(layer, { opacity: (value ?? 100) / 100 }, gesture.current)}
          onValueCommit={() => (gesture.current = Symbol('opacity'))}
        >
          <Slider.Track className={sliderStyles['track']}>
            <Slider.Range className={sliderStyles['range']} />
          </Slider.Track>
          <Slider.Thumb className={sliderStyles['thumb']} aria-label={t('layers.opacity')} />
        </Slider.Root>
        <span className={styles['percent']}>
          {new Intl.NumberFormat(locale.numbers, { style: 'percent' }).format(percent / 100)}
        </span>
      </label>
      <div className={styles['setting']}>
        <span>{t('layers.access.title')}</span>
        <Menu
          side="top"
          trigger={
            <button
              type="button"
              className={styles['choice']}
              disabled={!maySay}
              aria-label={`${t('layers.access.title')}: ${labels[access]}`}
            >
              <span>{labels[access]}</span>
              <ChevronsUpDown />
            </button>
          }
        >
          <MenuChoices
            label={t('layers.access.title')}
            value={access}
            choices={offered.map((value) => ({ value, label: labels[value], icon: null }))}
            onChange={(next) => layering.change(layer, { access: next })}
          />
        </Menu>
      </div>
    </div>
  )
}
