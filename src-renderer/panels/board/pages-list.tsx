import { ArrowDown, ArrowUp, CopyPlus, Ellipsis, GripVertical, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '#shared/model/people.ts'
import type { Page } from '#shared/model/pages.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { TINY_WINDOW, useMedia } from '../hooks/use-media.ts'
import { useValue } from '../hooks/use-value.ts'
import { Avatar, MoreAvatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { Tip } from '../ui/tip.tsx'
import { shortcutOf } from '../words/shortcuts.ts'
import { SheetName } from './sheet-name.tsx'
import { freshName, nameOfPage } from './sheet-names.ts'
import { SheetRemoval } from './sheet-removal.tsx'
import styles from './sheets.module.css'
import { stepFocus } from './step-focus.ts'
import { usePageThumbnail } from './use-page-thumbnail.ts'
import { useReorder } from './use-reorder.ts'

export interface PagesListProps {
  readonly editor: Editor
  readonly room: RoomView
  readonly theme: Theme
  readonly canChange: boolean
}

/** People that are shown on a page; of more, how many. */
const FACES = 3

/** The pages of the board, with who is on each. */
export function PagesList({ editor, room, theme, canChange }: PagesListProps): JSX.Element {
  const { t } = useTranslation()
  const { pages: paging } = editor
  const pages = useValue(paging.pages)
  const at = useValue(paging.at)
  const people = usePeople(editor, room)
  const [renaming, setRenaming] = useState<RecordId | null>(null)
  const [removing, setRemoving] = useState<Page | null>(null)
  const names = pages.map((page, i) => nameOfPage(t, page, i))
  // The name comes before the handle: pages are moved by the menu there.
  const tiny = useMedia(TINY_WINDOW)
  const reorder = useReorder((from, to) => move(from, to))

  function move(from: number, to: number): void {
    const page = pages[from]
    if (canChange && page !== undefined && to >= 0 && to < pages.length) paging.move(page.id, to)
  }

  function remove(page: Page): void {
    if (!canChange || pages.length < 2) return
    if (paging.count(page.id) > 0) setRemoving(page)
    else void paging.remove(page.id)
  }

  return (
    <>
      <ul className={styles['list']} aria-label={t('pages.title')}>
        {pages.map((page, i) => {
          const name = names[i] ?? ''
          return (
            <li
              key={page.id}
              className={styles['row']}
              data-drop={reorder.dropAt(i)}
              data-present={page.id === at || undefined}
            >
              {pages.length > 1 && canChange && !tiny ? (
                <span className={styles['grip']} aria-hidden {...reorder.handle(i)}>
                  <GripVertical />
                </span>
              ) : null}
              {renaming === page.id ? (
                <SheetName
                  name={name}
                  label={t('pages.newName')}
                  onDone={(next) => {
                    if (next !== null) paging.rename(page.id, next)
                    setRenaming(null)
                  }}
                />
              ) : (
                <button
                  type="button"
                  className={styles['page']}
                  aria-current={page.id === at}
                  onClick={() => paging.go(page.id)}
                  onDoubleClick={() => setRenaming(canChange ? page.id : null)}
                  onKeyDown={(event) => {
                    if (event.altKey && event.key === 'ArrowUp') move(i, i - 1)
                    else if (event.altKey && event.key === 'ArrowDown') move(i, i + 1)
                    else if (event.key === 'F2') setRenaming(canChange ? page.id : null)
                    else if (event.key === 'Delete') remove(page)
                    else if (!stepFocus(event)) return
                    event.preventDefault()
                  }}
                >
                  <Thumbnail editor={editor} page={page.id} theme={theme} />
                  <Tip text={name} side="right">
                    <span className={styles['name']} dir="auto">
                      {name}
                    </span>
                  </Tip>
                  <Faces people={people.get(page.id) ?? []} />
                </button>
              )}
              <Menu
                trigger={
                  <IconButton label={t('sheets.more', { name })} side="right" disabled={!canChange}>
                    <Ellipsis />
                  </IconButton>
                }
              >
                <MenuItem icon={<Pencil />} shortcut="F2" onSelect={() => setRenaming(page.id)}>
                  {t('sheets.rename')}
                </MenuItem>
                <MenuItem
                  icon={<CopyPlus />}
                  onSelect={() => void paging.duplicate(page.id, t('pages.copyName', { name }))}
                >
                  {t('sheets.duplicate')}
                </MenuItem>
                <MenuItem
                  icon={<ArrowUp />}
                  shortcut={shortcutOf(['Alt', '↑'])}
                  disabled={i === 0}
                  onSelect={() => move(i, i - 1)}
                >
                  {t('sheets.up')}
                </MenuItem>
                <MenuItem
                  icon={<ArrowDown />}
                  shortcut={shortcutOf(['Alt', '↓'])}
                  disabled={i === pages.length - 1}
                  onSelect={() => move(i, i + 1)}
                >
                  {t('sheets.down')}
                </MenuItem>
                <MenuSeparator />
                <MenuItem
                  icon={<Trash2 />}
                  shortcut={t('keys.deleteKey')}
                  danger
                  disabled={pages.length < 2}
                  onSelect={() => remove(page)}
                >
                  {t('sheets.remove')}
                </MenuItem>
              </Menu>
            </li>
          )
        })}
      </ul>
      <div className={styles['foot']}>
        <Button
          look="ghost"
          disabled={!canChange}
          onClick={() => paging.add(freshName(names, (number) => t('pages.name', { number })))}
        >
          <Plus />
          {t('pages.add')}
        </Button>
      </div>
      {removing === null ? null : (
        <SheetRemoval
          name={nameOfPage(t, removing, pages.indexOf(removing))}
          count={paging.count(removing.id)}
          onRemove={() => void paging.remove(removing.id)}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  )
}

interface ThumbnailProps {
  readonly editor: Editor
  readonly page: RecordId
  readonly theme: Theme
}

function Thumbnail({ editor, page, theme }: ThumbnailProps): JSX.Element {
  const address = usePageThumbnail(editor, page, theme)
  return (
    <span className={styles['thumbnail']}>
      {address === null ? null : <img src={address} alt="" draggable={false} />}
    </span>
  )
}

function Faces({ people }: { readonly people: readonly Member[] }): JSX.Element | null {
  const { t } = useTranslation()
  if (people.length === 0) return null
  const names = people.map(({ name }) => name).join(', ')
  return (
    <span className={styles['faces']} role="img" aria-label={t('pages.here', { names })} title={names}>
      {people.slice(0, FACES).map((person) => (
        <Avatar key={person.number} name={person.name} color={person.color} size="small" />
      ))}
      {people.length > FACES ? <MoreAvatar count={`+${people.length - FACES}`} /> : null}
    </span>
  )
}

/** Who else is on each page. */
function usePeople(editor: Editor, room: RoomView): ReadonlyMap<RecordId, readonly Member[]> {
  const members = useValue(room.members)
  const whereabouts = useValue(room.whereabouts)
  const me = useValue(room.me)
  // What pages there are says which of them somebody is on.
  useValue(editor.pages.pages)
  const { outline } = editor.sheets
  const others = members.filter(({ number, online }) => online && number !== me)
  return Map.groupBy(others, ({ number }) => outline.pageOf({ page: whereabouts.get(number) ?? '' }))
}
