import { Switch } from 'radix-ui'
import { useId, type JSX } from 'react'
import styles from './toggle.module.css'

export interface ToggleProps {
  readonly label: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export function Toggle({ label, checked, disabled = false, onChange }: ToggleProps): JSX.Element {
  const id = useId()
  return (
    <div className={styles['row']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <Switch.Root
        id={id}
        className={styles['switch']}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      >
        <Switch.Thumb className={styles['thumb']} />
      </Switch.Root>
    </div>
  )
}
