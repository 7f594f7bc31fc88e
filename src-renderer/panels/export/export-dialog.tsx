import { useMemo, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { ExportOptions } from '#renderer/export/png.ts'
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

export function ExportDialog({ editor, shell, theme, boardName, onClose }: ExportDialogProps): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const selected = useValue(editor.selection).length > 0
  const [what, setWhat] = useState<ExportOptions['what']>(selected ? 'selection' : 'board')
  const [scale, setScale] = useState<Scale>(2)
  const [background, setBackground] = useState(true)
  const options = useMemo(() => ({ what, scale, background, theme }), [what, scale, background, theme])
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
          {size !== null && preview !== null ? (
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
              value={String(scale)}
              onChange={(value) => setScale(SCALES.find((one) => String(one) === value) ?? 1)}
              segments={SCALES.map((one) => ({ value: String(one), label: t('export.times', { scale: one }) }))}
            />
          </div>
          <Toggle label={t('export.background')} checked={background} onChange={setBackground} />
          <p className={styles['result']} aria-live="polite">
            {size === null
              ? null
              : t('export.pixels', { width: number.format(size.width), height: number.format(size.height) })}
            <br />
            {image === null ? null : fileSize(image.blob.size, locale.numbers)}
          </p>
          <ErrorLine text={saving.error ?? error} />
          <Button look="primary" className={styles['save']} disabled={size === null || saving.busy} onClick={save}>
            {t('export.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
