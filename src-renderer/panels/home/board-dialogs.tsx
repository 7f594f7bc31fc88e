import { useState, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownRoom } from '#shared/desktop/desktop-api.ts'
import { MAX_NAME_LENGTH, cleanName } from '#shared/model/people.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { ErrorLine, TextField } from '../ui/field.tsx'

export interface BoardDialogProps {
  readonly desktop: Desktop
  readonly room: KnownRoom
  readonly onClose: () => void
}

export function RenameDialog({ desktop, room, onClose }: BoardDialogProps): JSX.Element {
  const { t } = useTranslation()
  const { busy, error, run } = useAction()
  const [typed, setTyped] = useState(room.name)
  const name = cleanName(typed)
  return (
    <Dialog title={t('boards.renameTitle')} open onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name === '') return
          run(async () => {
            await desktop.call('rooms.rename', { roomId: room.roomId, name })
            onClose()
          })
        }}
      >
        <TextField
          aria-label={t('boards.newName')}
          value={typed}
          maxLength={MAX_NAME_LENGTH}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ErrorLine text={error} />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy || name === ''}>
            {t('boards.rename')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

export function RemoveDialog({ desktop, room, onClose }: BoardDialogProps): JSX.Element {
  const { t } = useTranslation()
  const { busy, error, run } = useAction()
  const title = room.own ? t('boards.removeTitle', { name: room.name }) : t('boards.forgetTitle', { name: room.name })
  return (
    <Dialog title={title} open onClose={onClose}>
      <p>{room.own ? t('boards.removeText') : t('boards.forgetText', { host: room.hostName })}</p>
      <ErrorLine text={error} />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="danger"
          disabled={busy}
          onClick={() =>
            run(async () => {
              await desktop.call('rooms.remove', { roomId: room.roomId })
              onClose()
            })
          }
        >
          {room.own ? t('boards.remove') : t('boards.forget')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
