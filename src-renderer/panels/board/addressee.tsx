import { ChevronDown, Lock, Users, X } from 'lucide-react'
import type { JSX } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '#shared/model/people.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { isolate } from '../words/isolate.ts'
import styles from './addressee.module.css'

export interface AddresseeProps {
  /** Who alone will read what is written; null for everyone. */
  readonly addressee: Member | null
  /** Whom one could write to. */
  readonly others: readonly Member[]
  readonly disabled: boolean
  readonly onChange: (addressee: Member | null) => void
}

/** Says above the field, all the time, who will read what is written there. */
export function Addressee({ addressee, others, disabled, onChange }: AddresseeProps): JSX.Element | null {
  const { t } = useTranslation()
  if (addressee !== null) {
    return (
      <div className={styles['only']}>
        <Lock aria-hidden />
        <span className={styles['name']} role="status">
          {t('chat.onlyTo', { name: isolate(addressee.name) })}
        </span>
        <IconButton label={t('chat.backToEveryone')} shortcut="Esc" side="top" onClick={() => onChange(null)}>
          <X />
        </IconButton>
      </div>
    )
  }
  if (others.length === 0) return null
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button type="button" className={styles['everyone']} disabled={disabled}>
          <Users aria-hidden />
          <span>{t('chat.toEveryone')}</span>
          <ChevronDown aria-hidden />
        </button>
      }
    >
      {others.map((member) => (
        <MenuItem
          key={member.number}
          icon={<Avatar name={member.name} color={member.color} size="small" />}
          onSelect={() => onChange(member)}
        >
          {t('chat.onlyTo', { name: isolate(member.name) })}
        </MenuItem>
      ))}
    </Menu>
  )
}
