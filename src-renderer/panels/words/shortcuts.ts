/** A shortcut with the system's main modifier, as the system writes it: "Ctrl+Shift+Z" or "⇧⌘Z". */
export function shortcut(...keys: readonly string[]): string {
  return writeShortcut(isApple(navigator.userAgent), keys)
}

export function writeShortcut(apple: boolean, keys: readonly string[]): string {
  if (!apple) return ['Ctrl', ...keys].join('+')
  const shifted = keys.includes('Shift')
  return `${shifted ? '⇧' : ''}⌘${keys.filter((key) => key !== 'Shift').join('')}`
}

function isApple(userAgent: string): boolean {
  return /mac os|iphone|ipad/i.test(userAgent)
}
