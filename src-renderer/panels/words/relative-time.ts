const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** When something was, in words of the person's language: "5 minutes ago", "yesterday", "12 March". Null means just now. */
export function relativeTime(at: number, now: number, locale?: string): string | null {
  const ago = Math.max(0, now - at)
  if (ago < MINUTE) return null
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (ago < HOUR) return words.format(-Math.floor(ago / MINUTE), 'minute')
  const days = calendarDaysBetween(at, now)
  if (days === 0) return words.format(-Math.floor(ago / HOUR), 'hour')
  if (days < 7) return words.format(-days, 'day')
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at)
}

/** The time of a message: the hour today, day and hour before. */
export function clockTime(at: number, now: number, locale?: string): string {
  const today = calendarDaysBetween(at, now) === 0
  return new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    ...(today ? {} : { day: 'numeric', month: 'short' }),
  }).format(at)
}

// Rounded, because days with a change of the clocks have 23 or 25 hours.
function calendarDaysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY)
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
