import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { preHandlerHookHandler } from 'fastify'
import type { Authenticate } from '../../access/authenticate.ts'
import { isAnonymous, isForOperators, type ProtectedOperationId } from '../../access/policy.ts'
import { type CredentialAccess, countedOf } from '../../access/principal.ts'
import type { AnsweredRequest, Watch } from './answered.ts'
import { type ForwardedFor, peerOf } from './client-address.ts'
import { refuseRepeatedHeaders } from './credential.ts'
import { hasBody } from './early-answers.ts'
import { commonHead } from './every-request.ts'
import { checkPermission, expiryHeaders, isCredential, presentedBy } from './gate.ts'
import type { AllowsAddress, CountAtOnce, FromWhere, WhatIsLeft } from './key-limits.ts'
import { type Prepared, write } from './prepared.ts'
import type { WarnOfProxy } from './proxy-warning.ts'
import { parseQuery } from './query.ts'
import type { Server } from './server.ts'

/**
 * The answer to a GET whose credential is in the cache, if it is known without I/O and takes nothing but these; it may
 * throw the refusals of the operation.
 */
export type AtOnce = (access: CredentialAccess, request: IncomingMessage, query: unknown) => Prepared | undefined

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For the first look at a request (first-look.ts). */
    atOnce?: AtOnce
  }
}

type Deps = {
  authenticate: Authenticate
  allowsAddress: AllowsAddress
  countAtOnce: CountAtOnce
  whatIsLeft: WhatIsLeft
  warnOfProxy: WarnOfProxy
  forwardedFor: ForwardedFor
  requestId: (request: IncomingMessage) => string
  watch: Watch
  /** Whether CORS adds headers to answers. */
  hasCors: boolean
}

/** What a URL means, as the route has found it out. */
type Known = {
  operation: ProtectedOperationId
  atOnce: AtOnce
  query: unknown
  routeOptions: AnsweredRequest['routeOptions']
}

/** Proxies ask the same few questions again and again. */
const MOST_URLS = 1000
const LONGEST_URL = 1000

/**
 * Answers a GET of some operations before the framework sees it, if nothing about it needs the framework
 * (docs/decisions/0051): its URL was understood before, its credential is in the cache, and nothing is to be refused.
 * The same functions decide as on the way through the routes. Whatever they refuse, or cannot say at once, goes that
 * way, as if nobody had looked: until the answer is certain, nothing is counted.
 */
export function useFirstLook(app: Server, deps: Deps): void {
  const { authenticate, allowsAddress, countAtOnce, whatIsLeft, warnOfProxy, forwardedFor, watch } = deps
  const urls = new Map<string, Known>()
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    done()
  })

  // What a URL means only its route decides, once for each: when its input is found valid.
  app.addHook('onRoute', (route) => {
    const { operation, atOnce, ...config } = route.config ?? {}
    if (!atOnce || !operation || isAnonymous(operation) || route.method !== 'GET') return
    // Who is an operator only the database says.
    if (isForOperators(operation)) return
    if (deps.hasCors && !('cors' in config && config.cors === false)) return
    const learn: preHandlerHookHandler = (request, _reply, done) => {
      const { url = '' } = request.raw
      if (!urls.has(url) && url.length <= LONGEST_URL && isAsSent(url, request.query)) {
        if (urls.size >= MOST_URLS) urls.clear()
        urls.set(url, { operation, atOnce, query: request.query, routeOptions: request.routeOptions })
      }
      done()
    }
    route.preHandler = [learn, ...[route.preHandler ?? []].flat()]
  })

  function look(request: IncomingMessage, response: ServerResponse): boolean {
    const known = request.method === 'GET' ? urls.get(request.url ?? '') : undefined
    if (!known || closing || !isPlain(request)) return false
    const since = performance.now()
    const { operation, query, routeOptions } = known
    const { headers } = request
    warnOfProxy(headers)
    try {
      refuseRepeatedHeaders(request.rawHeaders)
      const presented = presentedBy({ raw: request, query }, operation)
      const access = isCredential(presented) ? authenticate.known(presented) : undefined
      if (!access) return false
      const { principal, ending } = access
      const forwardedAddress = forwardedFor(request)
      const clientAddress = forwardedAddress ?? peerOf(request)
      const from: FromWhere = { headers, clientAddress, forwardedAddress }
      if (principal.limits !== null && !allowsAddress(from, principal.limits, operation)) return false
      checkPermission(access, operation)
      const answer = known.atOnce(access, request, query)
      const counted = countedOf(principal)
      if (!answer || !countAtOnce(counted, query, operation)) return false

      authenticate.countUse(access, clientAddress)
      const id = deps.requestId(request)
      const head = commonHead(id)
      addTo(head, whatIsLeft(counted, operation))
      if (ending) addTo(head, expiryHeaders(ending))
      write(response, head, answer)
      watch.sent({ id, method: 'GET', raw: request, clientAddress, access, operation, routeOptions }, response, since)
      return true
    } catch {
      return false
    }
  }

  putBefore(app, look)
}

/** Whether Fastify does nothing with the head of such a request but find its route. */
function isPlain(request: IncomingMessage): boolean {
  const { host, upgrade, expect } = request.headers
  return host !== undefined && upgrade === undefined && expect === undefined && !hasBody(request)
}

/** Whether the query has its values as they were sent: the gate read them before the schema could convert them. */
function isAsSent(url: string, query: unknown): boolean {
  const mark = url.indexOf('?')
  const sent = parseQuery(mark < 0 ? '' : url.slice(mark + 1))
  const read = Object.entries(query ?? {})
  return read.length === Object.keys(sent).length && read.every(([name, value]) => sent[name] === value)
}

function addTo(head: string[], headers: Readonly<Record<string, string>> | undefined): void {
  for (const name in headers) head.push(name, headers[name] ?? '')
}

function putBefore(app: Server, look: (request: IncomingMessage, response: ServerResponse) => boolean): void {
  const listener: RequestListener = (request, response) => {
    if (!look(request, response)) app.routing(request, response)
  }
  const { server } = app
  if (!server.listeners('request').includes(app.routing)) throw new Error('the framework listens in another way')
  server.off('request', app.routing)
  server.prependListener('request', listener)
}
