import { useEffect, useRef, type JSX } from 'react'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { paintInView } from '#renderer/board/painter.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import { pictures } from '#renderer/pictures/picture-shelf.ts'
import styles from './stamps.module.css'

/** What is left free of the picture's side at each edge. */
const MARGIN = 1 / 16

export interface StampPictureProps {
  readonly records: readonly BoardRecord[]
  readonly theme: Theme
}

/** A stamp as small as a button, by the board's own painter. */
export function StampPicture({ records, theme }: StampPictureProps): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const paint = (): void => {
      if (ref.current !== null) paintInto(ref.current, records, theme)
    }
    paint()
    // Digits that were painted before their typeface was there.
    const { fonts } = document
    fonts.addEventListener('loadingdone', paint)
    const shown = hashesIn(records)
    const stop = pictures.onChange((hash) => {
      if (shown.has(hash)) paint()
    })
    return () => {
      fonts.removeEventListener('loadingdone', paint)
      stop()
    }
  }, [records, theme])
  return <canvas ref={ref} className={styles['picture']} aria-hidden />
}

function paintInto(canvas: HTMLCanvasElement, records: readonly BoardRecord[], theme: Theme): void {
  const ctx = canvas.getContext('2d')
  const box = extentOf(records)
  const side = Math.round(canvas.clientWidth * devicePixelRatio)
  if (ctx === null || box === null || side === 0) return
  canvas.width = canvas.height = side
  const [w, h] = [box.maxX - box.minX, box.maxY - box.minY]
  const scale = (side * (1 - 2 * MARGIN)) / Math.max(w, h, 1)
  const view = {
    scale,
    x: side / 2 - (scale * (box.minX + box.maxX)) / 2,
    y: side / 2 - (scale * (box.minY + box.maxY)) / 2,
  }
  for (const record of records) paintInView(ctx, record, theme, view)
}
