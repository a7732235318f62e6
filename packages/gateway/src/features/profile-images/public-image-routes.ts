import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { isKnown } from '../../transport/http/if-none-match.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Images } from './images.ts'

/**
 * Headers of a shown image. The file came from a stranger, so nothing in it may run, and no page may frame it; pages of
 * other sites may embed it as an image. The bytes under an address never change, so caches may keep them for ever.
 */
const IMAGE_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
  'cross-origin-resource-policy': 'cross-origin',
}

/** Serves an image to anybody who knows its name, which nobody can guess. */
export function publicImageRoutes(
  app: Server,
  { images, anonymousLimit }: { images: Images; anonymousLimit: Limiter },
): void {
  app.get('/profile-images/:name', { config: { open: 'image' }, schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params as { name: string }
    const network = networkOf(request.clientAddress)
    // Only misses count: a page may show hundreds of images, but a client that guesses names gets only misses.
    await anonymousLimit.refuseIfSpent(network)
    const image = /^[\w-]{43}$/.test(name) ? await images.find(name) : undefined
    const etag = `"${name}"`
    if (image && isKnown(request.headers['if-none-match'], etag))
      return reply
        .code(304)
        .headers({ ...IMAGE_HEADERS, etag })
        .send()
    const bytes = await image?.read()
    if (!image || !bytes) {
      await anonymousLimit.count(network)
      throw new Refusal('not_found')
    }
    return reply.headers({ ...IMAGE_HEADERS, etag, 'content-type': image.contentType }).send(bytes)
  })
}
