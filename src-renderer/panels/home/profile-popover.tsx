import { Check, Pencil } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useState, type CSSProperties, type JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '#shared/desktop/desktop-api.ts'
import { sentenceOf } from '#shared/errors.ts'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { MAX_NAME_LENGTH, cleanName } from '#shared/model/people.ts'
import type { Desktop } from '#renderer/net/desktop.ts'
import { Avatar } from '../ui/avatar.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'
import { useToasts } from '../ui/toasts.tsx'
import styles from './header.module.css'
import { PERSON_COLOR_WORDS } from './person-colors.ts'

export interface ProfilePopoverProps {
  readonly desktop: Desktop
  readonly profile: Profile
}

/** Who one is: a name and a colour. What is changed is kept at once; closing keeps what is there. */
export function ProfilePopover({ desktop, profile }: ProfilePopoverProps): JSX.Element {
  const { t } = useTranslation()
  const toasts = useToasts()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(profile.name)
  const [color, setColor] = useState(profile.color)
  const name = cleanName(typed) || profile.name

  function keep(next: { name: string; color: number }): void {
    if (profile.chosen && next.name === profile.name && next.color === profile.color) return
    desktop.call('profile.set', next).catch((error: unknown) => toasts.show(sentenceOf(error)))
  }

  function change(next: boolean): void {
    setOpen(next)
    if (next) {
      setTyped(profile.name)
      setColor(profile.color)
    } else keep({ name, color })
  }

  return (
    <Popover
      label={t('profile.title')}
      open={open}
      onOpenChange={change}
      trigger={
        <button type="button" className={styles['me']} aria-label={t('profile.button', { name: profile.name })}>
          <Avatar name={profile.name} color={profile.color} />
          <span className={styles['name']} dir="auto">
            {profile.name}
          </span>
          <Pencil />
        </button>
      }
    >
      <form
        className={styles['profile']}
        onSubmit={(event) => {
          event.preventDefault()
          change(false)
        }}
      >
        <div className={styles['who']}>
          <Avatar name={name} color={color} size="large" />
          <label>
            <span className={styles['caption']}>{t('profile.name')}</span>
            <TextField
              value={typed}
              maxLength={MAX_NAME_LENGTH}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        </div>
        <div>
          <span className={styles['caption']}>{t('profile.color')}</span>
          <RadioGroup.Root
            className={styles['colors']}
            aria-label={t('profile.color')}
            value={String(color)}
            onValueChange={(value) => {
              setColor(Number(value))
              keep({ name, color: Number(value) })
            }}
          >
            {Array.from({ length: PERSON_COLOR_COUNT }, (_, index) => (
              <RadioGroup.Item
                key={index}
                value={String(index)}
                className={styles['color']}
                aria-label={t(PERSON_COLOR_WORDS[index] ?? 'person.blue')}
                style={swatchOf(index)}
              >
                <RadioGroup.Indicator>
                  <Check />
                </RadioGroup.Indicator>
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
        </div>
        <p className={styles['caption']}>{t('profile.hint')}</p>
      </form>
    </Popover>
  )
}

function swatchOf(index: number): CSSProperties & Record<'--swatch', string> {
  return { '--swatch': `var(--person-${index})` }
}
