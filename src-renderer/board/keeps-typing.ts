/** Marks what may take the keys for a moment while words are typed, and give them back: typing goes on. */
export const KEEPS_TYPING = { 'data-keeps-typing': '' } as const

/** Whether what takes the keys, or is about to, lies within something so marked. */
export function keepsTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-keeps-typing]') !== null
}
