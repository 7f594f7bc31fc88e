import { useState } from 'react'

/** The items in the order they were first seen: what comes is added behind, and nothing that is there changes places. */
export function useSteadyOrder<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const [order, setOrder] = useState<readonly string[]>([])
  const known = new Set(order)
  const added = items.map(keyOf).filter((key) => !known.has(key))
  if (added.length > 0) setOrder([...order, ...added])
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  return [...order, ...added].flatMap((key) => byKey.get(key) ?? [])
}
