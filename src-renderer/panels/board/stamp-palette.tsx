import { X } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#shared/model/palette.ts'
import type { Editor } from '#renderer/board/editor.ts'
import { builtInStamp, STAMP_GROUPS, type StampGroup, type StampName } from '#renderer/stamps/built-in.ts'
import type { Stamp } from '#renderer/stamps/stamp.ts'
import { useValue } from '../hooks/use-value.ts'
import { Button } from '../ui/button.tsx'
import { Tip } from '../ui/tip.tsx'
import { StampPicture } from './stamp-picture.tsx'
import styles from './stamps.module.css'

export interface StampPaletteProps {
  readonly editor: Editor
  readonly theme: Theme
  /** A choice by hand, Enter or Space is done with it. */
  readonly onDone: () => void
}

interface Named {
  readonly stamp: Stamp
  readonly name: string
}

/** Drawn once for all palettes. */
const BUILT_IN = (Object.entries(STAMP_GROUPS) as [StampGroup, readonly StampName[]][]).map(([group, names]) => ({
  group,
  stamps: names.map((name) => ({ name, stamp: builtInStamp(name) })),
}))

/** All stamps to choose from: one's own first, which can be removed here, and those that come with DrawNet. */
export function StampPalette({ editor, theme, onDone }: StampPaletteProps): JSX.Element {
  const { t } = useTranslation()
  const { stamps } = editor
  const own = useValue(stamps.own.all)
  const { stamp: inHand } = useValue(stamps.inHand)
  const [removing, setRemoving] = useState(false)
  const owned = own.map((stamp, i): Named => ({
    stamp,
    name: stamp.name === '' ? t('stamps.unnamed', { number: own.length - i }) : stamp.name,
  }))
  const builtIn = BUILT_IN.map(({ group, stamps: those }) => ({
    group,
    named: those.map(({ name, stamp }): Named => ({ stamp, name: isWord(name) ? t(`stamps.name.${name}`) : name })),
  }))
  const all = [...owned, ...builtIn.flatMap(({ named }) => named)]
  const choices = (named: readonly Named[]): ReactNode =>
    named.map(({ stamp, name }) => <Choice key={stamp.id} {...{ stamp, name, theme, onDone }} />)

  return (
    <RadioGroup.Root
      className={styles['palette']}
      aria-label={t('tool.stamp')}
      value={inHand.id}
      onKeyDown={({ key, target }) => {
        if ((key === 'Enter' || key === ' ') && target instanceof Element && target.role === 'radio') onDone()
      }}
      onValueChange={(id) => {
        const chosen = all.find(({ stamp }) => stamp.id === id)
        if (chosen !== undefined) stamps.take(chosen.stamp)
      }}
    >
      <div className={styles['group']}>
        <div className={styles['head']}>
          <span className={styles['label']}>{t('stamps.own')}</span>
          {own.length === 0 ? null : (
            <Button look="quiet" onClick={() => setRemoving(!removing)}>
              {t(removing ? 'stamps.removed' : 'stamps.remove')}
            </Button>
          )}
        </div>
        {own.length === 0 ? (
          <p className={styles['empty']}>{t('stamps.ownEmpty')}</p>
        ) : (
          <div className={styles['grid']} role="group" aria-label={t('stamps.own')}>
            {removing
              ? owned.map(({ stamp, name }) => (
                  <button
                    key={stamp.id}
                    type="button"
                    className={styles['stamp']}
                    aria-label={t('stamps.removeOne', { name })}
                    onClick={() => {
                      stamps.own.remove(stamp.id)
                      if (own.length === 1) setRemoving(false)
                    }}
                  >
                    <StampPicture records={stamp.records} theme={theme} />
                    <X className={styles['badge']} />
                  </button>
                ))
              : choices(owned)}
          </div>
        )}
      </div>
      {builtIn.map(({ group, named }) => (
        <div key={group} className={styles['group']} role="group" aria-label={t(`stamps.group.${group}`)}>
          <span className={styles['label']}>{t(`stamps.group.${group}`)}</span>
          <div className={styles['grid']}>{choices(named)}</div>
        </div>
      ))}
    </RadioGroup.Root>
  )
}

interface ChoiceProps extends Named {
  readonly theme: Theme
  readonly onDone: () => void
}

function Choice({ stamp, name, theme, onDone }: ChoiceProps): JSX.Element {
  return (
    <Tip text={name} side="top">
      <RadioGroup.Item
        value={stamp.id}
        aria-label={name}
        className={styles['stamp']}
        onClick={(event) => {
          // The arrow keys click too, without a pointer.
          if (event.detail > 0) onDone()
        }}
      >
        <StampPicture records={stamp.records} theme={theme} />
      </RadioGroup.Item>
    </Tip>
  )
}

/** Numbers are their own names. */
function isWord(name: StampName): name is Exclude<StampName, (typeof STAMP_GROUPS)['numbers'][number]> {
  return !(STAMP_GROUPS.numbers as readonly string[]).includes(name)
}
