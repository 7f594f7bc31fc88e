import { Check } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import type { CSSProperties, JSX, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { MAX_NAME_LENGTH } from '#shared/model/people.ts'
import { Avatar } from '../ui/avatar.tsx'
import { TextField } from '../ui/field.tsx'
import { PERSON_COLOR_WORDS } from './person-colors.ts'
import styles from './profile-fields.module.css'

export interface ProfileFieldsProps {
  /** The name as it would be kept. */
  readonly name: string
  readonly typed: string
  readonly color: number
  readonly fieldRef?: Ref<HTMLInputElement>
  readonly invalid?: boolean
  readonly onType: (typed: string) => void
  readonly onColor: (color: number) => void
}

/** A name and a colour, with the avatar that they make. */
export function ProfileFields(props: ProfileFieldsProps): JSX.Element {
  const { name, typed, color, fieldRef, invalid = false, onType, onColor } = props
  const { t } = useTranslation()
  return (
    <div className={styles['fields']}>
      <div className={styles['who']}>
        <Avatar name={name} color={color} size="large" />
        <label>
          <span className={styles['caption']}>{t('profile.name')}</span>
          <TextField
            ref={fieldRef}
            value={typed}
            maxLength={MAX_NAME_LENGTH}
            aria-invalid={invalid}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onType(event.target.value)}
          />
        </label>
      </div>
      <div>
        <span className={styles['caption']}>{t('profile.color')}</span>
        <RadioGroup.Root
          className={styles['colors']}
          aria-label={t('profile.color')}
          value={String(color)}
          onValueChange={(value) => onColor(Number(value))}
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
    </div>
  )
}

function swatchOf(index: number): CSSProperties & Record<'--swatch', string> {
  return { '--swatch': `var(--person-${index})` }
}
