import type { Metadata, Sharp } from 'sharp'
import { Refusal } from '../../platform/errors/refusal.ts'
import { type ImageType, sniffImageType } from './image-types.ts'

/** Bounds of what comes in. Frames count, whether they are shown or not. */
export const MOST_BYTES = 10 * 1_048_576
const MOST_PIXELS = 40_000_000
/** As they lie in memory when they are decoded; of an interlaced or progressive image all of them, at the same time. */
const MOST_DECODED_BYTES = 160_000_000
const MOST_DECODED_AT_ONCE = 80_000_000

/** Bounds of what goes out: neither edge is longer. The largest there can be, noise as PNG, is 1 MiB. */
const EDGE = 512
const QUALITY = 85

/** What decodes each type, and all that may: libvips knows a dozen more formats, SVG and PDF among them. */
const DECODERS = [
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadWebpBuffer',
]

/** Far more than the largest image takes, which is a second. */
const MOST_SECONDS = 15

/**
 * Makes of untrusted bytes an image that is safe to show to anybody: decoded as the type that they claim and are,
 * turned upright, made small, and encoded anew in the same format. Nothing of the file itself is left, neither metadata
 * (where a photo was taken) nor whatever a polyglot hides between or behind the pixels. Of an animation the first frame
 * is left. Throws `invalid_image` and `image_too_large`. Works in threads of libuv, one for each image.
 */
export async function reencode(bytes: Uint8Array, type: ImageType): Promise<Buffer> {
  if (bytes.length > MOST_BYTES) throw new Refusal('image_too_large')
  if (sniffImageType(bytes) !== type) throw new Refusal('invalid_image')
  const open = await load()
  const options = { failOn: 'error', sequentialRead: true, limitInputPixels: MOST_PIXELS } as const
  try {
    // The header alone, so that a bomb is measured and never decoded.
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

/** Loaded with the first image: the library takes 50 ms and 20 MB. */
function load(): Promise<Library> {
  loading ??= import('sharp').then(({ default: library }) => {
    library.cache(false)
    library.concurrency(1)
    library.block({ operation: ['VipsForeignLoad'] })
    library.unblock({ operation: DECODERS })
    return library
  })
  return loading
}
