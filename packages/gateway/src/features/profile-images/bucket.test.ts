import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { openTestGateway, waitFor } from '../../../test/gateway.ts'
import { makeImage, upload } from '../../../test/http/images.ts'
import { close, listen } from '../../../test/http/loopback.ts'
import { openS3Server, S3_CREDENTIALS, type S3Server } from '../../../test/services/s3-server.ts'
import type { BucketAddress } from '../../platform/config/config.ts'
import { openBucket, urlOf } from './bucket.ts'
import type { ImageStorage } from './storage.ts'

/** Far above what a busy machine takes; one test waits for its end, with a shorter one. */
const TIMEOUT_MS = 20_000
const SHORT_MS = 500

let s3: S3Server
beforeAll(async () => {
  s3 = await openS3Server()
})
afterEach(() => {
  s3.intercept = undefined
  s3.requests.length = 0
})
afterAll(() => s3.close())

const address = (): BucketAddress => ({
  bucket: 'images',
  region: 'eu-central-1',
  endpoint: s3.url,
  credentials: S3_CREDENTIALS,
})

const always =
  (status: number, headers: Record<string, string> = {}, body?: Buffer): S3Server['intercept'] =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
    return true
  }

describe('a bucket', () => {
  let bucket: ImageStorage
  beforeAll(() => {
    bucket = openBucket(address(), TIMEOUT_MS)
  })
  afterAll(() => bucket.close())

  it('keeps what is put into it, gives it back byte for byte, and lets go of it, by signed requests', async () => {
    const bytes = randomBytes(70_000)
    await bucket.put('name', bytes)
    expect(s3.objects.get('/images/profile-images/name')).toEqual(bytes)
    expect(await bucket.get('name')).toEqual(bytes)
    await bucket.remove('name')
    expect(s3.objects.size).toBe(0)
    const path = '/images/profile-images/name'
    expect(s3.requests).toEqual([`PUT ${path}`, `GET ${path}`, `DELETE ${path}`])
  })

  it('has nothing under a name that it does not know, and nothing against removing it', async () => {
    expect(await bucket.get('unknown')).toBeUndefined()
    await bucket.remove('unknown')
  })

  it('is asked again when it stumbles, three times at most', async () => {
    s3.intercept = (_request, response) => {
      const stumbles = s3.requests.length < 2
      if (stumbles) response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
      return stumbles
    }
    await bucket.put('name', randomBytes(10))
    expect(s3.requests).toHaveLength(2)
    s3.intercept = always(500)
    await expect(bucket.get('name')).rejects.toThrow()
    expect(s3.requests).toHaveLength(5)
    s3.intercept = undefined
    await bucket.remove('name')
  })

  it('finds the credentials of the role of the host where none are configured, and signs its session token', async () => {
    // As AWS puts them into the environment of functions and containers.
    vi.stubEnv('AWS_ACCESS_KEY_ID', S3_CREDENTIALS.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_CREDENTIALS.secretAccessKey)
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-session-token')
    let signed: string | undefined
    s3.intercept = ({ headers }) => {
      if (headers['x-amz-security-token'] === 'a-session-token') signed = headers.authorization
      return false
    }
    const ofRole = openBucket({ ...address(), credentials: undefined }, TIMEOUT_MS)
    await ofRole.put('name', randomBytes(10))
    expect(signed).toContain('x-amz-security-token')
    await ofRole.remove('name')
    ofRole.close()
    vi.unstubAllEnvs()
  })

  it('at AWS is asked by its own host, or by its path if no certificate covers that host', () => {
    const at = (bucket: string, region: string) =>
      urlOf({ bucket, region, endpoint: undefined, credentials: undefined }, 'n')
    expect([
      at('images', 'eu-central-1'),
      at('images.example.com', 'eu-central-1'),
      at('images', 'cn-north-1'),
    ]).toEqual([
      'https://images.s3.eu-central-1.amazonaws.com/profile-images/n',
      'https://s3.eu-central-1.amazonaws.com/images.example.com/profile-images/n',
      'https://images.s3.cn-north-1.amazonaws.com.cn/profile-images/n',
    ])
  })

  it('is refused with credentials that are not its own', async () => {
    const stranger = openBucket(
      { ...address(), credentials: { ...S3_CREDENTIALS, secretAccessKey: 'another' } },
      TIMEOUT_MS,
    )
    await expect(stranger.put('name', randomBytes(10))).rejects.toThrow('SignatureDoesNotMatch')
    expect(s3.requests).toEqual([])
    stranger.close()
  })

  // Attack: whoever holds the bucket, or sits in between, answers with something else.
  it('cannot fill the memory, hold a request for ever, or send it elsewhere', async () => {
    s3.intercept = always(200, {}, Buffer.alloc(10 * 1_048_576 + 1))
    await expect(bucket.get('name')).rejects.toThrow('more than 10485760 bytes')

    s3.intercept = () => true
    const impatient = openBucket(address(), SHORT_MS)
    await expect(impatient.get('name')).rejects.toThrow('aborted due to timeout')
    impatient.close()

    let visits = 0
    const elsewhere = createServer((_request, response) => {
      visits += 1
      response.end('not ours')
    })
    const location = await listen(elsewhere)
    s3.intercept = always(307, { location })
    await expect(bucket.get('name')).rejects.toThrow()
    await expect(bucket.put('name', randomBytes(10))).rejects.toThrow()
    expect(visits).toBe(0)
    await close(elsewhere)
  })
})

test('a gateway with a bucket keeps images there and nowhere else, and hands them out itself', async () => {
  const gateway = await openTestGateway('sqlite', {
    environment: {
      S3_BUCKET: 'images',
      S3_ENDPOINT: s3.url,
      S3_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      S3_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    },
  })
  try {
    const { bearer } = await gateway.signUp()
    const bytes = await makeImage('image/webp')
    const half = Math.ceil(bytes.length / 2)
    for (const index of [1, 0]) {
      const part = { is_chunk: true, chunk_index: index, total_chunks: 2 }
      const body = upload('image/webp', bytes.subarray(index * half, (index + 1) * half), part)
      expect((await gateway.call('POST /accounts/profile-image', { bearer, body })).status).toBe(200)
    }
    const { url } = (await gateway.call('GET /accounts/user-login-data', { bearer })).body.data.profile_image
    const { pathname } = new URL(url)
    const served = await gateway.gateway.server.inject({ method: 'GET', url: pathname })
    expect([served.statusCode, served.headers['content-type']]).toEqual([200, 'image/webp'])
    expect(served.rawPayload).toEqual(s3.objects.get(`/images${pathname}`))

    await gateway.call('DELETE /accounts/profile-image', { bearer })
    // The parts went when they had been read.
    await waitFor(async () => (s3.objects.size > 0 ? undefined : true))
    expect(s3.requests.every((request) => /^(PUT|GET|DELETE) \/images\/profile-images\/[\w-]{43}$/.test(request))).toBe(
      true,
    )
  } finally {
    await gateway.close()
  }
})
