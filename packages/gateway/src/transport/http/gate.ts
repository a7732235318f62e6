import type { FastifyReply, FastifyRequest, onRequestHookHandler, preValidationHookHandler } from 'fastify'
import type { Authenticate, Credential } from '../../access/authenticate.ts'
import { isFromEmbedPage } from '../../access/embed-page.ts'
import { type Operators, permitOperators } from '../../access/operators.ts'
import { permitAtAll } from '../../access/permit.ts'
import { isAnonymous, isForOperators, type OperationId } from '../../access/policy.ts'
import {
  type Access,
  type CredentialAccess,
  type CredentialPrincipal,
  countedOf,
  type KeyEnding,
  type Principal,
  type Resolved,
} from '../../access/principal.ts'
import { refuseUnpaid } from '../../access/unpaid.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ErrorCode } from '../../platform/errors/table.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { mayComeInForm, readBasic, readForm, twoCredentials } from './client-secret.ts'
import { type Presented, readCredential } from './credential.ts'
import { hasBody } from './early-answers.ts'
import { type AllowsAddress, addressOf, type EnforceKeyLimits, type WhatIsLeft } from './key-limits.ts'
import type { WarnOfProxy } from './proxy-warning.ts'
import type { Server } from './server.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling, once the gate has let the request in; null for anonymous operations. */
    access: CredentialAccess | null
    /** The client's address as it is compared with allowed networks; the empty text is in none. */
    limitedAddress: string
    /** The operation of the route, as soon as the gate has the request; null for a route that is none. */
    operation: OperationId | null
  }
}

/**
 * Operations that take their proof in the body or in a cookie. Many clients behind one address call them, or one client calls them
 * often: so only failures count.
 */
const COUNT_FAILURES_ONLY: ReadonlySet<OperationId> = new Set([
  'refreshToken',
  'refreshConsoleSession',
  'switchConsoleAccount',
  'endConsoleSession',
  'openEmbedSession',
  'validateToken',
  'authWithApiKey',
  'requestDeviceToken',
  'processPaymentWebhook',
  'reportLeakedKeys',
])
/**
 * Operations that take their codes and tokens in the body or in a cookie: a stale token in the header says nothing about
 * the request.
 */
const IGNORE_CREDENTIAL: ReadonlySet<OperationId> = new Set([
  'refreshToken',
  'refreshConsoleSession',
  'switchConsoleAccount',
  'endConsoleSession',
  'openEmbedSession',
  'validateToken',
  'requestDeviceAuthorization',
  'requestDeviceToken',
])

/** What a credential is refused with that nobody honours any more, or not for the time being. */
const ENDED: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'account_suspended'])

type Deps = {
  authenticate: Authenticate
  operators: Pick<Operators, 'check'>
  /** Per network: anonymous requests and refused credentials. */
  anonymousLimit: Limiter
  allowsAddress: AllowsAddress
  enforceKeyLimits: EnforceKeyLimits
  whatIsLeft: WhatIsLeft
  trustsProxy: boolean
  warnOfProxy: WarnOfProxy
  /** Of PUBLIC_URL. */
  ownOrigin: string
}

/** For operations that go on after the gate has let their request in. */
export type Gate = {
  /**
   * The access that the request's credential would be given now; undefined if it would be refused. It counts neither as
   * a use of the credential nor against its rate limits.
   */
  findAccessNow(request: FastifyRequest, operation: OperationId): Promise<CredentialAccess | undefined>
  /** The same, with the reason why not. */
  judgeNow(
    request: FastifyRequest,
    operation: OperationId,
  ): Promise<{ access: CredentialAccess } | { refused: 'credential_ended' | 'not_permitted' }>
}

/**
 * Decides whether a request reaches its route. Before any of the body is read, the gate throttles the request, resolves
 * its credential, applies the limits of its key, and checks its role and scopes. If the credential is in the cache,
 * looking it up takes no I/O. Once the body is complete, the gate checks everything again except the rate limits: the
 * client decides how long the body takes, and may have lost a right in the meantime.
 */
