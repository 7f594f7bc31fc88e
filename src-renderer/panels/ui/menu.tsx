import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useOpeningDistance } from '../hooks/use-opening-distance.ts'
import styles from './menu.module.css'

const EDGE = 8

export interface MenuProps {
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
  readonly side?: 'top' | 'bottom'
}

export function Menu({ trigger, ...content }: MenuProps): JSX.Element {
  // Not modal: a modal menu locks scrolling with a style element, which the page's policy forbids.
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <Content {...content} />
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Content({ children, align = 'end', side = 'bottom' }: Omit<MenuProps, 'trigger'>): JSX.Element {
  const distance = useOpeningDistance()
  return (
    <DropdownMenu.Content
      className={styles['menu']}
      align={align}
      side={side}
      sideOffset={distance}
      collisionPadding={EDGE}
      loop
    >
      {children}
    </DropdownMenu.Content>
  )
}

export interface MenuItemProps {
  readonly icon?: ReactNode
  readonly shortcut?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({
  icon,
  shortcut,
  danger = false,
  disabled = false,
  onSelect,
  children,
}: MenuItemProps): JSX.Element {
  return (
    <DropdownMenu.Item
      className={`${styles['item']} ${danger ? styles['danger'] : ''}`}
      disabled={disabled}
      onSelect={onSelect}
    >
      {icon}
      <span>{children}</span>
      {shortcut === undefined ? null : <kbd className={styles['end']}>{shortcut}</kbd>}
    </DropdownMenu.Item>
  )
}

export interface MenuSubProps {
  readonly label: string
  readonly icon?: ReactNode
  readonly disabled?: boolean
  readonly children: ReactNode
}

/** An item that opens another menu beside it. */
export function MenuSub({ label, icon, disabled = false, children }: MenuSubProps): JSX.Element {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={styles['item']} disabled={disabled}>
        {icon}
        <span>{label}</span>
        <ChevronRight className={styles['end']} />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className={styles['menu']} collisionPadding={EDGE} loop>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  )
}

export interface MenuChoice<T extends string> {
  readonly value: T
  readonly label: string
  readonly icon: ReactNode
}

export interface MenuChoicesProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly choices: readonly MenuChoice<T>[]
  readonly onChange: (value: T) => void
}

/** One of several, with a check at the present one. */
export function MenuChoices<T extends string>({ label, value, choices, onChange }: MenuChoicesProps<T>): JSX.Element {
  return (
    <>
      <DropdownMenu.Label className={styles['label']}>{label}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
        {choices.map((choice) => (
          <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={styles['item']}>
            {choice.icon}
            <span>{choice.label}</span>
            <DropdownMenu.ItemIndicator className={styles['end']}>
              <Check />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  )
}

export function MenuSeparator(): JSX.Element {
  return <DropdownMenu.Separator className={styles['separator']} />
}

export function MenuNote({ children }: { readonly children: ReactNode }): JSX.Element {
  return <DropdownMenu.Label className={styles['label']}>{children}</DropdownMenu.Label>
}
