import { Check } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#shared/errors.ts'
import type { Position } from '#renderer/board/camera.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { PdfFile } from '#renderer/import/pdf/pdf-file.ts'
import type { ChosenPage } from '#renderer/import/pdf/pdf-placing.ts'
import { browserClock } from '#renderer/net/surroundings.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useToasts } from '../ui/toasts.tsx'
import styles from './pdf-dialog.module.css'
import { PdfThumbnails } from './pdf-thumbnails.ts'

export interface PdfDialogProps {
  readonly editor: Editor
  readonly file: File
  /** Where it was dropped, in board units. */
  readonly at: Position | undefined
  readonly onClose: () => void
}

/** Of a PDF with no more pages all are chosen at first. */
const FEW_PAGES = 20
/** So many pages can be put on a board at once. */
const MOST_CHOSEN = 100

/** Asks which pages of a PDF are to be on the board, and how; then puts them there. */
export function PdfDialog({ editor, file, at, onClose }: PdfDialogProps): JSX.Element {
  const { t } = useTranslation()
  const toasts = useToasts()
  const [pdf, setPdf] = useState<PdfFile | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [how, setHow] = useState<'column' | 'frames'>('column')
  const [done, setDone] = useState(0)
  const placing = useAction()
  const isHere = useRef(true)
  const thumbnails = useMemo(() => (pdf === null ? null : new PdfThumbnails(pdf)), [pdf])
  const name = file.name.replace(/\.pdf$/i, '')

  useEffect(() => {
    isHere.current = true
    let opened: PdfFile | null = null
    async function open(): Promise<void> {
      // Most people never open one.
      const [{ PdfFile: Reader }, bytes] = await Promise.all([
        import('#renderer/import/pdf/pdf-file.ts'),
        file.arrayBuffer(),
      ])
      opened = await Reader.open(new Uint8Array(bytes), browserClock)
      if (!isHere.current) return opened.dispose()
      const { pageCount } = opened
      setPdf(opened)
      setChosen(new Set(pageCount <= FEW_PAGES ? numbersTo(pageCount) : [1]))
    }
    open().catch((error: unknown) => {
      if (isHere.current) setFailure(sentenceOf(error))
    })
    return () => {
      isHere.current = false
      opened?.dispose()
    }
  }, [file])
  useEffect(() => () => thumbnails?.dispose(), [thumbnails])

  function toggle(number: number): void {
    const next = new Set(chosen)
    if (!next.delete(number)) next.add(number)
    setChosen(next)
  }

  function place(): void {
    placing.run(async () => {
      const pages: ChosenPage[] = []
      for (const number of Array.from(chosen).toSorted((a, b) => a - b)) {
        if (pdf === null || !isHere.current) return
        setDone(pages.length + 1)
        pages.push({ ...(await pdf.picture(number)), name: t('pdf.pageOf', { number, name }) })
      }
      if (!isHere.current) return
      const count = await editor.opening.placePages(pages, { inFrames: how === 'frames', at })
      toasts.show(t('pdf.done', { count }))
      onClose()
    })
  }

  const count = pdf?.pageCount ?? 0
  const isAll = chosen.size === count
  return (
    <Dialog title={t('pdf.title', { name })} open onClose={onClose} wide>
      {failure === null ? null : <ErrorLine text={failure} />}
      {pdf === null && failure === null ? <p role="status">{t('pdf.reading')}</p> : null}
      {thumbnails === null ? null : (
        <>
          <div className={styles['head']}>
            <span>{t('pdf.chosen', { count: chosen.size, of: count })}</span>
            <Button look="quiet" onClick={() => setChosen(new Set(isAll ? [] : numbersTo(count)))}>
              {t(isAll ? 'pdf.none' : 'pdf.all')}
            </Button>
          </div>
          <div className={styles['pages']} role="group" aria-label={t('pdf.pages')}>
            {numbersTo(count).map((number) => (
              <PageChoice
                key={number}
                number={number}
                chosen={chosen.has(number)}
                thumbnails={thumbnails}
                onToggle={() => toggle(number)}
              />
            ))}
          </div>
          <Segmented
            label={t('pdf.how')}
            value={how}
            segments={[
              { value: 'column', label: t('pdf.column') },
              { value: 'frames', label: t('pdf.frames') },
            ]}
            onChange={setHow}
          />
          <ErrorLine text={chosen.size > MOST_CHOSEN ? t('pdf.tooMany', { most: MOST_CHOSEN }) : placing.error} />
        </>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t(failure === null ? 'common.cancel' : 'common.close')}</Button>
        {failure === null ? (
          <Button
            look="primary"
            disabled={placing.busy || chosen.size === 0 || chosen.size > MOST_CHOSEN}
            onClick={place}
          >
            {placing.busy ? t('pdf.progress', { done, of: chosen.size }) : t('pdf.place', { count: chosen.size })}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  )
}

interface PageChoiceProps {
  readonly number: number
  readonly chosen: boolean
  readonly thumbnails: PdfThumbnails
  readonly onToggle: () => void
}

/** A page with a small picture of it, which is made once it comes in sight. */
function PageChoice({ number, chosen, thumbnails, onToggle }: PageChoiceProps): JSX.Element {
  const { t } = useTranslation()
  const ref = useRef<HTMLButtonElement>(null)
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const element = ref.current
    return element === null ? undefined : thumbnails.watch(element, number, setAddress)
  }, [thumbnails, number])
  return (
    <button
      ref={ref}
      type="button"
      role="checkbox"
      aria-checked={chosen}
      aria-label={t('pdf.page', { number })}
      className={styles['page']}
      onClick={onToggle}
    >
      <span className={styles['sheet']}>
        {address === null ? null : <img src={address} alt="" draggable={false} />}
        {chosen ? <Check className={styles['check']} /> : null}
      </span>
      {number}
    </button>
  )
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}