export function useGate(app: Server, deps: Deps): Gate {
  const {
    authenticate,
    operators,
    anonymousLimit,
    allowsAddress,
    enforceKeyLimits,
    whatIsLeft,
    trustsProxy,
    warnOfProxy,
    ownOrigin,
  } = deps
  app.decorateRequest('access', null)
  app.decorateRequest('operation', null)
  app.decorateRequest('limitedAddress', {
    getter() {
      return addressOf(this, this.operation ?? undefined, trustsProxy)
    },
  })

  // Each route has hooks of its own, which know its operation: asking Fastify for the options of the route of a request
  // makes an object each time.
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    if (operation === undefined) return
    const first = isForOperators(operation) ? [admitFirst(operation), admitOperator] : [admitFirst(operation)]
    route.onRequest = [...first, ...listOf(route.onRequest)]
    // Without a body, nothing lies between the two.
    if (listOf(route.method).every((method) => method === 'GET' || method === 'HEAD')) return
    route.preValidation = [admitWithBody(operation), ...listOf(route.preValidation)]
  })

  function admitFirst(operation: OperationId): onRequestHookHandler {
    const isOpen = isAnonymous(operation)
    return (request, reply, done) => {
      request.operation = operation
      warnOfProxy(request.headers)
      try {
        const presented = presentedBy(request, operation)
        const known = typeof presented === 'object' ? authenticate.known(presented, request.clientAddress) : undefined
        if (known && !isOpen) {
          const admitted = admit(request, reply, operation, known)
          if (!admitted) return done()
          admitted.then(() => done(), done)
          return
        }
        if (presented === 'none' && mayComeInForm(operation, request)) {
          anonymousLimit.refuseIfSpent(networkOf(request.clientAddress)).then(() => done(), done)
          return
        }
        admitUncached(request, reply, operation, presented, known).then(() => done(), done)
      } catch (error) {
        done(error instanceof Error ? error : new Error('unknown', { cause: error }))
      }
    }
  }

  /** Asks the database at each request: neither the cache nor a token says who is an operator. */
  async function admitOperator(request: FastifyRequest): Promise<void> {
    await operators.check(principalOf(request))
  }

  function admitWithBody(operation: OperationId): preValidationHookHandler {
    return (request, reply, done) => {
      if (mayComeInForm(operation, request)) {
        if (request.access !== null && readForm(request)) return done(twoCredentials())
        if (request.access === null) return void admitByForm(request, reply, operation).then(() => done(), done)
      }
      if (request.access === null || !hasBody(request)) return done()
      const presented = presentedBy(request, operation)
      if (isCredential(presented) && authenticate.isCurrent(presented, request.access)) return done()
      admitAgain(request, reply, operation).then(() => done(), done)
    }
  }

  async function admitByForm(request: FastifyRequest, reply: FastifyReply, operation: OperationId): Promise<void> {
    const presented = readForm(request) ?? 'none'
    const known = isCredential(presented) ? authenticate.known(presented, request.clientAddress) : undefined
    await admitUncached(request, reply, operation, presented, known)
  }

  async function admitAgain(request: FastifyRequest, reply: FastifyReply, operation: OperationId): Promise<void> {
    letIn(request, reply, operation, await lookUpAgain(request, operation))
  }

  async function lookUpAgain(request: FastifyRequest, operation: OperationId): Promise<CredentialAccess> {
    const presented = presentedBy(request, operation)
    // `resolve` gets no origin, since this does not count as a second use of the credential.
    const { access, refusal } = await resolve(presented)
    if (!access) throw new Refusal(refusal)
    const { limits, embed } = access.principal
    if (embed && !isFromEmbedPage(request.headers, embed, ownOrigin)) throw new Refusal('wrong_embed_origin')
    if (limits !== null && !allowsAddress(request, limits, operation)) throw new Refusal('address_not_allowed')
    return access
  }

  async function admitUncached(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: OperationId,
    presented: Presented,
    known: CredentialAccess | undefined,
  ): Promise<void> {
    const network = networkOf(request.clientAddress)
    const anonymous = isAnonymous(operation)
    if (anonymous && !COUNT_FAILURES_ONLY.has(operation)) await anonymousLimit.count(network)
    // If a credential is needed, only failures count: a valid one gets through, however many failures its address has
    // sent.
    else if (anonymous) await anonymousLimit.refuseIfSpent(network)
    // An invalid credential is refused even if none is needed: the client believes that it is signed in.
    if (anonymous && (presented === 'none' || IGNORE_CREDENTIAL.has(operation))) return
    const resolved: Resolved = known ? { access: known } : await resolve(presented, originOf(request))
    if (!resolved.access) {
      await anonymousLimit.count(network)
      throw new Refusal(refusalFor(presented, resolved))
    }
    await admit(request, reply, operation, resolved.access)
  }

  /** Returns a promise only if a rate limit or a quota cannot be counted at once. */
  function admit(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: OperationId,
    access: CredentialAccess,
  ): Promise<void> | undefined {
    const { embed } = access.principal
    if (embed && !isFromEmbedPage(request.headers, embed, ownOrigin)) throw new Refusal('wrong_embed_origin')
    const counted = enforceKeyLimits(request, access.principal, operation)
    if (counted) return counted.then(() => letInCounted(request, reply, operation, access))
    letInCounted(request, reply, operation, access)
    return undefined
  }

  function letInCounted(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: OperationId,
    access: CredentialAccess,
  ): void {
    const left = whatIsLeft(countedOf(access.principal), operation)
    if (left) reply.headers(left)
    letIn(request, reply, operation, access)
  }

  async function resolve(presented: Presented, origin?: Origin): Promise<Resolved> {
    return isCredential(presented) ? authenticate.resolve(presented, origin) : { refusal: 'unauthorized' }
  }

  const judgeNow: Gate['judgeNow'] = async (request, operation) => {
    try {
      const access = await lookUpAgain(request, operation)
      checkPermission(access, operation)
      return { access }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { refused: ENDED.has(error.code) ? 'credential_ended' : 'not_permitted' }
    }
  }

  return {
    judgeNow,
    async findAccessNow(request, operation) {
      const judged = await judgeNow(request, operation)
      return 'access' in judged ? judged.access : undefined
    },
  }
}

