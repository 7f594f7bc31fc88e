import type { JSX, ReactNode } from 'react'
import type { Desktop } from '#renderer/net/desktop.ts'
import { BlankBoard } from '../ui/marks.tsx'
import styles from './room-card.module.css'
import { useThumbnail, type ThumbnailOf } from './use-thumbnail.ts'

export interface RoomCardProps {
  readonly desktop: Desktop
  readonly thumbnail: ThumbnailOf
  readonly name: string
  /** Captions under the name. */
  readonly lines: readonly string[]
  /** Words on the picture about who is there now. */
  readonly here: string | null
  /** Why it cannot be opened at all. */
  readonly problem: string | null
  /** What went wrong the last time it was tried. */
  readonly error: string | null
  readonly busy: string | null
  readonly menu?: ReactNode
  readonly onOpen: () => void
}

export function RoomCard(props: RoomCardProps): JSX.Element {
  const { desktop, thumbnail, name, lines, here, problem, error, busy, menu, onOpen } = props
  const { url, ref } = useThumbnail(desktop, thumbnail)
  const fault = problem ?? error
  return (
    <article className={`${styles['card']} ${menu === undefined ? '' : styles['withMenu']}`}>
      <button type="button" className={styles['open']} disabled={problem !== null} onClick={onOpen}>
        <div ref={ref} className={styles['picture']}>
          {url === null ? (
            <span className={styles['blank']}>
              <BlankBoard />
            </span>
          ) : (
            <img src={url} alt="" draggable={false} />
          )}
          {here === null ? null : <span className={styles['here']}>{here}</span>}
        </div>
        <div className={styles['text']}>
          <h3 className={styles['name']}>
            <bdi>{name}</bdi>
          </h3>
          {busy === null ? null : <p className={styles['line']}>{busy}</p>}
          {busy === null && fault !== null ? (
            <p className={`${styles['line']} ${styles['problem']}`} role="alert" dir="auto">
              {fault}
            </p>
          ) : null}
          {busy === null && error === null
            ? lines.map((line) => (
                <p key={line} className={styles['line']}>
                  {line}
                </p>
              ))
            : null}
        </div>
      </button>
      {menu === undefined ? null : <div className={styles['menu']}>{menu}</div>}
    </article>
  )
}

export function RoomGrid({ children }: { readonly children: ReactNode }): JSX.Element {
  return <div className={styles['grid']}>{children}</div>
}
