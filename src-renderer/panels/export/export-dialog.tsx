import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { canExport, MAX_EXPORT_SIDE, type ExportOptions } from '#renderer/export/png.ts'
import type { Shell } from '#renderer/net/desktop.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useAction } from '../hooks/use-action.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { fileNameOf } from '../words/file-name.ts'
import { fileSize } from '../words/sizes.ts'
import styles from './export-dialog.module.css'
import { useExport } from './use-export.ts'

export interface ExportDialogProps {
  readonly editor: Editor
  readonly shell: Shell
  readonly theme: Theme
  readonly boardName: string
  readonly onClose: () => void
}

type Scale = ExportOptions['scale']
const SCALES: readonly Scale[] = [1, 2, 3]
const FIRST_SCALE: Scale = 2

export function ExportDialog({ editor, shell, theme, boardName, onClose }: ExportDialogProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const selected = useValue(editor.selection).length > 0
  const [what, setWhat] = useState<ExportOptions['what']>(selected ? 'selection' : 'board')
  const [wanted, setWanted] = useState<Scale>(FIRST_SCALE)
  const [background, setBackground] = useState(true)
  const fitting = fittingScales(editor, what, theme)
  const scale = fitting.findLast((one) => one <= wanted) ?? 1
  const tooLarge = fitting.length === 0
  const options: ExportOptions = { what, scale, background, theme }
  const { preview, image, error } = useExport(editor, options)
  const size = editor.measureExport(options)
  const saving = useAction()
  const number = new Intl.NumberFormat(locale.numbers)

  function save(): void {
    saving.run(async () => {
      const { blob } = image ?? (await editor.exportImage(options))
      if (await shell.saveFile(fileNameOf(boardName, 'png'), blob)) onClose()
    })
  }

  return (
    <Dialog title={t('export.title')} open onClose={onClose} wide>
      <div className={styles['columns']}>
        <div className={styles['preview']}>
          {size === null ? <p>{t('export.empty')}</p> : null}
          {tooLarge ? <p role="alert">{t('export.tooLarge')}</p> : null}
          {size !== null && !tooLarge && preview !== null ? (
            <img className={styles['image']} src={preview} alt={t('export.preview')} draggable={false} />
          ) : null}
        </div>
        <div className={styles['options']}>
          <div className={styles['option']}>
            <span className={styles['label']}>{t('export.what')}</span>
            <Segmented
              label={t('export.what')}
              value={what}
              onChange={(value) => setWhat(value)}
              segments={[
                { value: 'board', label: t('export.board') },
                { value: 'view', label: t('export.view') },
                { value: 'selection', label: t('export.selection'), disabled: !selected },
              ]}
            />
          </div>
          <div className={styles['option']}>
            <span className={styles['label']}>{t('export.size')}</span>
            <Segmented
              label={t('export.size')}
              value={tooLarge ? '' : String(scale)}
              onChange={(value) => setWanted(SCALES.find((one) => String(one) === value) ?? 1)}
              segments={SCALES.map((one) => ({
                value: String(one),
                label: t('export.times', { scale: one }),
                disabled: !fitting.includes(one),
              }))}
            />
            {tooLarge || fitting.length === SCALES.length ? null : (
              <p className={styles['hint']}>{t('export.limit', { side: number.format(MAX_EXPORT_SIDE) })}</p>
            )}
          </div>
          <Toggle label={t('export.background')} checked={background} onChange={setBackground} />
          <p className={styles['result']} aria-live="polite">
            {size === null
              ? null
              : t('export.pixels', { width: number.format(size.width), height: number.format(size.height) })}
            <br />
            {image === null ? null : fileSize(image.blob.size, locale.numbers)}
          </p>
          <ErrorLine text={saving.error ?? (tooLarge ? null : error)} />
          {tooLarge && what !== 'view' ? (
            <Button className={styles['save']} onClick={() => setWhat('view')}>
              {t('export.viewInstead')}
            </Button>
          ) : null}
          <Button
            look="primary"
            className={styles['save']}
            disabled={size === null || tooLarge || saving.busy}
            onClick={save}
          >
            {t('export.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** The scales at which a picture can be made; all of them where there is nothing to export. */
function fittingScales(editor: Editor, what: ExportOptions['what'], theme: Theme): readonly Scale[] {
  return SCALES.filter((scale) => {
    const size = editor.measureExport({ what, scale, background: true, theme })
    return size === null || canExport(size)
  })
}
