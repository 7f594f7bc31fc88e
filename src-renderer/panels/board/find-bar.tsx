import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '#renderer/board/editor.ts'
import { useLocale } from '../hooks/use-locale.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Island } from '../ui/island.tsx'
import { isolate } from '../words/isolate.ts'
import { nameOfPage } from './sheet-names.ts'
import styles from './find-bar.module.css'

/** A field that finds words on the board, and goes from one to the next. */
export function FindBar({ editor }: { readonly editor: Editor }): JSX.Element | null {
  return useValue(editor.viewing.find.isOpen) ? <OpenFindBar editor={editor} /> : null
}

function OpenFindBar({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const locale = useLocale()
  const { find } = editor.viewing
  const { words, count, at, elsewhere } = useValue(find.found)
  const pages = useValue(editor.pages.pages)
  const field = useRef<HTMLInputElement>(null)
  const number = new Intl.NumberFormat(locale.numbers)
  const index = pages.findIndex(({ id }) => id === elsewhere)
  const other = pages[index]
  useEffect(() => field.current?.select(), [])

  function close(): void {
    find.close()
    editor.focus()
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === field.current) find.step(event.shiftKey ? -1 : 1)
    else if (isFind) field.current?.select()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <Island className={styles['bar']} role="search" onKeyDown={onKey}>
      <Search />
      <input
        ref={field}
        type="text"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        className={styles['field']}
        aria-label={t('find.field')}
        placeholder={t('find.field')}
        value={words}
        onChange={(event) => find.look(event.currentTarget.value)}
      />
      <output className={styles['count']}>
        {words.trim() === ''
          ? ''
          : count === 0
            ? t('find.none')
            : t('find.place', { at: number.format(at + 1), of: number.format(count) })}
      </output>
      <IconButton
        label={t('find.previous')}
        shortcut="Shift+Enter"
        disabled={count === 0}
        onClick={() => find.step(-1)}
      >
        <ChevronUp />
      </IconButton>
      <IconButton label={t('find.next')} shortcut="Enter" disabled={count === 0} onClick={() => find.step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={t('common.close')} onClick={close}>
        <X />
      </IconButton>
      {other === undefined ? null : (
        <div className={styles['elsewhere']}>
          <output className={styles['page']}>{t('find.onPage', { name: isolate(nameOfPage(t, other, index)) })}</output>
          <Button
            look="ghost"
            onClick={() => {
              find.step(1)
              // The button is gone now.
              field.current?.focus()
            }}
          >
            {t('find.goThere')}
          </Button>
        </div>
      )}
    </Island>
  )
}

/** CSS pixels around the words that were found. */
const ROOM = 3

/** A mark over the words that were found; it lies under the islands. */
export function FindMark({ editor }: { readonly editor: Editor }): JSX.Element | null {
  const { find } = editor.viewing
  const found = useValue(find.found)
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = mark
    if (current === null) return undefined
    // Moved by hand and not by rendering: it follows the view in every frame.
    const show = (): void => {
      const box = find.boxInView(found)
      if (box === null) return
      const { x, y, zoom } = editor.camera.get()
      current.style.transform = `translate(${(box.minX - x) * zoom - ROOM}px, ${(box.minY - y) * zoom - ROOM}px)`
      current.style.width = `${(box.maxX - box.minX) * zoom + 2 * ROOM}px`
      current.style.height = `${(box.maxY - box.minY) * zoom + 2 * ROOM}px`
    }
    show()
    return editor.camera.subscribe(show)
  }, [editor, find, found])
  return found.box === null ? null : <div ref={mark} className={styles['mark']} data-testid="found" aria-hidden />
}
