import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { close, listen } from '../http/loopback.ts'

export const S3_CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

export type S3Server = {
  url: string
  /** The stored objects by path, `/bucket/key`. */
  objects: Map<string, Buffer>
  /** Method and path of each correctly signed request. */
  requests: string[]
  /** Answers in place of the server if it returns true. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  close(): Promise<void>
}

/** The part of S3 that images need, over HTTP. A request with a wrong signature gets 403, as from the real service. */
export async function openS3Server(): Promise<S3Server> {
  const server = createServer((request, response) => void answer(request, response))
  const s3: S3Server = {
    url: await listen(server),
    objects: new Map(),
    requests: [],
    intercept: undefined,
    close: () => close(server),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const { method = '', url = '' } = request
    const { pathname } = new URL(url, s3.url)
    if (!isSigned(request, body)) return fail(403, 'SignatureDoesNotMatch')
    s3.requests.push(`${method} ${pathname}`)
    if (s3.intercept?.(request, response)) return
    const found = s3.objects.get(pathname)
    if (method === 'PUT') s3.objects.set(pathname, body)
    else if (method === 'DELETE') s3.objects.delete(pathname)
    else if (!found) return fail(404, 'NoSuchKey')
    response.writeHead(method === 'DELETE' ? 204 : 200).end(method === 'GET' ? found : undefined)

    function fail(status: number, code: string): void {
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
    }
  }

  return s3
}

/** Signature Version 4 (AWS documentation, "Create a signed AWS API request"), and the hash of the body in it. */
function isSigned({ method, url = '', headers }: IncomingMessage, body: Buffer): boolean {
  const parts = /Credential=([^/]+)\/(\d{8}\/[\w-]+\/s3\/aws4_request), SignedHeaders=([\w;-]+), Signature=(\w+)$/.exec(
    headers.authorization ?? '',
  )
  const [, keyId, scope = '', signedHeaders = '', signature] = parts ?? []
  const hashOfBody = String(headers['x-amz-content-sha256'])
  if (keyId !== S3_CREDENTIALS.accessKeyId || hashOfBody !== sha256(body)) return false
  const names = signedHeaders.split(';')
  if (!names.includes('host') || !names.includes('x-amz-content-sha256')) return false
  const [path = '', query = ''] = url.split('?')
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('')
  const canonicalQuery = query.split('&').sort().join('&')
  const canonical = [method, path, canonicalQuery, canonicalHeaders, signedHeaders, hashOfBody].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = scope
    .split('/')
    .reduce((secret: string | Buffer, step) => hmac(secret, step), `AWS4${S3_CREDENTIALS.secretAccessKey}`)
  return hmac(key, toSign).toString('hex') === signature
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
