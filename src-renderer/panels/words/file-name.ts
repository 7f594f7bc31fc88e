const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** A board's name as a file name that every system accepts. */
export function fileNameOf(boardName: string, extension: string): string {
  const safe = boardName
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/gu, '')
  const name = safe === '' || RESERVED.test(safe) ? `DrawNet ${safe}`.trim() : safe
  return `${name}.${extension}`
}
