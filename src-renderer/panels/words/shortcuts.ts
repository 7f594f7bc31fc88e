/** What modifiers are on a Mac's keys, in the order in which they are written there. */
const SIGNS: Readonly<Record<string, string>> = { Alt: '⌥', Shift: '⇧', Mod: '⌘' }

/** A shortcut with the system's main modifier, as the system writes it: "Ctrl+Shift+Z" or "⇧⌘Z". */
export function shortcut(...keys: readonly string[]): string {
  return shortcutOf(['Mod', ...keys])
}

/** Keys in parts, of which `Mod` is the system's main modifier: "Ctrl+Alt+C" or "⌥⌘C". */
export function shortcutOf(keys: readonly string[]): string {
  return writeKeys(/mac os|iphone|ipad/i.test(navigator.userAgent), keys)
}

/** @param apple whether signs are written, as on a Mac */
export function writeKeys(apple: boolean, keys: readonly string[]): string {
  if (!apple) return keys.map((key) => (key === 'Mod' ? 'Ctrl' : key)).join('+')
  const signs = Object.keys(SIGNS).map((key) => (keys.includes(key) ? SIGNS[key] : ''))
  return [...signs, ...keys.filter((key) => !Object.hasOwn(SIGNS, key))].join('')
}
