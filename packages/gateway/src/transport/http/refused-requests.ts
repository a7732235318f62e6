import type { FastifyRequest } from 'fastify'
import type { Authenticate, Credential } from '../../access/authenticate.ts'
import type { OperationId } from '../../access/policy.ts'
import type { CredentialPrincipal } from '../../access/principal.ts'
import type { NoteRefusals } from '../../access/refusals/refusals.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { errorTable } from '../../platform/errors/table.ts'
import { mayComeInForm, readForm } from './client-secret.ts'
import { originOf, presentedBy } from './gate.ts'
import type { Server } from './server.ts'

/** Limits of a key. If one is reached, the administrators of its account want to know. */
const LIMITS_OF_KEYS: ReadonlySet<string> = new Set(['key', 'credential'])

/**
 * Records in the account's audit log each refusal of a valid credential, if it lacked the right (403) or reached a
 * limit of its key. The answer does not wait for the record.
 */
export function noteRefusedRequests(
  app: Server,
  { authenticate, noteRefusals }: { authenticate: Authenticate; noteRefusals: NoteRefusals },
): void {
  /** The caller, even if the gate refused the request: by then, the gate has looked up the credential and cached it. */
  function callerOf(request: FastifyRequest, operation: OperationId): CredentialPrincipal | undefined {
    if (request.access) return request.access.principal
    const ofForm = mayComeInForm(operation, request) ? readForm(request) : undefined
    const presented = keyToExchange(request) ?? ofForm ?? presentedBy(request, operation)
    return typeof presented === 'object' ? authenticate.known(presented)?.principal : undefined
  }

  app.addHook('onError', (request, _reply, error, done) => {
    const { operation } = request.routeOptions.config
    if (operation !== undefined && error instanceof Refusal && isWorthNoting(error)) {
      const caller = callerOf(request, operation)
      const limit = error.limit && { limit: error.limit.name }
      if (caller) noteRefusals.request(caller, { operation, code: error.code, ...limit }, originOf(request))
    }
    done()
  })
}

/**
 * authWithApiKey exchanges a key for a session, and takes the key in the body. A thief may use a stolen key that way,
 * too.
 */
function keyToExchange({ routeOptions, body }: FastifyRequest): Credential | undefined {
  if (routeOptions.config.operation !== 'authWithApiKey' || typeof body !== 'object' || body === null) return undefined
  return 'api_key' in body && typeof body.api_key === 'string' ? { type: 'api_key', secret: body.api_key } : undefined
}

function isWorthNoting({ code, limit }: Refusal): boolean {
  return errorTable[code].status === 403 || (limit !== undefined && LIMITS_OF_KEYS.has(limit.name))
}
