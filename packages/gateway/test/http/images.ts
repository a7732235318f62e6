import sharp from 'sharp'
import type { ImageType } from '../../src/features/profile-images/image-types.ts'

type Shape = { width?: number; height?: number; background?: string }

/** A real image of the type. */
export async function makeImage(
  type: ImageType,
  { width = 60, height = 40, background = 'teal' }: Shape = {},
): Promise<Buffer> {
  const image = sharp({ create: { width, height, channels: 3, background } })
  return image.toFormat(type === 'image/jpeg' ? 'jpeg' : (type.slice('image/'.length) as 'png')).toBuffer()
}

/** A JPEG of noise, which cannot be compressed well: about a quarter of a byte for each pixel. */
export async function makePhoto(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  return sharp({ create: { width, height, channels: 3, background: 'grey', noise } })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** The body of an upload. */
export function upload(type: ImageType, bytes: Uint8Array, more: Record<string, unknown> = {}) {
  const extension = type.slice('image/'.length)
  return { file_name: `ada.${extension}`, content_type: type, file: Buffer.from(bytes).toString('base64'), ...more }
}
