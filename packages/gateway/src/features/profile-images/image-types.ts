/** The accepted types of profile images. An image is encoded anew and shown in the format in which it was uploaded. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

export type ImageType = (typeof imageTypes)[number]

/**
 * Reads the image type that a client sent, in any case and with any parameters (RFC 9110, §8.3.1); undefined for other
 * types.
 */
export function parseImageType(typed: string): ImageType | undefined {
  const essence = typed.split(';', 1)[0]?.trim().toLowerCase()
  // image/jpg is not registered, but many clients send it.
  const name = essence === 'image/jpg' ? 'image/jpeg' : essence
  return imageTypes.find((type) => type === name)
}

/** The image type that the first bytes show (WHATWG MIME Sniffing, §6.1). */
export function sniffImageType(bytes: Uint8Array): ImageType | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 14)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  if (/^RIFF[\s\S]{4}WEBPVP$/.test(head)) return 'image/webp'
  return undefined
}
