const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A file's size in words: "840 bytes", "12 kB", "3.4 MB". Thousands, as file managers count. */
export function fileSize(bytes: number, locale?: string): string {
  let size = bytes
  let step = 0
  while (size >= 999.5 && step < UNITS.length - 1) {
    size /= 1000
    step += 1
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 0 && size < 10 ? 1 : 0,
  }).format(size)
}
