import { useEffect, useRef, type JSX, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { Minimap as Picture } from '#renderer/board/minimap.ts'
import { TINY_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Island } from '../ui/island.tsx'
import styles from './minimap.module.css'

export interface MinimapProps {
  readonly editor: Editor
  readonly theme: Theme
}

/** The whole board, small, with what of it is in view; pressing or dragging in it moves the view. */
export function Minimap({ editor, theme }: MinimapProps): JSX.Element | null {
  const { minimap, paper } = useValue(editor.viewing.look)
  // It would lie over the islands at the foot of the board.
  const tiny = useMedia(TINY_WINDOW)
  return minimap && !tiny ? <OpenMinimap key={`${theme} ${paper}`} editor={editor} /> : null
}

function OpenMinimap({ editor }: { readonly editor: Editor }): JSX.Element {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<HTMLSpanElement>(null)
  const picture = useRef<Picture | null>(null)

  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    element.width = Math.round(element.clientWidth * window.devicePixelRatio)
    element.height = Math.round(element.clientHeight * window.devicePixelRatio)
    // Moved by hand and not by rendering: it follows the view in every frame.
    const showView = (): void => {
      const { current } = view
      const part = picture.current?.partOf(editor.viewing.inView())
      if (current === null || part === undefined) return
      current.style.left = `${part.x * 100}%`
      current.style.top = `${part.y * 100}%`
      current.style.width = `${part.width * 100}%`
      current.style.height = `${part.height * 100}%`
    }
    const made = editor.viewing.minimapIn(element, showView)
    picture.current = made
    showView()
    const stop = editor.camera.subscribe(showView)
    return () => {
      stop()
      made.dispose()
      picture.current = null
    }
  }, [editor])

  function goTo(event: PointerEvent<HTMLDivElement>): void {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    picture.current?.goTo({ x: (event.clientX - left) / width, y: (event.clientY - top) / height })
  }

  return (
    <Island className={styles['island']} role="img" aria-label={t('view.minimap')}>
      <div
        className={styles['map']}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          goTo(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event)
        }}
      >
        <canvas ref={canvas} />
        <span ref={view} />
      </div>
    </Island>
  )
}
