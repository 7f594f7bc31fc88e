import { destination, pino, type Logger } from 'pino'

/**
 * Log lines as JSON on standard error; standard output belongs to answers. Written at once, so that the last
 * words of a process are not lost.
 */
export function createLog(level: 'info' | 'warn'): Logger {
  return pino({ level, base: null }, destination({ dest: 2, sync: true }))
}
