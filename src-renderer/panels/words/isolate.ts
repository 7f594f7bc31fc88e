/** A name to put into a sentence: whichever way it is written, the words around it keep their order (UAX 9). */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`
}
