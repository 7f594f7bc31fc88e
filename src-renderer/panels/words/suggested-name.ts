/** `wanted`, or with a number behind it the first that is not `taken`. */
export function suggestedName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken)
  if (!used.has(wanted)) return wanted
  let number = 2
  while (used.has(`${wanted} ${number}`)) number += 1
  return `${wanted} ${number}`
}