/** The credential of the request's headers, also that of an OAuth client. */
export function presentedBy({ raw, query }: Pick<FastifyRequest, 'raw' | 'query'>, operation: OperationId): Presented {
  const presented = readCredential(raw)
  if (presented === 'unusable') return readBasic(operation, raw) ?? presented
  if (operation === 'verifyCredential' && isCredential(presented)) presented.account = accountIn(query)
  return presented
}

/** A proxy that asks in the name of one account learns nothing of another one, not even that it is suspended. */
function refusalFor(presented: Presented, resolved: Exclude<Resolved, { access: CredentialAccess }>): ErrorCode {
  const { account } = isCredential(presented) ? presented : {}
  if (resolved.refusal !== 'account_suspended' || account === undefined) return resolved.refusal
  return account === resolved.accountId ? resolved.refusal : 'other_account'
}

/** The account in whose name a proxy asks. */
function accountIn(query: unknown): string | undefined {
  const { account } = query as { account?: unknown }
  return typeof account === 'string' ? account : undefined
}

function listOf<T>(one: T | T[] | undefined): T[] {
  return one === undefined ? [] : ([one].flat() as T[])
}

export function isCredential(presented: Presented): presented is Credential {
  return typeof presented === 'object'
}

function letIn(request: FastifyRequest, reply: FastifyReply, operation: OperationId, access: CredentialAccess): void {
  if (access.ending) reply.headers(expiryHeaders(access.ending))
  checkPermission(access, operation)
  request.access = access
}

/** Throws unless the caller may do it to anybody at all, and their account has paid. */
export function checkPermission({ principal }: CredentialAccess, operation: OperationId): void {
  if (isAnonymous(operation)) return
  if (isForOperators(operation)) permitOperators(principal)
  else {
    permitAtAll(principal, operation)
    refuseUnpaid(principal, operation)
  }
}

/**
 * Uses headers of our own. Deprecation (RFC 9745) and Sunset (RFC 8594) are about the resource: a client that knows
 * them would believe that the operation is going away, but only the key expires (docs/api-keys.md).
 */
export function expiryHeaders({ endsOn, replacedBy }: KeyEnding): Record<string, string> {
  return { 'quiva-key-expires': endsOn, ...(replacedBy !== null && { 'quiva-key-replaced-by': replacedBy }) }
}

/**
 * The access that the gate has granted to the request. Other requests may share the object. Throws for anonymous
 * operations.
 */
function admittedAs(request: FastifyRequest): CredentialAccess {
  if (!request.access) throw new Error('the route of an anonymous operation asked who is calling')
  return request.access
}

/** The caller's account as its members see it. */
export function accountOf(request: FastifyRequest): CredentialAccess['account'] {
  return admittedAs(request).account
}

/** The principal of the credential: the same object as long as the credential stays in the cache. */
export function credentialPrincipalOf(request: FastifyRequest): CredentialPrincipal {
  return admittedAs(request).principal
}

export function principalOf(request: FastifyRequest): Principal {
  return { ...admittedAs(request).principal, address: request.limitedAddress }
}

export function accessOf(request: FastifyRequest): Access {
  return { principal: principalOf(request), account: accountOf(request) }
}

/** Where the request came from, for the audit log and the throttles. */
export function originOf(request: FastifyRequest): Origin {
  return { ip: request.clientAddress, userAgent: request.headers['user-agent'] ?? '', requestId: request.id }
}
