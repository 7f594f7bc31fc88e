import { levelFor, sizeAt, type PictureSize } from './picture-levels.ts'

/** A picture to be decoded, and how many pixels it takes up where it is painted. */
export interface DecodingOrder {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly wide: number
  readonly high: number
}

/** A picture at one of its levels. */
export interface DecodedPicture {
  readonly natural: PictureSize
  readonly level: number
  readonly image: ImageBitmap
}

/** What the worker answers. */
export type DecodingResult = DecodedPicture & { readonly id: number }
export type DecodingFailure = { readonly id: number; readonly failure: string }

/**
 * Decodes a picture made of pixels, upright, as large as it is needed; of one that moves the first picture.
 *
 * @throws DOMException for what is damaged
 */
export async function decodePixels({ bytes, type, wide, high }: DecodingOrder): Promise<DecodedPicture> {
  const whole = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: 'from-image' })
  const natural = { width: whole.width, height: whole.height }
  const level = levelFor(natural, wide, high, false)
  const { width, height } = sizeAt(natural, level)
  if (width === whole.width && height === whole.height) return { natural, level, image: whole }
  try {
    const image = await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })
    return { natural, level, image }
  } finally {
    whole.close()
  }
}
