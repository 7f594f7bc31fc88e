import { useState, type JSX, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cleanName } from '#shared/model/people.ts'
import { Popover } from '../ui/popover.tsx'
import { ProfileFields } from './profile-fields.tsx'

export interface ProfilePopoverProps {
  readonly name: string
  readonly color: number
  readonly trigger: ReactNode
  readonly onKeep: (name: string, color: number) => void
}

/** Who one is: a name and a colour. What is changed is kept at once; closing keeps what is there. */
export function ProfilePopover({ name, color, trigger, onKeep }: ProfilePopoverProps): JSX.Element {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(name)
  const [chosen, setChosen] = useState(color)
  const next = cleanName(typed) || name

  function change(opened: boolean): void {
    setOpen(opened)
    if (opened) {
      setTyped(name)
      setChosen(color)
    } else onKeep(next, chosen)
  }

  return (
    <Popover label={t('profile.title')} open={open} onOpenChange={change} trigger={trigger}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change(false)
        }}
      >
        <ProfileFields
          name={next}
          typed={typed}
          color={chosen}
          onType={setTyped}
          onColor={(picked) => {
            setChosen(picked)
            onKeep(next, picked)
          }}
        />
      </form>
    </Popover>
  )
}
