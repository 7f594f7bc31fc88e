/** A name without folders, and without what some file system would not take. */
export function safeFileName(name: string): string {
  const cleaned = name
    .replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, '-')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  return cleaned === '' ? 'drawing' : cleaned
}
