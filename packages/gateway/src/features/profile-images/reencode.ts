import type { Metadata, Sharp } from 'sharp'
import { importOptional } from '../../platform/config/import-optional.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type ImageType, sniffImageType } from './image-types.ts'

/** Limits of an uploaded image. All frames count, whether they are shown or not. */
export const MOST_BYTES = 10 * 1_048_576
const MOST_PIXELS = 40_000_000
/** Bytes of the decoded pixels in memory; an interlaced or progressive image is in memory as a whole. */
const MOST_DECODED_BYTES = 160_000_000
const MOST_DECODED_AT_ONCE = 80_000_000

/** Limit of the encoded image: neither edge is longer. The largest result, noise as PNG, is 1 MiB. */
const EDGE = 512
const QUALITY = 85

/**
 * The decoders of the accepted types. All others are blocked: libvips knows a dozen more formats, such as SVG and PDF.
 */
const DECODERS = [
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadWebpBuffer',
]

/** The time limit; the largest image takes about a second. */
const MOST_SECONDS = 15

/**
 * Makes an image that is safe to show to anybody from untrusted bytes: they are decoded as the type that they claim and
 * have, turned upright, scaled down, and encoded anew in the same format. Nothing of the original file is left: no
 * metadata (such as where a photo was taken), and nothing that a polyglot hides between or behind the pixels. Only the
 * first frame of an animation is kept. Throws `invalid_image` and `image_too_large`. The work runs in threads of libuv,
 * one for each image.
 */
export async function reencode(bytes: Uint8Array, type: ImageType): Promise<Buffer> {
  if (bytes.length > MOST_BYTES) throw new Refusal('image_too_large')
  if (sniffImageType(bytes) !== type) throw new Refusal('invalid_image')
  const open = await load().catch((cause: unknown) => {
    throw new Refusal('images_unavailable', { cause })
  })
  const options = { failOn: 'error', sequentialRead: true, limitInputPixels: MOST_PIXELS } as const
  try {
    // Reads only the header, so that a decompression bomb is measured and never decoded.
    const header = await open(bytes, { animated: true, limitInputPixels: false }).metadata()
    if (isTooLarge(header)) throw new Refusal('image_too_large')
    const image = open(bytes, options)
      .autoOrient()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: MOST_SECONDS })
    return await encode(image, type).toBuffer()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid_image', { cause: error })
  }
}

function isTooLarge({ width, height, channels, depth, isProgressive }: Metadata): boolean {
  const decoded = width * height * channels * (depth === 'ushort' ? 2 : 1)
  return width * height > MOST_PIXELS || decoded > (isProgressive ? MOST_DECODED_AT_ONCE : MOST_DECODED_BYTES)
}

function encode(image: Sharp, type: ImageType): Sharp {
  switch (type) {
    case 'image/png':
      return image.png()
    case 'image/jpeg':
      return image.jpeg({ quality: QUALITY })
    case 'image/gif':
      return image.gif()
    case 'image/webp':
      return image.webp({ quality: QUALITY })
  }
}

type Library = typeof import('sharp').default

let loading: Promise<Library> | undefined

/** Loads the library with the first image, because loading it takes 50 ms and 20 MB. */
function load(): Promise<Library> {
  loading ??= importOptional('sharp', 'A profile image', () => import('sharp')).then(({ default: library }) => {
    library.cache(false)
    library.concurrency(1)
    library.block({ operation: ['VipsForeignLoad'] })
    library.unblock({ operation: DECODERS })
    return library
  })
  return loading
}
