import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Principal, Refused, Verdict, Verifier, Wanted } from '@quiva/verifier'
import { answerTo, headersFor, refused, repeatsCredential, verdictOf } from '@quiva/verifier/http'
import type { createAddresses } from './addresses.ts'
import { type Asked, createReadQuery, type Query } from './query.ts'

type Deps = {
  verifier: Verifier
  addresses: ReturnType<typeof createAddresses>
  anyAccount: boolean
  /** Is told of each answer. */
  count(status: number): void
}

/** Services that get headers as variables (CGI, WSGI, PHP) see characters other than letters and digits as the same. */
const IDENTITY_HEADER = /^x[^a-z0-9]quiva[^a-z0-9]/i

const NOTHING: Asked = {}

/** Answers `/verify` as the gateway does (docs/proxies.md), from the memory of the verifier. */
export function createVerify({ verifier, addresses, anyAccount, count }: Deps) {
  const readQuery = createReadQuery(anyAccount)
  const identities = new WeakMap<Principal, string[]>()

  function identityOf(principal: Principal): string[] {
    const known = identities.get(principal)
    if (known) return known
    const { accountId, userId, role, keyId, scope, environment } = principal
    const identity = [
      ['x-quiva-account', accountId],
      ['x-quiva-user', userId],
      ['x-quiva-role', role],
      ['x-quiva-key-id', keyId ?? 'none'],
      ['x-quiva-scopes', scope],
      ['x-quiva-environment', environment],
      ['content-length', '0'],
    ].flat()
    identities.set(principal, identity)
    return identity
  }

  function send(response: ServerResponse, id: string, verdict: Verdict, query: Query): void {
    if (!verdict.allowed) {
      refuse(response, id, verdict)
      return
    }
    const head = ['cache-control', 'no-store', 'vary', 'Authorization, X-Api-Key', 'x-request-id', id]
    for (const text of identityOf(verdict.principal)) head.push(text)
    if (query.asked?.metadata) head.push('x-quiva-metadata', metadataText(verdict.principal, query.asked.metadata))
    if (verdict.limits.length > 0 || verdict.ending) addTo(head, headersFor(verdict))
    response.writeHead(200, head)
    response.end()
    count(200)
  }

  function refuse(response: ServerResponse, id: string, verdict: Refused): void {
    const { status, headers, body } = answerTo(verdict)
    const text = status < 500 ? body : JSON.stringify({ ...JSON.parse(body), request_id: id })
    response.writeHead(status, { ...headers, 'x-request-id': id, 'content-length': Buffer.byteLength(text) })
    response.end(text)
    count(status)
  }

  /** `url` is that of the request, whose query begins at `from`. */
  return (request: IncomingMessage, response: ServerResponse, id: string, url: string, from: number): void => {
    const { rawHeaders, headers } = request
    if (repeatsCredential(rawHeaders)) {
      refuse(response, id, refused('duplicate_header'))
      return
    }
    const query = readQuery(url, from)
    const apiKey = headers['x-api-key']
    const presented = { authorization: headers.authorization, apiKey: typeof apiKey === 'string' ? apiKey : undefined }
    const { account, scope, environment, cost } = query.asked ?? NOTHING
    const address = addresses.forwarded(request)
    const refuseWith = whatIsWrong(query, rawHeaders)
    const verdict = verdictOf(verifier, presented, { account, scope, environment, cost, address, refuseWith })
    if (verdict instanceof Promise) void verdict.then((given) => send(response, id, given, query))
    else send(response, id, verdict, query)
  }
}

function addTo(head: string[], headers: Readonly<Record<string, string>>): void {
  for (const name in headers) head.push(name, headers[name] ?? '')
}

/** What a request is refused for once its credential is found good, in the order of the gateway. */
function whatIsWrong({ problems, late }: Query, rawHeaders: readonly string[]): Wanted['refuseWith'] {
  if (problems) return { code: 'invalid_request', details: problems }
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length > 8 && IDENTITY_HEADER.test(name)) return { code: 'identity_header_sent' }
  }
  return late && { code: 'invalid_request', details: late }
}

/** As a query: every value fits into a header, whatever is in it. */
function metadataText({ metadata }: Principal, names: readonly string[]): string {
  const members = names.flatMap((name) => {
    const value = metadata && Object.hasOwn(metadata, name) ? metadata[name] : undefined
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  return members.join('&') || 'none'
}
