import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { StorageState } from '#shared/desktop/desktop-api.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { ErrorLine } from '../ui/field.tsx'
import { CalmPage } from '../ui/page.tsx'

export interface StorageFailedProps {
  readonly desktop: Desktop
  readonly storage: Extract<StorageState, { kind: 'failed' }>
}

/** One's boards cannot be read. Says so, and starts over only when asked to. */
export function StorageFailed({ desktop, storage }: StorageFailedProps): JSX.Element {
  const { t } = useTranslation()
  const { busy, error, run } = useAction()
  return (
    <CalmPage
      title={t('storage.title')}
      texts={[storage.sentence, storage.canStartFresh ? t('storage.fresh') : t('storage.retry')]}
    >
      {storage.canStartFresh ? (
        <Button
          look="primary"
          disabled={busy}
          onClick={() =>
            run(async () => {
              await desktop.call('app.startFresh', {})
            })
          }
        >
          {t('storage.startFresh')}
        </Button>
      ) : null}
      <ErrorLine text={error} />
    </CalmPage>
  )
}
