import { Check, Files, Layers2 } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordId } from '#shared/model/records.ts'
import type { Editor } from '#renderer/board/editor.ts'
import type { SheetPlace } from '#renderer/board/layering.ts'
import { useValue } from '../hooks/use-value.ts'
import { MenuItem, MenuSub } from '../ui/menu.tsx'
import { nameOfLayer, nameOfPage } from './sheet-names.ts'

export interface SheetMenusProps {
  readonly editor: Editor
}

/** Brings what is selected onto another layer or page; nothing where there is one of each. */
export function SheetMenus({ editor }: SheetMenusProps): JSX.Element | null {
  const { t } = useTranslation()
  const layers = useValue(editor.layers.layers)
  const pages = useValue(editor.pages.pages)
  const at = useValue(editor.pages.at)
  const records = editor.selection.get().flatMap((id) => editor.sheets.store.get(id) ?? [])
  const { outline } = editor.sheets
  const on = new Set(records.map((record) => outline.layerOf(record).id))
  const others = pages.flatMap((page, i) => (page.id === at ? [] : [{ page, name: nameOfPage(t, page, i) }]))

  async function bring(place: SheetPlace): Promise<void> {
    const ids = records.map(({ id }) => id)
    if (await editor.layers.bring(records, place)) goTo(place.page, ids)
  }

  async function copy(page: RecordId): Promise<void> {
    const ids = await editor.layers.copy(records, placeOn(page))
    if (ids.length > 0) goTo(page, ids)
  }

  function goTo(page: RecordId, ids: readonly RecordId[]): void {
    editor.pages.go(page)
    editor.brought(ids)
  }

  /** Of another page the topmost layer on which anything can be put. */
  function placeOn(page: RecordId): SheetPlace {
    return { page, layer: editor.sheets.drawableOn(page) }
  }

  return (
    <>
      {layers.length > 1 ? (
        <MenuSub label={t('layers.moveTo')} icon={<Layers2 />}>
          {layers.toReversed().map((layer) => (
            <MenuItem
              key={layer.id}
              icon={on.size === 1 && on.has(layer.id) ? <Check /> : <span />}
              disabled={editor.sheets.barrierOf(layer) !== null}
              onSelect={() => void bring({ page: at, layer: layer.id })}
            >
              {nameOfLayer(t, layer)}
            </MenuItem>
          ))}
        </MenuSub>
      ) : null}
      {others.length > 0 ? (
        <>
          <MenuSub label={t('pages.moveTo')} icon={<Files />}>
            {others.map(({ page, name }) => (
              <MenuItem key={page.id} onSelect={() => void bring(placeOn(page.id))}>
                {name}
              </MenuItem>
            ))}
          </MenuSub>
          <MenuSub label={t('pages.copyTo')} icon={<Files />}>
            {others.map(({ page, name }) => (
              <MenuItem key={page.id} onSelect={() => void copy(page.id)}>
                {name}
              </MenuItem>
            ))}
          </MenuSub>
        </>
      ) : null}
    </>
  )
}
