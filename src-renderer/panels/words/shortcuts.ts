/** A shortcut with the system's main modifier, as the system writes it: "Ctrl+Shift+Z" or "⇧⌘Z". */
export function shortcut(...keys: readonly string[]): string {
  return writeShortcut(isApple(navigator.userAgent), keys)
}

export function writeShortcut(apple: boolean, keys: readonly string[]): string {
  if (!apple) return ['Ctrl', ...keys].join('+')
  const shifted = keys.includes('Shift')
  return `${shifted ? '⇧' : ''}⌘${keys.filter((key) => key !== 'Shift').join('')}`
}

/** Keys in parts, of which `Mod` is the system's main modifier: "Ctrl+Alt+C" or "⌥⌘C". */
export function shortcutOf(keys: readonly string[]): string {
  return writeKeys(isApple(navigator.userAgent), keys)
}

export function writeKeys(apple: boolean, keys: readonly string[]): string {
  if (!apple) return keys.map((key) => (key === 'Mod' ? 'Ctrl' : key)).join('+')
  const signs = [keys.includes('Alt') ? '⌥' : '', keys.includes('Shift') ? '⇧' : '', keys.includes('Mod') ? '⌘' : '']
  return `${signs.join('')}${keys.at(-1) ?? ''}`
}

function isApple(userAgent: string): boolean {
  return /mac os|iphone|ipad/i.test(userAgent)
}
