import { setTimeout as sleep } from 'node:timers/promises'
import type { BucketAddress } from '../../platform/config/config.ts'
import { inClientSpan } from '../../platform/tracing/http-client.ts'
import { createSign, type Sign } from './bucket-signature.ts'
import { MOST_BYTES } from './reencode.ts'
import type { ImageStorage } from './storage.ts'

/** Time limit of one call, including its retries. */
const CALL_MS = 15_000
const TRIES = 3
/** The pause before the second try is at most this long, and before the third twice as long. */
const PAUSE_MS = 100

/** The names of all our objects begin with this, because a bucket may hold other objects. */
const PREFIX = 'profile-images/'

type Answer = { status: number; bytes: Uint8Array }

/**
 * Stores images as objects of a bucket, over the S3 protocol: three kinds of requests, each with its body in the
 * signature. No object is ever public in the bucket: the gateway serves them. Follows no redirect, and reads no more
 * bytes than an image, or a part of one, can have. What signs is loaded with the first image.
 */
export function openBucket(address: BucketAddress, callMs = CALL_MS): ImageStorage {
  let opening: Promise<Sign> | undefined
  const closed = new AbortController()

  /** Resolves to the first answer that is neither a fault of the service nor a wish for fewer requests. */
  async function call(method: 'PUT' | 'GET' | 'DELETE', name: string, body?: Uint8Array): Promise<Answer> {
    opening ??= createSign(address)
    const sign = await opening.catch((error: unknown) => {
      opening = undefined
      throw error
    })
    const signal = AbortSignal.any([AbortSignal.timeout(callMs), closed.signal])
    const url = urlOf(address, name)
    for (let failures = 1; ; failures += 1) {
      const answer = await ask(await sign(url, method, body), signal).catch((error: unknown) => {
        if (failures === TRIES || signal.aborted) throw error
      })
      if (answer && !(answer.status >= 500 || answer.status === 429)) return answer
      if (answer && failures === TRIES) return answer
      await sleep(Math.random() * PAUSE_MS * 2 ** failures, undefined, { signal })
    }
  }

  return {
    async put(name, bytes) {
      assertOk(await call('PUT', name, bytes), 'PUT')
    },
    async get(name) {
      const answer = await call('GET', name)
      // Another 404 says that the bucket is not there.
      if (answer.status === 404 && codeOf(answer) === 'NoSuchKey') return undefined
      return assertOk(answer, 'GET').bytes
    },
    async remove(name) {
      const answer = await call('DELETE', name)
      if (answer.status === 404 && codeOf(answer) === 'NoSuchKey') return
      assertOk(answer, 'DELETE')
    },
    close: () => closed.abort(new Error('the storage is closed')),
  }
}

/** The host has the bucket's name only at AWS, and only if certificates of AWS cover it: a name with dots they don't. */
export function urlOf({ bucket, region, endpoint }: BucketAddress, name: string): string {
  const domain = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  const place = `${PREFIX}${encodeURIComponent(name)}`
  if (endpoint === undefined && !bucket.includes('.')) return `https://${bucket}.${domain}/${place}`
  return `${endpoint ?? `https://${domain}`}/${bucket}/${place}`
}

function ask(request: Request, signal: AbortSignal): Promise<Answer> {
  const { method, url } = request
  return inClientSpan(
    { method, url: new URL(url), tellsPath: false },
    () => send(request, signal),
    ({ status }) => status,
  )
}

async function send(request: Request, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(request, { redirect: 'manual', signal })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > MOST_BYTES) break
  }
  if (size > MOST_BYTES) return { status: TOO_LARGE, bytes: new Uint8Array() }
  return { status: response.status, bytes: Buffer.concat(chunks) }
}

/** Not a status of HTTP. */
const TOO_LARGE = 0

function assertOk(answer: Answer, method: string): Answer {
  const { status } = answer
  if (status === TOO_LARGE) throw new TypeError(`the bucket answered with more than ${MOST_BYTES} bytes`)
  if (status === 200 || status === 204) return answer
  throw new Error(`the bucket answered ${method} with status ${status} (${codeOf(answer) ?? 'without a code'})`)
}

/** The code of an error of S3; of an answer of nobody knows whom, no other text gets into the log. */
function codeOf({ bytes }: Answer): string | undefined {
  return /<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'))?.[1]
}
