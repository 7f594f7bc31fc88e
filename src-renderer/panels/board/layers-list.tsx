import {
  ArrowDown,
  ArrowUp,
  Ellipsis,
  Eye,
  EyeOff,
  GripVertical,
  Lock,
  LockOpen,
  Pencil,
  Plus,
  ShieldCheck,
  Trash2,
  UserRound,
} from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layer } from '#shared/model/pages.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { TINY_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { Tip } from '../ui/tip.tsx'
import { shortcutOf } from '../words/shortcuts.ts'
import { LayerSettings } from './layer-settings.tsx'
import { SheetName } from './sheet-name.tsx'
import { freshName, nameOfLayer } from './sheet-names.ts'
import { SheetRemoval } from './sheet-removal.tsx'
import styles from './sheets.module.css'
import { stepFocus } from './step-focus.ts'
import { useReorder } from './use-reorder.ts'

export interface LayersListProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly canChange: boolean
}

/** The layers of the page in view, the topmost first. */
export function LayersList({ editor, room, canChange }: LayersListProps): JSX.Element {
  const { t } = useTranslation()
  const { layers: layering } = editor
  const layers = useValue(layering.layers)
  const inHand = useValue(layering.inHand)
  const [renaming, setRenaming] = useState<RecordId | null>(null)
  const [removing, setRemoving] = useState<Layer | null>(null)
  // The name comes before the buttons: locking is in the menu there, and moving is there always.
  const tiny = useMedia(TINY_WINDOW)
  const shown = layers.toReversed()
  const names = layers.map((layer) => nameOfLayer(t, layer))
  const reorder = useReorder((from, to) => {
    const layer = shown[from]
    if (layer !== undefined) move(layer, layers.length - 1 - to)
  })
  const mayChange = (layer: Layer): boolean => canChange && layering.mayChange(layer)

  /** @param rank that it is to have; the base layer stays where it is */
  function move(layer: Layer, rank: number): void {
    if (mayChange(layer) && layer.id !== '') layering.move(layer, Math.min(layers.length - 1, Math.max(1, rank)) - 1)
  }

  function remove(layer: Layer): void {
    if (!mayChange(layer) || layer.id === '') return
    if (layering.on(layer).length > 0) setRemoving(layer)
    else void layering.remove(layer)
  }

  return (
    <>
      <div className={styles['content']}>
        <ul className={styles['list']} aria-label={t('layers.title')}>
          {shown.map((layer, i) => {
            const name = nameOfLayer(t, layer)
            const may = mayChange(layer)
            const isBase = layer.id === ''
            return (
              <li
                key={layer.id}
                className={styles['row']}
                data-drop={reorder.dropAt(i)}
                data-present={layer.id === inHand.id || undefined}
              >
                {layers.length > 2 && !tiny ? (
                  <span
                    className={styles['grip']}
                    data-fixed={isBase || !may || undefined}
                    aria-hidden
                    {...(isBase || !may ? {} : reorder.handle(i))}
                  >
                    <GripVertical />
                  </span>
                ) : null}
                <IconButton
                  label={t(layer.hidden ? 'layers.show' : 'layers.hide', { name })}
                  side="right"
                  aria-pressed={layer.hidden}
                  disabled={!may}
                  onClick={() => layering.change(layer, { hidden: !layer.hidden })}
                >
                  {layer.hidden ? <EyeOff /> : <Eye />}
                </IconButton>
                {renaming === layer.id ? (
                  <SheetName
                    name={name}
                    label={t('layers.newName')}
                    onDone={(next) => {
                      if (next !== null) layering.change(layer, { text: next })
                      setRenaming(null)
                    }}
                  />
                ) : (
                  <button
                    type="button"
                    className={styles['layer']}
                    aria-current={layer.id === inHand.id}
                    data-hidden={layer.hidden || undefined}
                    onClick={() => layering.choose(layer.id)}
                    onDoubleClick={() => setRenaming(may ? layer.id : null)}
                    onKeyDown={(event) => {
                      if (event.altKey && event.key === 'ArrowUp') move(layer, layer.rank + 1)
                      else if (event.altKey && event.key === 'ArrowDown') move(layer, layer.rank - 1)
                      else if (event.key === 'F2') setRenaming(may ? layer.id : null)
                      else if (event.key === 'Delete') remove(layer)
                      else if (!stepFocus(event)) return
                      event.preventDefault()
                    }}
                  >
                    <Tip text={name} side="right">
                      <span className={styles['name']} dir="auto">
                        {name}
                      </span>
                    </Tip>
                    {tiny && layer.locked ? <Lock className={styles['locked']} aria-hidden /> : null}
                    <Access layer={layer} />
                  </button>
                )}
                {tiny ? null : (
                  <IconButton
                    label={t(layer.locked ? 'layers.unlock' : 'layers.lock', { name })}
                    side="right"
                    aria-pressed={layer.locked}
                    disabled={!may}
                    onClick={() => layering.change(layer, { locked: !layer.locked })}
                  >
                    {layer.locked ? <Lock /> : <LockOpen className={styles['quiet']} />}
                  </IconButton>
                )}
                <Menu
                  trigger={
                    <IconButton label={t('sheets.more', { name })} side="right" disabled={!may}>
                      <Ellipsis />
                    </IconButton>
                  }
                >
                  <MenuItem icon={<Pencil />} shortcut="F2" onSelect={() => setRenaming(layer.id)}>
                    {t('sheets.rename')}
                  </MenuItem>
                  {tiny ? (
                    <MenuItem
                      icon={layer.locked ? <LockOpen /> : <Lock />}
                      onSelect={() => layering.change(layer, { locked: !layer.locked })}
                    >
                      {t(layer.locked ? 'layers.unlock' : 'layers.lock', { name })}
                    </MenuItem>
                  ) : null}
                  <MenuItem
                    icon={<ArrowUp />}
                    shortcut={shortcutOf(['Alt', '↑'])}
                    disabled={isBase || layer.rank === layers.length - 1}
                    onSelect={() => move(layer, layer.rank + 1)}
                  >
                    {t('sheets.up')}
                  </MenuItem>
                  <MenuItem
                    icon={<ArrowDown />}
                    shortcut={shortcutOf(['Alt', '↓'])}
                    disabled={layer.rank < 2}
                    onSelect={() => move(layer, layer.rank - 1)}
                  >
                    {t('sheets.down')}
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem
                    icon={<Trash2 />}
                    shortcut={t('keys.deleteKey')}
                    danger
                    disabled={isBase}
                    onSelect={() => remove(layer)}
                  >
                    {t('sheets.remove')}
                  </MenuItem>
                </Menu>
              </li>
            )
          })}
        </ul>
        <LayerSettings editor={editor} room={room} layer={inHand} canChange={canChange} />
      </div>
      <div className={styles['foot']}>
        <Button
          look="ghost"
          disabled={!canChange}
          onClick={() => layering.add(freshName(names, (number) => t('layers.name', { number })))}
        >
          <Plus />
          {t('layers.add')}
        </Button>
      </div>
      {removing === null ? null : (
        <SheetRemoval
          name={nameOfLayer(t, removing)}
          count={layering.on(removing).length}
          onRemove={() => void layering.remove(removing)}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  )
}

/** That not everyone may draw there. */
function Access({ layer }: { readonly layer: Layer }): JSX.Element | null {
  const { t } = useTranslation()
  const access = layer.record?.access ?? 'everyone'
  if (access === 'everyone') return null
  return (
    <span
      className={styles['access']}
      role="img"
      aria-label={t(`layers.access.${access}`)}
      title={t(`layers.access.${access}`)}
    >
      {access === 'hosts' ? <ShieldCheck /> : <UserRound />}
    </span>
  )
}
