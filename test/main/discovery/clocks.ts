import type { Clock } from '#shared/platform.ts'

/** The real clock, for real sockets. */
export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

export interface HandClock extends Clock {
  /** Lets time pass, and whatever is due in it happen, one thing after the other. */
  pass(ms: number): Promise<void>
  /** Lets promises settle without time passing. */
  settle(): Promise<void>
  readonly pending: number
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that only moves when it is told to. */
export function handClock(): HandClock {
  let now = 0
  let tasks: { readonly at: number; readonly task: () => void }[] = []
  async function runUntil(end: number): Promise<void> {
    await settle()
    for (;;) {
      const next = tasks.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined) return
      tasks = tasks.filter((entry) => entry !== next)
      now = Math.max(now, next.at)
      next.task()
      await settle()
    }
  }
  return {
    now: () => now,
    after(ms, task) {
      const entry = { at: now + ms, task }
      tasks.push(entry)
      return () => (tasks = tasks.filter((other) => other !== entry))
    },
    async pass(ms) {
      const end = now + ms
      await runUntil(end)
      now = end
    },
    settle,
    get pending() {
      return tasks.length
    },
  }
}
