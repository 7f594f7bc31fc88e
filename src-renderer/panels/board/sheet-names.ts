import type { TFunction } from 'i18next'
import type { Layer, Page } from '#shared/model/pages.ts'

/** What a page is called; by its place, while nobody has named it. */
export function nameOfPage(t: TFunction, page: Page, at: number): string {
  const name = page.record?.text.trim() ?? ''
  return name === '' ? t('pages.name', { number: at + 1 }) : name
}

/** What a layer is called; by its place, while nobody has named it. */
export function nameOfLayer(t: TFunction, { id, rank, record }: Layer): string {
  const name = record?.text.trim() ?? ''
  if (name !== '') return name
  return id === '' ? t('layers.base') : t('layers.name', { number: rank + 1 })
}

/** A name that none has yet: “Page 4”. */
export function freshName(names: readonly string[], make: (number: number) => string): string {
  const taken = new Set(names)
  let number = names.length + 1
  while (taken.has(make(number))) number += 1
  return make(number)
}
