import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { permit } from '../../access/targets.ts'
import { invalid, Refusal } from '../../errors/refusal.ts'
import { originOf, principalOf } from '../../http/gate.ts'
import { MessageResponse, operation, type Tag } from '../../http/operation.ts'
import type { Server } from '../../http/server.ts'
import type { Limiter } from '../../throttle/limiter.ts'
import { networkOf } from '../../throttle/network.ts'
import { decodeBase64 } from './base64.ts'
import { imageTypes, parseImageType } from './image-types.ts'
import type { Images } from './images.ts'

const tags: Tag[] = ['User Management']

/** 10 MiB in base64, and room for the rest. */
const BODY_LIMIT_BYTES = 14 * 1_048_576
const MOST_PARTS = 200

const ProfileImageUpload = Type.Object({
  file_name: Type.String({ minLength: 1, maxLength: 255, description: 'File name', examples: ['ada.png'] }),
  file: Type.String({
    format: 'byte',
    description: 'The image, or the part of it, in base64. An image has at most 10 MiB and 40 megapixels',
  }),
  content_type: Type.String({
    minLength: 1,
    maxLength: 100,
    description: `What the image is: ${imageTypes.join(', ')}`,
    examples: ['image/png'],
  }),
  is_chunk: Type.Optional(Type.Boolean({ description: 'Whether `file` is a part; then the next two are needed' })),
  chunk_index: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MOST_PARTS - 1, description: 'Which part, counted from 0' }),
  ),
  total_chunks: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_PARTS, description: 'How many parts' })),
  upload_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Of your own choice, the same with each part: tells two uploads apart that agree in file name, type and number of parts',
    }),
  ),
})

/**
 * What a shown image is served with: nothing in it can run or be framed, whoever opens it (the file was a stranger's
 * once); pages of other sites may embed it; and since an address never shows anything else, it is kept for ever.
 */
const IMAGE_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
  'cross-origin-resource-policy': 'cross-origin',
}

export function imageRoutes(app: Server, images: Images, anonymousLimit: Limiter): void {
  app.route({
    method: 'POST',
    url: '/accounts/profile-image',
    bodyLimit: BODY_LIMIT_BYTES,
    // After the gate, and before anything of the body is read.
    onRequest: async (request, reply) => {
      const leave = images.intake(principalOf(request).userId, lengthOf(request))
      reply.raw.once('close', leave)
    },
    ...operation(
      'uploadProfileImage',
      {
        tags,
        summary: 'Upload profile image',
        description:
          "Replaces the caller's profile image. What is shown is encoded anew in the same format, at most 512 pixels in each direction, upright, without metadata; of an animation the first frame. A large image may come in parts, in any order: the last one to arrive sets it, and parts that wait for an hour are discarded.",
      },
      { body: ProfileImageUpload },
      MessageResponse,
      [400, 401, 403, 409, 413, 429, 503],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'uploadProfileImage', 'self')
      const { file, is_chunk: isPart, upload_id: uploadId } = request.body
      const { index, total } = isPart ? partOf(request.body) : { index: 0, total: 1 }
      const fileName = parseFileName(request.body.file_name)
      const type = parseImageType(request.body.content_type)
      if (!type) throw invalid('/body/content_type', `must be one of ${imageTypes.join(', ')}`)
      const bytes = decodeBase64(file)
      if (!bytes || bytes.length === 0) throw invalid('/body/file', 'must be base64 of at least one byte')
      const origin = originOf(request)
      if (total > 1) {
        const part = { fileName, type, bytes, index, total, uploadId }
        const outcome = await images.setInParts(principal, part, origin)
        if (outcome !== 'set') return { message: `${outcome.received} of ${total} parts are here.` }
      } else await images.set(principal, { fileName, type, bytes }, origin)
      return { message: 'The profile image is set.' }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/accounts/profile-image',
    ...operation(
      'deleteProfileImage',
      { tags, summary: 'Delete profile image', description: "Deletes the caller's profile image, if there is one." },
      {},
      MessageResponse,
      [401, 403, 429],
    ),
    handler: async (request) => {
      const principal = principalOf(request)
      permit(principal, 'deleteProfileImage', 'self')
      await images.remove(principal, originOf(request))
      return { message: 'There is no profile image any more.' }
    },
  })

  app.get('/profile-images/:name', { config: { open: 'image' }, schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params as { name: string }
    const network = networkOf(request.clientAddress)
    // Only misses count: a page may show hundreds of images, and whoever guesses names has nothing but misses.
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

/** How much body is announced; one without a length may be as long as any. */
function lengthOf({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? BODY_LIMIT_BYTES)
  return length >= 0 && length <= BODY_LIMIT_BYTES ? length : BODY_LIMIT_BYTES
}

function partOf({ chunk_index: index, total_chunks: total }: { chunk_index?: number; total_chunks?: number }) {
  if (index === undefined) throw invalid('/body/chunk_index', 'is needed with is_chunk')
  if (total === undefined) throw invalid('/body/total_chunks', 'is needed with is_chunk')
  if (index >= total) throw invalid('/body/chunk_index', 'must be less than total_chunks')
  return { index, total }
}

/** Without the folders that some browsers send along. */
function parseFileName(typed: string): string {
  const name = typed.split(/[/\\]/).at(-1)?.trim() ?? ''
  if (name === '' || /\p{Cc}/u.test(name)) throw invalid('/body/file_name', 'must be a file name')
  return name
}

/** If-None-Match (RFC 9110, §13.1.2), compared weakly. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes(etag) || tags.includes('*')
}
