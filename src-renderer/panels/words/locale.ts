/**
 * The person's own variety of the interface's language, for words such as "yesterday": `en-GB` where the interface is
 * English and the person reads British English. The interface's language where they read none of it.
 */
export function localeOfWords(language: string, preferred: readonly string[]): string {
  return preferred.find((locale) => locale.split('-')[0] === language) ?? language
}
