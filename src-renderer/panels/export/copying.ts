import type { Editor } from '#renderer/board/editor.ts'
import type { FileOptions } from '#renderer/export/board-export.ts'

/**
 * Puts a picture on the clipboard: a PNG as a picture, an SVG as its text, which editors take.
 *
 * @param onMissing hears how many pictures have not come, and are left out
 */
export async function copyPicture(
  { exporting }: Editor,
  format: 'png' | 'svg',
  options: FileOptions,
  onMissing: (count: number) => void,
): Promise<void> {
  const file = exporting.file({ ...options, format, carries: false }, { onMissing })
  if (format === 'svg') return await navigator.clipboard.writeText(await (await file).text())
  // Handed over while it is being made: a browser lets a page write only at once after a click.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })])
}
