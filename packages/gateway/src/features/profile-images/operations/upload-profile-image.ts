import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { invalid, Refusal } from '../../../platform/errors/refusal.ts'
import { BODY_LIMIT_BYTES, parseJson } from '../../../transport/http/bodies.ts'
import { originOf, principalOf } from '../../../transport/http/gate.ts'
import { createShapeCheck } from '../../../transport/http/json-shape.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import { createPace } from '../../../transport/http/pace.ts'
import { readPieces } from '../../../transport/http/read-body.ts'
import type { Server } from '../../../transport/http/server.ts'
import { decodeBase64 } from '../base64.ts'
import { imageTypes, parseImageType } from '../image-types.ts'
import type { Images } from '../images.ts'
import { createUploadReader } from '../upload-reader.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of an upload's field `file`; null if the upload reader did not find the field. */
    uploadedFile: Uint8Array<ArrayBuffer> | null
  }
}

/** 10 MiB in base64, and the other fields. */
const UPLOAD_LIMIT_BYTES = 14 * 1_048_576
/**
 * The reading rate of all uploads together: the largest upload takes two seconds, and reading takes only a small part
 * of the event loop's time.
 */
const UPLOAD_BYTES_PER_SECOND = 8 * 1_048_576
const MOST_PARTS = 200

const ProfileImageUpload = Type.Object({
  file_name: Type.String({ minLength: 1, maxLength: 255, description: 'File name', examples: ['ada.png'] }),
  file: Type.String({
    format: 'byte',
    description: 'The image or a part of it, in base64. An image has at most 10 MiB and 40 megapixels',
  }),
  content_type: Type.String({
    minLength: 1,
    maxLength: 100,
    description: `The type of the image: one of ${imageTypes.join(', ')}`,
    examples: ['image/png'],
  }),
  is_chunk: Type.Optional(
    Type.Boolean({ description: 'Whether `file` is a part; chunk_index and total_chunks are then required' }),
  ),
  chunk_index: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MOST_PARTS - 1, description: 'The number of this part, counted from 0' }),
  ),
  total_chunks: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_PARTS, description: 'The number of parts' })),
  upload_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Your own choice, the same for each part: it distinguishes two uploads with the same file name, type and number of parts',
    }),
  ),
})

type Deps = { images: Images }

/** The operation is registered in a scope of its own, because only here another parser reads the body. */
export function uploadProfileImage(app: Server, { images }: Deps): void {
  app.register(async (scope: Server) => {
    acceptUploads(scope)
    uploadRoute(scope, images)
  })
}

/**
 * Reads an upload without ever holding all of it as text: it decodes `file` piece by piece, as the pieces arrive, and
 * the schema sees an empty text in its place. To parse 14 MB of JSON at once would stop every other request for a
 * second.
 */
function acceptUploads(scope: Server): void {
  const pace = createPace(UPLOAD_BYTES_PER_SECOND)
  scope.decorateRequest('uploadedFile', null)
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
    const kept: Buffer[] = []
    let keptLength = 0
    const check = createShapeCheck()
    const upload = createUploadReader(Math.ceil((lengthOf(request) * 3) / 4), (bytes) => {
      keptLength += bytes.length
      if (keptLength > BODY_LIMIT_BYTES) throw new Refusal('payload_too_large', { ofBody: true })
      const problem = check(bytes)
      if (problem !== undefined) throw invalid('/body', problem, { ofBody: true })
      // The bytes are copied, because a reference would keep the whole piece in memory, which may be large.
      kept.push(Buffer.from(bytes))
    })
    await readPieces(request, payload, upload.take, pace)
    const body = await parseJson(scope, request, Buffer.concat(kept))
    request.uploadedFile = upload.file()
    return body
  })
}

function uploadRoute(app: Server, images: Images): void {
  app.route({
    method: 'POST',
    url: '/accounts/profile-image',
    bodyLimit: UPLOAD_LIMIT_BYTES,
    // This hook runs after the gate and before the body is read.
    onRequest: async (request, reply) => {
      await images.refuseIfSpent(principalOf(request).userId)
      const leave = images.intake(principalOf(request).userId, lengthOf(request))
      // The client may have closed the connection during the check above: then the close event does not come any more.
      if (reply.raw.closed) leave()
      else reply.raw.once('close', leave)
    },
    ...operation(
      'uploadProfileImage',
      {
        tags: ['User Management'],
        summary: 'Upload profile image',
        description:
          "Replaces the caller's profile image. The image is scaled to at most 512 pixels in each direction, turned upright, and stored in the same format without metadata. Of an animation, only the first frame is kept. A large image can be sent in parts, in any order: the last part that arrives sets the image. Parts are discarded if the others do not arrive within an hour.",
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
      const bytes = request.uploadedFile ?? decodeBase64(file)
      if (!bytes || bytes.length === 0) throw invalid('/body/file', 'must be base64 of at least one byte')
      const origin = originOf(request)
      if (total > 1) {
        const part = { fileName, type, bytes, index, total, uploadId }
        const outcome = await images.setInParts(principal, part, origin)
        if (outcome !== 'set') return { message: `${outcome.received} of ${total} parts were received.` }
      } else await images.set(principal, { fileName, type, bytes }, origin)
      return { message: 'The profile image was set.' }
    },
  })
}

/** The announced length of the body; without an announcement, the largest length that is allowed. */
function lengthOf({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? UPLOAD_LIMIT_BYTES)
  return length >= 0 && length <= UPLOAD_LIMIT_BYTES ? length : UPLOAD_LIMIT_BYTES
}

function partOf({ chunk_index: index, total_chunks: total }: { chunk_index?: number; total_chunks?: number }) {
  if (index === undefined) throw invalid('/body/chunk_index', 'is required with is_chunk')
  if (total === undefined) throw invalid('/body/total_chunks', 'is required with is_chunk')
  if (index >= total) throw invalid('/body/chunk_index', 'must be less than total_chunks')
  return { index, total }
}

/** Removes the folders that some browsers send with the file name. */
function parseFileName(typed: string): string {
  const name = typed.split(/[/\\]/).at(-1)?.trim() ?? ''
  if (name === '' || /\p{Cc}/u.test(name)) throw invalid('/body/file_name', 'must be a file name')
  return name
}
