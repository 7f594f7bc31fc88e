import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { EXPORT_FORMATS, type FileOptions } from '#renderer/export/board-export.ts'
import { canExport, MAX_EXPORT_SIDE } from '#renderer/export/png.ts'
import type { Shell } from '#renderer/net/desktop.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useAction } from '../hooks/use-action.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useToasts } from '../ui/toasts.tsx'
import { fileNameOf } from '../words/file-name.ts'
import { fileSize } from '../words/sizes.ts'
import { copyPicture } from './copying.ts'
import styles from './export-dialog.module.css'
import { ExportChoices, isOnePage, SCALES, type ExportChoice, type Scale } from './export-choices.tsx'
import { useExport } from './use-export.ts'

export interface ExportDialogProps {
  readonly editor: Editor
  readonly shell: Shell
  readonly theme: Theme
  readonly boardName: string
  readonly onClose: () => void
}

const FIRST_SCALE: Scale = 2

export function ExportDialog({ editor, shell, theme, boardName, onClose }: ExportDialogProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const toasts = useToasts()
  const selected = useValue(editor.selection).length > 0
  const [frames] = useState(() => editor.exporting.frames())
  const sheets = useValue(editor.pages.pages).length
  const [choice, setChoice] = useState<ExportChoice>({
    format: 'png',
    what: selected ? 'selection' : sheets > 1 ? 'page' : 'board',
    frame: null,
    scale: FIRST_SCALE,
    background: true,
    theme,
    carries: false,
  })
  const options = optionsOf(editor, choice)
  const size = editor.exporting.measure(options)
  const tooLarge = choice.format === 'png' && size !== null && !canExport(size)
  const possible = size !== null && !tooLarge
  const making = useExport(editor, options, possible)
  const { preview, file, error, waiting, missing } = making
  const saving = useAction()
  const copying = useAction()
  const number = new Intl.NumberFormat(locale.numbers)
  function change(part: Partial<ExportChoice>): void {
    const next = { ...choice, ...part }
    const isTooMuch = next.what === 'board' && sheets > 1 && isOnePage(next.format)
    setChoice(isTooMuch ? { ...next, what: 'page' } : next)
  }

  function save(): void {
    saving.run(async () => {
      if (await shell.saveFile(fileNameOf(boardName, choice.format), await making.take())) onClose()
    })
  }

  function copy(format: 'png' | 'svg'): void {
    copying.run(async () => {
      let left = 0
      await copyPicture(editor, format, optionsOf(editor, { ...choice, format }), (count) => (left = count))
      toasts.show(left === 0 ? t('export.copied') : t('export.copiedWithout', { count: left }))
    })
  }

  const isAllFrames = choice.what === 'frame' && choice.frame === null
  const pages = isAllFrames ? frames.length : choice.what === 'board' ? sheets : 1
  return (
    <Dialog title={t('export.title')} open onClose={onClose} wide>
      <div className={styles['columns']}>
        <div className={styles['preview']}>
          {size === null ? <p>{t('export.empty')}</p> : null}
          {tooLarge ? <p role="alert">{t('export.tooLarge', { side: number.format(MAX_EXPORT_SIDE) })}</p> : null}
          {possible && preview !== null ? (
            <img className={styles['image']} src={preview} alt={t('export.preview')} draggable={false} />
          ) : null}
        </div>
        <div className={styles['options']}>
          <div className={styles['option']}>
            <span className={styles['label']}>{t('export.format')}</span>
            <Segmented
              label={t('export.format')}
              value={choice.format}
              onChange={(format) => change({ format })}
              segments={EXPORT_FORMATS.map((format) => ({ value: format, label: format.toUpperCase() }))}
            />
          </div>
          <ExportChoices
            choice={choice}
            scale={tooLarge ? null : options.scale}
            scales={fittingScales(editor, choice)}
            frames={frames}
            pages={sheets}
            canSelect={selected}
            onChange={change}
          />
          <p className={styles['result']} aria-live="polite">
            {size === null ? null : resultOf()}
            <br />
            {file === null ? null : fileSize(file.size, locale.numbers)}
            {waiting === 0 ? null : t('export.waiting', { count: waiting })}
          </p>
          {waiting === 0 ? null : (
            <Button className={styles['save']} onClick={making.stopWaiting}>
              {t('export.stopWaiting')}
            </Button>
          )}
          <ErrorLine text={saving.error ?? copying.error ?? (tooLarge ? null : error)} />
          {tooLarge && choice.what !== 'view' ? (
            <Button className={styles['save']} onClick={() => change({ what: 'view' })}>
              {t('export.viewInstead')}
            </Button>
          ) : null}
          <div className={styles['copies']}>
            <Button disabled={size === null || !canExport(size) || copying.busy} onClick={() => copy('png')}>
              {t('export.copyPng')}
            </Button>
            <Button disabled={size === null || copying.busy} onClick={() => copy('svg')}>
              {t('export.copySvg')}
            </Button>
          </div>
          <Button look="primary" className={styles['save']} disabled={!possible || saving.busy} onClick={save}>
            {missing === 0
              ? t('export.save', { format: choice.format.toUpperCase() })
              : t('export.saveWithout', { format: choice.format.toUpperCase(), count: missing })}
          </Button>
        </div>
      </div>
    </Dialog>
  )

  function resultOf(): string {
    if (choice.format === 'json') return t('export.things', { count: editor.exporting.count(options) })
    if (choice.format === 'pdf') return t('export.pages', { count: pages })
    return t('export.pixels', { width: number.format(size?.width ?? 0), height: number.format(size?.height ?? 0) })
  }
}

/** What the choice comes to: a picture has the largest size that can be made and is not larger than the chosen one. */
function optionsOf(editor: Editor, choice: ExportChoice): FileOptions {
  const { frame, ...rest } = choice
  const scale = choice.format === 'png' ? fittingScales(editor, choice).findLast((one) => one <= choice.scale) : 1
  const named = choice.what === 'frame' ? frameOf(editor, choice, frame) : null
  return { ...rest, scale: scale ?? 1, ...(named === null ? {} : { frame: named }) }
}

/** Only pages can be all frames; of anything else it is the first. */
function frameOf(editor: Editor, { format }: ExportChoice, frame: RecordId | null): RecordId | null {
  return frame ?? (format === 'pdf' ? null : (editor.exporting.frames()[0]?.id ?? null))
}

/** The scales at which a picture can be made; all of them where there is nothing to export. */
function fittingScales(editor: Editor, choice: ExportChoice): readonly Scale[] {
  const { what, theme } = choice
  const frame = what === 'frame' ? frameOf(editor, choice, choice.frame) : null
  return SCALES.filter((scale) => {
    const of = frame === null ? {} : { frame }
    const size = editor.exporting.measure({ what, scale, background: true, theme, ...of })
    return size === null || canExport(size)
  })
}
