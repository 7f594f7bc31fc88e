/** Names of the messages between the preload script and the shell. */
export const CHANNELS = {
  /** Page to shell: give me a Link. */
  connect: 'drawnet:connect',
  /** Shell to page, with a port. */
  link: 'drawnet:link',
  /** Page to shell, answered with a `SaveReply`. */
  saveFile: 'drawnet:save-file',
  /** Page to shell: paste as the system does. */
  paste: 'drawnet:paste',
} as const

/** An error thrown across processes would reach the person wrapped in technical words, so a failure is an answer. */
export type SaveReply =
  | { readonly kind: 'saved' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly sentence: string }
