import type { S3Client } from '@aws-sdk/client-s3'
import type { BucketAddress } from '../../platform/config/config.ts'
import { MOST_BYTES } from './reencode.ts'
import type { ImageStorage } from './storage.ts'

/** Time limit of one call, including its retries. */
const CALL_MS = 15_000
const CONNECT_MS = 3000
const TRIES = 3

/** The names of all our objects begin with this, because a bucket may hold other objects. */
const PREFIX = 'profile-images/'

/**
 * Stores images as objects of a bucket, over the S3 protocol. No object is ever public in the bucket: the gateway
 * serves them. The SDK follows no redirect. It is loaded with the first image, because loading it costs 100 ms and 20
 * MB.
 */
export function openBucket(address: BucketAddress, callMs = CALL_MS): ImageStorage {
  const { bucket: Bucket } = address
  let opening: ReturnType<typeof open> | undefined

  function client() {
    opening ??= open(address)
    return opening
  }

  const bounded = () => ({ abortSignal: AbortSignal.timeout(callMs) })

  return {
    async put(name, bytes) {
      const { s3, PutObjectCommand } = await client()
      // The database has the image's type; in the bucket the type is one that a browser does not display.
      const object = { Bucket, Key: `${PREFIX}${name}`, Body: bytes, ContentType: 'application/octet-stream' }
      await s3.send(new PutObjectCommand(object), bounded())
    },
    async get(name) {
      const { s3, GetObjectCommand, NoSuchKey } = await client()
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `${PREFIX}${name}` }), bounded())
        return await readBounded(Body as AsyncIterable<Uint8Array> | undefined)
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    async remove(name) {
      const { s3, DeleteObjectCommand } = await client()
      await s3.send(new DeleteObjectCommand({ Bucket, Key: `${PREFIX}${name}` }), bounded())
    },
    close() {
      void opening?.then(({ s3 }) => s3.destroy())
    },
  }
}

async function open({ region, endpoint, credentials }: BucketAddress) {
  const { S3Client, ...commands } = await import('@aws-sdk/client-s3')
  const s3: S3Client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    maxAttempts: TRIES,
    // The newer checksums are optional in the protocol, and not every service supports them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: CALL_MS, throwOnRequestTimeout: true },
  })
  return { s3, ...commands }
}

/** Reads no more bytes than an image, or a part of one, can have. */
async function readBounded(body: AsyncIterable<Uint8Array> | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw new TypeError(`the bucket answered with more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
