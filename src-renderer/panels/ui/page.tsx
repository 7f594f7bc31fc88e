import type { JSX, ReactNode } from 'react'
import { Mark } from './marks.tsx'
import styles from './page.module.css'

export interface CalmPageProps {
  readonly title: string
  readonly texts: readonly string[]
  readonly children?: ReactNode
}

/** A whole page that says one thing. */
export function CalmPage({ title, texts, children }: CalmPageProps): JSX.Element {
  return (
    <main className={styles['page']}>
      <div className={styles['column']} role="alert">
        <Mark className={styles['mark']} />
        <h1 className={styles['title']} dir="auto">
          {title}
        </h1>
        {texts.map((text) => (
          <p key={text} className={styles['text']} dir="auto">
            {text}
          </p>
        ))}
        <div className={styles['actions']}>{children}</div>
      </div>
    </main>
  )
}
